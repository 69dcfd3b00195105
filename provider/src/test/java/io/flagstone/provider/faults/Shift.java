package io.flagstone.provider.faults;

import io.flagstone.provider.testing.Operations;
import io.flagstone.testkit.history.History;
import io.flagstone.testkit.history.Recorder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;

/** The threads of one JVM while a round lasts. */
final class Shift {

    private static final int ONE_OF_HOT = 3;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Load load;
    private final String round;
    private final History history = History.inMemory();
    private final List<Caller> callers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong stall = new AtomicLong();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    Shift(Load load, List<Cache<String, String>> caches, String round) {
        this.load = load;
        this.round = round;
        for (int client = 0; client < load.clients(); client++) {
            for (int number = 0; number < load.threads(); number++) {
                Caller caller = new Caller(caches.get(client), load.worker() + "-" + client, number);
                callers.add(caller);
                Thread thread = new Thread(caller::run, caller.name);
                thread.setUncaughtExceptionHandler((ended, e) -> errors.add(e));
                threads.add(thread);
            }
        }
        threads.add(new Thread(this::measureStalls, "stalls"));
        threads.forEach(thread -> thread.setDaemon(true));
        threads.forEach(Thread::start);
    }

    /** How long a thread that only sleeps is kept from going on: what no call can be blamed for. */
    private void measureStalls() {
        while (!over) {
            long due = System.nanoTime() + TICK_NANOS;
            sleepUntil(due);
            stall.accumulateAndGet(System.nanoTime() - due, Math::max);
        }
    }

    private static void sleepUntil(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void mark() {
        callers.forEach(caller -> caller.calm.set(0));
    }

    long calm() {
        return callers.stream().mapToLong(caller -> caller.calm.get()).min().orElse(0);
    }

    long lastFailure() {
        return callers.stream().mapToLong(caller -> caller.lastFailure).max().orElse(0);
    }

    long finish(Path file) throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (!errors.isEmpty()) {
            throw new IllegalStateException("a client has ended in the middle of its work", errors.peek());
        }
        history.save(file);
        return stall.get();
    }

    /** One thread. */
    private final class Caller {

        private final String name;
        private final String keys;
        private final Random random;
        private final Operations operations;
        private final AtomicLong calm = new AtomicLong();
        private volatile long lastFailure;

        private Caller(Cache<String, String> cache, String client, int thread) {
            name = client + "-" + thread;
            keys = round + "." + (load.ownKeys() ? client + "." : "");
            random = new Random((round + name).hashCode());
            Recorder recorder = history.recorder(name);
            operations = new Operations(cache, recorder, random, load.padding());
        }

        private void run() {
            long pause = TimeUnit.SECONDS.toNanos(1) / load.perSecond();
            long due = System.nanoTime() + random.nextLong(pause);
            for (int i = 0; !over; i++) {
                sleepUntil(due);
                boolean answered = operations.next(key(), round + "." + name + "." + i);
                long now = System.nanoTime();
                if (answered) {
                    calm.incrementAndGet();
                } else {
                    lastFailure = now;
                    calm.set(0);
                }
                // What was missed in a long call is not caught up with.
                due = Math.max(due + pause, now);
            }
        }

        private String key() {
            return random.nextInt(ONE_OF_HOT) == 0
                    ? keys + "hot" + random.nextInt(Load.HOT_KEYS)
                    : keys + "cold" + random.nextInt(Load.COLD_KEYS);
        }
    }
}
