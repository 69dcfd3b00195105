package io.flagstone.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Time, chance, and what is to happen: one thread takes the events from a queue, in the order of their times. */
public final class World {

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

    public World(long seed, boolean tracing) {
        this.random = new SplittableRandom(seed);
        this.tracing = tracing;
    }

    /** The time in ticks; a round trip takes some. */
    public long now() {
        return now;
    }

    /** From now on nothing is held up for long. */
    public void calmDown() {
        calm = true;
    }

    public boolean isCalm() {
        return calm;
    }

    /** A time for histories: no two are equal. */
    public long moment() {
        return ++moments;
    }

    /** A number that was never given before, and larger than all of those: clock plus chance, in the product. */
    public long number() {
        return ++numbers;
    }

    /** From {@code least} to {@code most}, both included. */
    public int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    public <T> T oneOf(List<T> things) {
        return things.get(random.nextInt(things.size()));
    }

    public void after(long delay, Runnable action) {
        queue.add(new Due(now + delay, ++orders, action));
    }

    public void runUntil(long end) {
        runUntil(end, () -> false);
    }

    public void runUntil(long end, BooleanSupplier done) {
        while (!queue.isEmpty() && queue.peek().time() <= end && !done.getAsBoolean()) {
            Due due = queue.remove();
            now = due.time();
            due.action().run();
        }
        now = Math.max(now, queue.isEmpty() ? end : Math.min(end, queue.peek().time()));
    }

    public void trace(Supplier<String> line) {
        if (tracing) {
            trace.add(now + " " + line.get());
        }
    }

    public String traced() {
        return String.join("\n", trace);
    }
}
