package io.flagstone.server.internal.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A counter that one thread at a time writes and any thread reads. */
public final class Tally {
    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Tally.class, "value", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private long value;

    /** Counts one more. */
    public void increment() {
        add(1);
    }

    /** Counts {@code amount} more. */
    public void add(long amount) {
        VALUE.setOpaque(this, value + amount);
    }

    /** Sets the count. */
    public void set(long count) {
        VALUE.setOpaque(this, count);
    }

    /** The count. */
    public long value() {
        return (long) VALUE.getOpaque(this);
    }
}
