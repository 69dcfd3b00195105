package io.flagstone.server.config;

/** An option that cannot be honoured: the message names the option, the value and what is allowed. */
public final class OptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message meant for the operator. */
    public OptionException(String message) {
        super(message);
    }
}
