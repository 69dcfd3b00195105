package io.flagstone.server.internal.access;

/** What becomes of an attempt to log in. */
public enum Verdict {
    /** User and password belong together. */
    LET_IN,
    /** They do not. */
    WRONG,
    /** They were not looked at: too many wrong ones came from there, and not long enough ago. */
    TOO_SOON
}
