package io.flagstone.server.internal.binary;

import io.flagstone.server.internal.protocol.Text;

/** What a reply says of its request: a code, and for failures a text, which is the reply's value. */
enum Status {
    DONE(0x00, ""),
    NOT_FOUND(0x01, "Not found"),
    EXISTS(0x02, "Data exists for key."),
    TOO_LARGE(0x03, "Too large."),
    INVALID(0x04, "Invalid arguments"),
    NOT_STORED(0x05, "Not stored."),
    NOT_NUMERIC(0x06, "Non-numeric server-side value for incr or decr"),
    FORBIDDEN(0x20, "Auth failure."),
    /** A login that was not looked at; to clients one that failed. */
    TOO_SOON(0x20, "Too many failed logins."),
    /** A login goes on with another step. */
    CONTINUE(0x21, ""),
    UNKNOWN_COMMAND(0x81, "Unknown command"),
    /** No memory for an item that was announced. */
    NO_MEMORY_STORING(0x82, "Out of memory allocating item"),
    /** No memory for the rest of a value. */
    NO_MEMORY_READING(0x82, "Out of memory during read"),
    /** No memory for a number that has become longer. */
    NO_MEMORY_COUNTING(0x82, "Out of memory incrementing value"),
    /** No memory for a new number. */
    NO_MEMORY_CREATING(0x82, "Out of memory allocating new item");

    private final int code;
    private final byte[] text;

    Status(int code, String text) {
        this.code = code;
        this.text = Text.ascii(text);
    }

    int code() {
        return code;
    }

    byte[] text() {
        return text;
    }
}
