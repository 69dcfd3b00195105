package io.flagstone.bench.hibernate.log;

/**
 * A value that was read.
 *
 * @param worker the worker; it keeps its number when it is started again
 * @param op what it was doing
 * @param key of what
 * @param value a number that was written, {@link #ABSENT} or {@link #PRESENT}
 * @param start when it began, on the clock that all JVMs of a host share
 * @param end when it had the value
 */
public record Read(int worker, Op op, String key, long value, long start, long end) {
    /** There was none. */
    public static final long ABSENT = Long.MIN_VALUE;
    /** There was one, which has no number. */
    public static final long PRESENT = Long.MAX_VALUE;
}
