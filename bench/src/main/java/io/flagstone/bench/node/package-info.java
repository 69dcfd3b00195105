/** A load program for anything that speaks memcached's text protocols, and for comparing several of them. */
@NullMarked
package io.flagstone.bench.node;

import org.jspecify.annotations.NullMarked;
