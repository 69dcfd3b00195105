package io.flagstone.server.internal.binary;

/** The parts a request has; one of another shape is refused, and its connection closed. */
enum Shape {
    /** Nothing but a header. */
    BARE(0, false, false),
    /** A key. */
    KEY(0, true, false),
    /** Flags and expiry, a key, a value. */
    STORE(8, true, true),
    /** A key, and a value. */
    JOIN(0, true, true),
    /** Delta, initial value and expiry, a key. */
    COUNT(20, true, false),
    /** An expiry, a key. */
    TOUCH(4, true, false),
    /** An expiry or nothing. */
    FLUSH(4, false, false),
    /** A key or nothing. */
    STAT(0, false, false),
    /** Anything. */
    ANY(0, false, true);

    private final int extras;
    private final boolean hasKey;
    private final boolean mayHaveValue;

    Shape(int extras, boolean hasKey, boolean mayHaveValue) {
        this.extras = extras;
        this.hasKey = hasKey;
        this.mayHaveValue = mayHaveValue;
    }

    /** Whether a request with parts of these lengths has this shape. */
    boolean fits(int extrasLength, int keyLength, int valueLength) {
        if (this == ANY) {
            return true;
        }
        boolean extrasFit = extrasLength == extras || (this == FLUSH && extrasLength == 0);
        boolean keyFits = hasKey == keyLength > 0 || this == STAT;
        return extrasFit && keyFits && (mayHaveValue || valueLength == 0);
    }
}
