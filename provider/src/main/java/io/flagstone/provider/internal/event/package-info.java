/** Who hears of an entry's changes, and in which order. */
@NullMarked
package io.flagstone.provider.internal.event;

import org.jspecify.annotations.NullMarked;
