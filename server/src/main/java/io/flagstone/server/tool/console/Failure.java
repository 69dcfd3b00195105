package io.flagstone.server.tool.console;

/** Why a command cannot do its work; the message is one line for the operator, with what to do about it. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Status status;

    /** A failure that ends the command with this status; an empty message is not printed. */
    public Failure(Status status, String message) {
        super(message);
        this.status = status;
    }

    /** What the command ends with. */
    public Status status() {
        return status;
    }

    /** The line to print. */
    public String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
