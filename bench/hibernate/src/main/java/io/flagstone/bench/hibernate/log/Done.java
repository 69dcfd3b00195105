package io.flagstone.bench.hibernate.log;

/**
 * A transaction that ended.
 *
 * @param error the exception, empty if there was none
 */
public record Done(int worker, Op op, long start, long end, Outcome outcome, String error) {}
