/** Items as the engine keeps them: index, LRU lists, flush epochs, and the way in and out of all three. */
@NullMarked
package io.flagstone.server.internal.items;

import org.jspecify.annotations.NullMarked;
