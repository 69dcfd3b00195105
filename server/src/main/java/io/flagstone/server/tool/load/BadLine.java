package io.flagstone.server.tool.load;

/** A line that cannot be stored; told by its number and never by what stands in it. */
final class BadLine extends Exception {
    private static final long serialVersionUID = 1L;

    private final long line;
    private final boolean isLast;

    /**
     * A line that is wrong.
     *
     * @param isLast whether nobody can tell where the next one begins
     */
    BadLine(long line, String reason, boolean isLast) {
        super(reason);
        this.line = line;
        this.isLast = isLast;
    }

    boolean isLast() {
        return isLast;
    }

    String text() {
        return "line " + line + ": " + getMessage();
    }
}
