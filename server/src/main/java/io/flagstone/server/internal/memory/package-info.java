/** Pages off the heap, slab classes, chunks, and the one drawing of an item. */
@NullMarked
package io.flagstone.server.internal.memory;

import org.jspecify.annotations.NullMarked;
