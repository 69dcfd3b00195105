package io.flagstone.provider.internal.nodelist;

import org.jspecify.annotations.Nullable;

/**
 * A node's document as it was read once. Its token is good on that connection only: on another one it may be a token of
 * another process.
 *
 * @param document what the node said; null when it has no item, or an empty one
 * @param prepared what it said in the place of a document, or null
 * @param token the item's token, which tells it from any other that the process ever held; zero without an item
 * @param incarnation of the connection
 */
public record Seen(@Nullable Document document, @Nullable Prepared prepared, long token, long incarnation) {

    public Seen(@Nullable Document document, long token, long incarnation) {
        this(document, null, token, incarnation);
    }

    /** Whether the node served the slot when this was read. */
    public boolean serves(int slot) {
        return document != null && document.serves(slot);
    }

    /** Where the slot's entries still are, if it is one that the node lost by that change; null where that cannot be told. */
    public @Nullable Left left(int slot, Origin origin) {
        return document == null ? null : document.left(slot, origin, token);
    }
}
