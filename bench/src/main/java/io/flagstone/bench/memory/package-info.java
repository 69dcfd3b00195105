/** How well a server uses its memory: how many items it holds, and how often what is asked for is there. */
@NullMarked
package io.flagstone.bench.memory;

import org.jspecify.annotations.NullMarked;
