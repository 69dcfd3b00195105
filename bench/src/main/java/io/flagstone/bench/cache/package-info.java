/** A load program for any JCache provider, and for comparing several of them, each in a JVM of its own. */
@NullMarked
package io.flagstone.bench.cache;

import org.jspecify.annotations.NullMarked;
