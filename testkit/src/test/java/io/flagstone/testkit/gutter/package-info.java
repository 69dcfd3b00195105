/**
 * A model of the gutter: what clients leave on other nodes while the owner of a key is away. Clients and memcached nodes in one
 * thread, driven by a seed. {@link Rules} are those that were adopted; each of {@link BrokenGutterTest} leaves one out and
 * is refuted.
 */
@NullMarked
package io.flagstone.testkit.gutter;

import org.jspecify.annotations.NullMarked;
