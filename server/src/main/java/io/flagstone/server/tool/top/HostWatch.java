package io.flagstone.server.tool.top;

import io.flagstone.server.tool.console.Every;
import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Status;
import io.flagstone.server.tool.link.Access;
import io.flagstone.server.tool.link.Endpoint;
import io.flagstone.server.tool.link.Link;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Watches one node in a thread of its own, over one connection: so the node's counters, when they are read, contain exactly
 * the probes that were sent before.
 */
final class HostWatch implements Runnable {
    static final int PROBES_PER_SECOND = 20;

    /** Nobody stores under it; that it is a miss is all that matters. */
    private static final String PROBE = "mg flagstone-top-probe v";

    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final Endpoint endpoint;
    private final Access access;
    private final long period;
    private final Probes probes = new Probes();
    private @Nullable Link link;
    private @Nullable Reading reading;
    private long due;
    private volatile Row row;
    private volatile String trouble = "";
    private volatile boolean wasUp;
    private final CountDownLatch known = new CountDownLatch(1);

    HostWatch(Endpoint endpoint, Access access, Duration period) {
        this.endpoint = endpoint;
        this.access = access;
        this.period = period.toNanos();
        this.row = Row.unknown(endpoint.toString(), "...");
    }

    /** What is known now. */
    Row row() {
        return row;
    }

    /** Why the node is down; empty when it is not. */
    String trouble() {
        return trouble;
    }

    /** Whether the node was ever reached. */
    boolean wasUp() {
        return wasUp;
    }

    /** Waits until the node was read, or could not be; false when this thread is told to stop. */
    boolean awaitKnown() {
        try {
            known.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Watches until the thread is interrupted, or for good. */
    @Override
    public void run() {
        Every beats = new Every(Duration.ofSeconds(1).dividedBy(PROBES_PER_SECOND), FOREVER);
        try {
            do {
                beat();
            } while (beats.await());
        } finally {
            forget();
        }
    }

    private void beat() {
        try {
            Link open = link == null ? access.open(endpoint) : link;
            link = open;
            probe(open);
            if (reading == null || System.nanoTime() - due >= 0) {
                read(open);
            }
        } catch (Failure e) {
            forget();
            trouble = e.text();
            row = Row.unknown(endpoint.toString(), e.status() == Status.UNREACHABLE ? "down" : "refused");
            known.countDown();
            // As often as counters are read; a node that is down is not to be knocked at 20 times a second.
            Every.pause(Duration.ofNanos(period));
        }
    }

    private void probe(Link open) {
        long start = System.nanoTime();
        open.send(PROBE);
        String answer = open.accepted(open.line());
        probes.add(System.nanoTime() - start);
        if (answer.startsWith("VA ")) {
            open.line();
        } else if (!answer.equals("EN")) {
            throw open.notUnderstood(answer);
        }
    }

    private void read(Link open) {
        Reading now = new Reading(System.nanoTime(), probes.taken(), open.statistics(""));
        Reading earlier = reading == null ? now : reading;
        row = Row.between(endpoint.toString(), earlier, now, probes.p99());
        reading = now;
        due = now.nanos() + period;
        wasUp = true;
        trouble = "";
        known.countDown();
    }

    private void forget() {
        if (link != null) {
            link.close();
        }
        link = null;
        reading = null;
    }
}
