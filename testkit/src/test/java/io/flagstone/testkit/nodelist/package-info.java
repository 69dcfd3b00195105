/**
 * A model of the protocol for changing the list of nodes: clients and memcached nodes in one thread, driven by a seed.
 * {@link Protocol} is the protocol that was adopted; each of its subclasses leaves something out and is refuted.
 */
@NullMarked
package io.flagstone.testkit.nodelist;

import org.jspecify.annotations.NullMarked;
