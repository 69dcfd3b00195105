/**
 * A model of copies on several nodes: clients and memcached nodes in one thread, driven by a seed. {@link Protocol} is the
 * protocol that was adopted; each of the classes in {@link Without} leaves something out and is refuted.
 */
@NullMarked
package io.flagstone.testkit.copies;

import org.jspecify.annotations.NullMarked;
