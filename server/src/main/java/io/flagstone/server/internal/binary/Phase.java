package io.flagstone.server.internal.binary;

/**
 * Where a connection is in its input.
 *
 * <pre>
 * FRAME -> VALUE, SKIP, CLOSING, or FRAME again
 * VALUE -> FRAME, SKIP
 * SKIP  -> FRAME, CLOSING
 * </pre>
 */
enum Phase {
    /** At the beginning of a frame. */
    FRAME,
    /** In the bytes of a value that goes into a draft. */
    VALUE,
    /** In bytes that nobody wants. */
    SKIP,
    /** About to be closed; input is ignored. */
    CLOSING
}
