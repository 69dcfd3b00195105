package io.flagstone.provider.internal.door;

import java.io.IOException;

/** A node did not let us in. */
public final class LoginRefused extends IOException {

    private static final long serialVersionUID = 1L;

    LoginRefused(String message) {
        super(message);
    }
}
