package io.flagstone.server.internal.command;

import io.flagstone.server.internal.operation.Storing;
import io.flagstone.server.internal.protocol.Replies;

/** What became of an item that was to be stored, in the words of both text dialects. */
final class StoreReplies {
    private static final byte[] NONE = {};

    private StoreReplies() {}

    /** The whole reply of a classic command. */
    static byte[] classic(Storing.Result result) {
        return switch (result) {
            case STORED -> Replies.STORED;
            case NOT_STORED -> Replies.NOT_STORED;
            case EXISTS -> Replies.EXISTS;
            case NOT_FOUND -> Replies.NOT_FOUND;
            case TOO_LARGE -> Replies.TOO_LARGE;
            case OUT_OF_MEMORY -> Replies.OUT_OF_MEMORY;
        };
    }

    /** The code of a meta command's reply; empty for failures that are told in classic words. */
    static byte[] meta(Storing.Result result) {
        return switch (result) {
            case STORED -> MetaReply.HD;
            case NOT_STORED -> MetaReply.NS;
            case EXISTS -> MetaReply.EX;
            case NOT_FOUND -> MetaReply.NF;
            case TOO_LARGE, OUT_OF_MEMORY -> NONE;
        };
    }
}
