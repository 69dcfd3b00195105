/** Meters for Micrometer. Needs {@code io.micrometer:micrometer-core}; nothing else of Flagstone does. */
@NullMarked
package io.flagstone.provider.micrometer;

import org.jspecify.annotations.NullMarked;
