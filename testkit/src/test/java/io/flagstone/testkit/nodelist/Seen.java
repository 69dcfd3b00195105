package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Wire;
import org.jspecify.annotations.Nullable;

/**
 * A node's document as it was read once. Its token is good on that connection only: on another one it may be a token of
 * another process.
 *
 * @param document what the node said; null when it has no item, or an empty one
 * @param token the item's token, or zero without an item
 * @param wire the connection
 */
record Seen(@Nullable Document document, long token, Wire wire) {}
