package io.flagstone.provider.internal.trust;

import io.flagstone.provider.config.LinkOptions.Detection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Tells timeouts that nodes are to blame for from those that this JVM is: it was halted, or has lost its network. Two signs
 * are looked for: a timer of its own that came late, and most nodes falling silent within one second.
 */
public final class SelfDoubt {

    /** Between two looks at the timer. A halt of half as much again is seen whenever it comes. */
    public static final Duration TICK = Duration.ofMillis(100);

    /** What counts as together, and how long it excuses the nodes. */
    static final long TOGETHER_NANOS = 1_000_000_000;

    private static final System.Logger LOG = System.getLogger(SelfDoubt.class.getName());
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long LOGGED_EVERY_NANOS = 60_000_000_000L;

    private final long lateNanos;
    private final IntSupplier nodes;
    private final Map<Object, Long> suspected = new HashMap<>();
    private long due;
    private boolean everLate;
    private long lateAt;
    private boolean everTogether;
    private long togetherAt;
    private boolean everLogged;
    private long loggedAt;
    private long occasions;

    /**
     * @param nodes how many there are
     * @param now by the clock that all times are of, in nanoseconds
     */
    public SelfDoubt(Detection detection, IntSupplier nodes, long now) {
        this.lateNanos = detection.late().toNanos();
        this.nodes = nodes;
        this.due = now + TICK.toNanos();
    }

    /** Called every {@link #TICK}, by a timer that should be in time. */
    public synchronized void tick(long now) {
        if (lateNanos > 0 && now - due > lateNanos) {
            noteLate(now);
        }
        due = now + TICK.toNanos();
    }

    private void noteLate(long now) {
        everLate = true;
        lateAt = now;
        occasion(now, "its own timer came " + (now - due) / NANOS_PER_MILLI + " ms late");
    }

    /**
     * Whether this JVM was halted during a call that has just timed out, or has just suspected most of its nodes.
     *
     * @param span for how long the call may have been under way
     */
    synchronized boolean excuses(long now, long span) {
        boolean lateNow = lateNanos > 0 && now - due > lateNanos; // whoever waited may wake before the timer does
        boolean late = lateNow || (everLate && now - lateAt <= span);
        return late || (everTogether && now - togetherAt <= TOGETHER_NANOS);
    }

    /** A node is about to be left alone for its timeouts; true when it must not be, because most others are suspected, too. */
    synchronized boolean isTogetherWithMost(Object node, long now) {
        suspected.put(node, now);
        suspected.values().removeIf(since -> now - since > TOGETHER_NANOS);
        int all = nodes.getAsInt();
        if (all < 2 || suspected.size() * 2 <= all) {
            return false;
        }
        everTogether = true;
        togetherAt = now;
        occasion(now, suspected.size() + " of " + all + " nodes fell silent within a second");
        return true;
    }

    private void occasion(long now, String what) {
        occasions++;
        if (!everLogged || now - loggedAt >= LOGGED_EVERY_NANOS) {
            everLogged = true;
            loggedAt = now;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "this JVM or its network stood still, {0}: no node is left alone for what timed out meanwhile"
                            + " (this is told once a minute)",
                    what);
        }
    }

    /** How often this JVM had reason to suspect itself. */
    public synchronized long occasions() {
        return occasions;
    }
}
