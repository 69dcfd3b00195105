package io.flagstone.server.internal.door;

import java.io.IOException;

/** Why nobody gets in, other than that a connection failed. No message holds a password or a name of a user. */
public final class Barred extends IOException {
    private static final long serialVersionUID = 1L;

    private final Cause why;

    /** Whose fault it is. */
    public enum Cause {
        /** The settings contradict each other. */
        SETTINGS,
        /** A file that they name cannot be read, or is none of its kind. */
        FILE,
        /** TLS cannot be set up at all. */
        TLS,
        /** The node asks for what is not to be given, or for nothing that is known. */
        NODE,
        /** The node does not let this user in; the message is its answer. */
        LOGIN
    }

    Barred(Cause why, String message) {
        super(message);
        this.why = why;
    }

    /** Whose fault it is. */
    public Cause why() {
        return why;
    }

    /** What is wrong, in one line. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
