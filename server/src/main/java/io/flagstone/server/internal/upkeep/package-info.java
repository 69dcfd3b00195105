/** The engine's background work: LRU proportions, expiry, page moves. */
@NullMarked
package io.flagstone.server.internal.upkeep;

import org.jspecify.annotations.NullMarked;
