package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;

/** What became of an item that was to be stored, in the words of both dialects. */
enum StoreResult {
    STORED(Replies.STORED, "HD"),
    NOT_STORED(Replies.NOT_STORED, "NS"),
    EXISTS(Replies.EXISTS, "EX"),
    NOT_FOUND(Replies.NOT_FOUND, "NF"),
    TOO_LARGE(Replies.TOO_LARGE, ""),
    OUT_OF_MEMORY(Replies.OUT_OF_MEMORY, "");

    private final byte[] classic;
    private final byte[] meta;

    StoreResult(byte[] classic, String meta) {
        this.classic = classic;
        this.meta = Text.ascii(meta);
    }

    /** The whole reply of a classic command. */
    byte[] classic() {
        return classic;
    }

    /** The code of a meta command's reply; empty for failures that are told in classic words. */
    byte[] meta() {
        return meta;
    }
}
