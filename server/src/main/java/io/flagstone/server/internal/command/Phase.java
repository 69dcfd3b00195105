package io.flagstone.server.internal.command;

/**
 * Where a connection is in its input.
 *
 * <pre>
 * COMMAND    -> VALUE, KEYS, SKIP_DATA, DUMP, CLOSING, or COMMAND again
 * VALUE      -> TERMINATOR, SKIP_DATA
 * TERMINATOR -> COMMAND
 * KEYS       -> COMMAND, SKIP_LINE
 * SKIP_DATA, SKIP_LINE, DUMP -> COMMAND
 * </pre>
 */
enum Phase {
    /** At the beginning of a line. */
    COMMAND,
    /** In the bytes of a value that goes into a draft. */
    VALUE,
    /** At the two bytes behind a value. */
    TERMINATOR,
    /** Among the keys of a multiget, whose line may be longer than any buffer. */
    KEYS,
    /** In bytes that nobody wants. */
    SKIP_DATA,
    /** In the rest of a line that nobody wants. */
    SKIP_LINE,
    /** Writing a key dump; input waits. */
    DUMP,
    /** About to be closed; input is ignored. */
    CLOSING
}
