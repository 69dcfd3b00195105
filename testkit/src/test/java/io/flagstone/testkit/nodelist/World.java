package io.flagstone.testkit.nodelist;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Time, chance, and what is to happen: one thread takes the events from a queue, in the order of their times. */
final class World {

    private record Due(long time, long order, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final SplittableRandom random;
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private boolean calm;
    private long now;
    private long orders;
    private long moments;
    private long numbers = 1000;

    World(long seed, boolean tracing) {
        this.random = new SplittableRandom(seed);
        this.tracing = tracing;
    }

    /** The time in ticks; a round trip takes some. */
    long now() {
        return now;
    }

    /** From now on nothing is held up for long. */
    void calmDown() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    /** A time for histories: no two are equal. */
    long moment() {
        return ++moments;
    }

    /** A number that was never given before, and larger than all of those: clock plus chance, in the product. */
    long number() {
        return ++numbers;
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    void after(long delay, Runnable action) {
        queue.add(new Due(now + delay, ++orders, action));
    }

    void runUntil(long end) {
        runUntil(end, () -> false);
    }

    void runUntil(long end, BooleanSupplier done) {
        while (!queue.isEmpty() && queue.peek().time() <= end && !done.getAsBoolean()) {
            Due due = queue.remove();
            now = due.time();
            due.action().run();
        }
        now = Math.max(now, queue.isEmpty() ? end : Math.min(end, queue.peek().time()));
    }

    void trace(Supplier<String> line) {
        if (tracing) {
            trace.add(now + " " + line.get());
        }
    }

    String traced() {
        return String.join("\n", trace);
    }
}
