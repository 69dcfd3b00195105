package io.flagstone.server.internal.upkeep;

import io.flagstone.server.internal.stats.Faults;
import io.flagstone.server.store.StoreClock;
import java.util.concurrent.locks.LockSupport;

/**
 * The engine's one background thread: keeps LRU lists in proportion, frees what has expired, moves pages. It works in
 * small steps, sleeps a millisecond between them while there is something to do, and up to half a second when there is
 * not.
 */
public final class Maintainer implements Runnable {
    private static final long PAUSE_MIN_NANOS = 1_000_000;
    private static final long PAUSE_MAX_NANOS = 512_000_000;
    /** Between two runs of the crawler, whose budget per run is sized for this. */
    private static final long CRAWL_EVERY_NANOS = 50_000_000;

    /** Between two looks at the classes; sooner after a page was moved, for then there may be more to move. */
    private static final long BALANCE_EVERY_NANOS = 1_000_000_000;

    private static final long BALANCE_SOON_NANOS = 100_000_000;

    private final StoreClock clock;
    private final Flusher flusher;
    private final Juggler juggler;
    private final Crawler crawler;
    private final PageMover mover;
    private final Balancer balancer;
    private final Faults faults;
    private volatile boolean crawls;
    private final Thread thread;
    private long crawledAt;
    private long balancedAt;
    private long movedBefore;
    private volatile boolean stopped;

    public Maintainer(
            StoreClock clock,
            Flusher flusher,
            Juggler juggler,
            Crawler crawler,
            PageMover mover,
            Balancer balancer,
            Faults faults,
            boolean crawls) {
        this.clock = clock;
        this.flusher = flusher;
        this.juggler = juggler;
        this.crawler = crawler;
        this.mover = mover;
        this.balancer = balancer;
        this.faults = faults;
        this.crawls = crawls;
        this.thread = new Thread(this, "flagstone-maintainer");
        thread.setDaemon(true);
    }

    /** Switches the crawler on or off. */
    public void crawl(boolean enabled) {
        crawls = enabled;
        wake();
    }

    public void start() {
        thread.start();
    }

    /** Wakes the thread: there is something to do. Any thread. */
    public void wake() {
        LockSupport.unpark(thread);
    }

    /** Ends the thread and waits for its current step. */
    public void stop() {
        stopped = true;
        wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        long pause = PAUSE_MIN_NANOS;
        while (!stopped) {
            boolean more = false;
            try {
                more = round();
            } catch (RuntimeException | Error e) {
                faults.count("maintainer", e);
            }
            pause = more ? PAUSE_MIN_NANOS : Math.min(2 * pause, PAUSE_MAX_NANOS);
            LockSupport.parkNanos(this, pause);
        }
    }

    private boolean round() {
        long nanos = clock.nanos();
        int now = StoreClock.floor(nanos);
        flusher.flushIfDue(now);
        boolean more = juggler.run(now);
        if (crawls && nanos - crawledAt >= CRAWL_EVERY_NANOS) {
            crawledAt = nanos;
            crawler.run(now);
        }
        balancer.obey();
        if (balancer.isUrgent()) {
            balancer.feed(now);
        }
        long wait = mover.moved() == movedBefore ? BALANCE_EVERY_NANOS : BALANCE_SOON_NANOS;
        if (nanos - balancedAt >= wait && !mover.isRunning()) {
            balancedAt = nanos;
            movedBefore = mover.moved();
            balancer.balance(now);
        }
        return mover.step(now) || more;
    }
}
