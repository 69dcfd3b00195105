package io.flagstone.bench.hibernate.log;

/**
 * A value that was written.
 *
 * @param worker the worker; -1 is the controller
 * @param op what it was doing
 * @param key to what
 * @param number assigned under a lock that was held until the end of the transaction, so that numbers of a key are in the
 *     order of their commits; negative if the transaction is to be rolled back
 * @param absent whether the thing was deleted
 * @param start when the transaction began
 * @param end when the call that commits had returned; for an unknown outcome, when the JVM was seen dead, at the latest
 * @param outcome how it ended
 */
public record Write(int worker, Op op, String key, long number, boolean absent, long start, long end, Outcome outcome) {

    /** Whether it may be in the database. */
    public boolean perhaps() {
        return outcome == Outcome.OK || outcome == Outcome.UNKNOWN;
    }
}
