package io.flagstone.bench.hibernate.speed;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** What one thread does its work with. The articles that are read all the time are divided among the threads to change. */
final class Turn {

    private final SplittableRandom random;
    private final int thread;
    private final int threads;
    private final Range range;

    /**
     * Which articles there are.
     *
     * @param hot how many are read all the time: those of the lowest ids
     * @param all how many there are at first
     * @param walk counts those that were read once, one after the other, beginning with the first that is not hot
     * @param inserted counts those that were added
     */
    record Range(int hot, int all, AtomicLong walk, AtomicLong inserted) {

        Range(int hot, int all) {
            this(hot, all, new AtomicLong(), new AtomicLong());
        }
    }

    Turn(int thread, int threads, Range range) {
        this.random = new SplittableRandom(thread);
        this.thread = thread;
        this.threads = threads;
        this.range = range;
    }

    /** Any of the hot ones. */
    long hot() {
        return random.nextInt(range.hot());
    }

    /** A hot one that no other thread changes. */
    long own() {
        int share = range.hot() / threads;
        return random.nextInt(share) + (long) thread * share;
    }

    /** One that nobody has read since {@link #isFirst} of them was read last. */
    long next() {
        int cold = range.all() - range.hot();
        return range.hot() + range.walk().getAndIncrement() % cold;
    }

    /** Whether the walk begins here. */
    boolean isFirst(long id) {
        return id == range.hot();
    }

    /** An id that was never used. */
    long fresh() {
        return range.all() + range.inserted().getAndIncrement();
    }

    /** Any shelf of hot articles. */
    long shelf() {
        return random.nextInt(range.hot() / Shop.TOGETHER);
    }

    /** Any of the baskets that are read all the time. */
    long basket() {
        return random.nextInt(Math.min(Shop.BASKETS, range.hot()));
    }
}
