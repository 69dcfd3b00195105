package io.flagstone.server.internal.warm;

import java.io.IOException;

/** A memory file from which nothing may be taken; the message says why, for the operator. */
final class Unusable extends IOException {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
        super(reason);
    }
}
