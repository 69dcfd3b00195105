package io.flagstone.bench.hibernate.log;

/** How a transaction ended. */
public enum Outcome {
    /** Committed. */
    OK,
    /** Rolled back, as it was meant to be. */
    ROLLED_BACK,
    /** Refused because another changed the row, by its version. */
    CONFLICT,
    /** An exception before the commit was asked for: certainly not committed. */
    FAILED,
    /** An exception from the commit, or the JVM died: committed or not. */
    UNKNOWN
}
