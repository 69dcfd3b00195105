package io.flagstone.interop;

import java.util.Locale;

/** What a client can be asked to do. The programs under {@code src/test/clients} know them by the same names. */
enum Promise {
    /** A value is stored, read, stored over. */
    STORES,
    /** A key that was never stored is not found. */
    MISSES,
    /** A deleted key is not found. */
    DELETES,
    /** add stores only what is absent, replace only what is there. */
    ADDS,
    /** incr and decr, which stops at zero. */
    COUNTS,
    /** cas stores once by a token, and not twice. */
    COMPARES,
    /** A value of 500,000 bytes comes back whole. */
    LARGE,
    /** A value in letters of many scripts comes back as it was. */
    UNICODE,
    /** 110 keys are asked for at once, 100 of them found. */
    MANY,
    /** touch finds what is there. */
    TOUCHES,
    /** append and prepend. */
    APPENDS,
    /** What is stored with an expiry in the past is not found. */
    EXPIRES;

    /** As the programs print it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
