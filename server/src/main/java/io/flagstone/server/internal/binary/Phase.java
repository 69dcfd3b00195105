package io.flagstone.server.internal.binary;

/**
 * Where a connection is in its input.
 *
 * <pre>
 * FRAME -> VALUE, SKIP, SLICES, CLOSING, or FRAME again
 * VALUE -> FRAME, SKIP
 * SKIP  -> FRAME, CLOSING
 * SLICES -> FRAME
 * </pre>
 */
enum Phase {
    /** At the beginning of a frame. */
    FRAME,
    /** In the bytes of a value that goes into a draft. */
    VALUE,
    /** In bytes that nobody wants. */
    SKIP,
    /** Making a long answer; input waits. */
    SLICES,
    /** About to be closed; input is ignored. */
    CLOSING
}
