package io.flagstone.server.internal.command;

/**
 * Where a connection is in its input.
 *
 * <pre>
 * COMMAND    -> VALUE, KEYS, SKIP_DATA, DUMP, WATCH, CLOSING, or COMMAND again
 * VALUE      -> TERMINATOR, SKIP_DATA
 * TERMINATOR -> COMMAND
 * KEYS       -> COMMAND, SKIP_LINE
 * SKIP_DATA, SKIP_LINE, DUMP -> COMMAND
 * </pre>
 */
enum Phase {
    /** At the beginning of a line. */
    COMMAND("conn_read"),
    /** In the bytes of a value that goes into a draft. */
    VALUE("conn_nread"),
    /** At the two bytes behind a value. */
    TERMINATOR("conn_nread"),
    /** Among the keys of a multiget, whose line may be longer than any buffer. */
    KEYS("conn_read"),
    /** In bytes that nobody wants. */
    SKIP_DATA("conn_swallow"),
    /** In the rest of a line that nobody wants. */
    SKIP_LINE("conn_swallow"),
    /** Writing a long answer, such as a key dump; input waits. */
    DUMP("conn_mwrite"),
    /** Being told what happens; input is ignored. */
    WATCH("conn_watch"),
    /** About to be closed; input is ignored. */
    CLOSING("conn_closing");

    private final String statName;

    Phase(String statName) {
        this.statName = statName;
    }

    /** Whether more of the same request is to come. */
    boolean isHalfway() {
        return switch (this) {
            case VALUE, TERMINATOR, KEYS, SKIP_DATA, SKIP_LINE -> true;
            case COMMAND, DUMP, WATCH, CLOSING -> false;
        };
    }

    /** What memcached calls the state of such a connection. */
    public String statName() {
        return statName;
    }
}
