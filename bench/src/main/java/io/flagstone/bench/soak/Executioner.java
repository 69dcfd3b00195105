package io.flagstone.bench.soak;

import io.flagstone.testkit.process.ServerProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Kills a node again and again, and starts it anew some time later. */
final class Executioner implements AutoCloseable {
    private final ServerProcess victim;
    private final Duration every;
    private final Duration down;
    private final Thread thread = new Thread(this::run, "executioner");
    private final AtomicInteger kills = new AtomicInteger();

    /**
     * Begins; the first kill is one pause away.
     *
     * @param every zero for never
     */
    Executioner(ServerProcess victim, Duration every, Duration down) {
        this.victim = victim;
        this.every = every;
        this.down = down;
        if (!every.isZero()) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                TimeUnit.NANOSECONDS.sleep(every.toNanos());
                victim.kill9();
                kills.incrementAndGet();
                TimeUnit.NANOSECONDS.sleep(down.toNanos());
                victim.restart();
            }
        } catch (InterruptedException | IllegalStateException e) {
            Thread.currentThread().interrupt(); // told to end, perhaps in the middle of a start
        }
    }

    int kills() {
        return kills.get();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
