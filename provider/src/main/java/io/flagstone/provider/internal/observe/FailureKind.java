package io.flagstone.provider.internal.observe;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.failure.ServerRefused;

/** How a call to a node fails, as it is counted. */
public enum FailureKind {
    /** No reply in time. */
    TIMEOUT("timeout"),
    /** The node is away or was left alone, or its connection broke first. */
    UNAVAILABLE("unavailable"),
    /** The node answered that it would not. */
    REFUSED("refused"),
    /** Anything else: a reply that makes no sense. */
    OTHER("other");

    private final String word;

    FailureKind(String word) {
        this.word = word;
    }

    /** The kind of this failure. */
    public static FailureKind of(FlagstoneException failure) {
        if (failure instanceof DeadlineExceeded) {
            return TIMEOUT;
        }
        if (failure instanceof NodeUnavailable) {
            return UNAVAILABLE;
        }
        return failure instanceof ServerRefused ? REFUSED : OTHER;
    }

    /** As metrics call it. */
    public String word() {
        return word;
    }
}
