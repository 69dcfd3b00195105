package io.flagstone.server.internal.observe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a node notes about itself while it has an admin port; without one, next to nothing. Event loops write to parts of
 * their own, and whoever looks at the node calls {@link #step} from time to time, which gathers them.
 */
public final class Observation {
    /** What counts of keys shrink to with each step: with steps of 5 s, half of it is of the last 16 s. */
    private static final double FADING = 0.8;
    /** Fewer than so many are chance. */
    private static final double SEEN_MIN = 5;

    private static final double SHARE_MIN = 0.001;
    private static final double NANOS = 1e9;

    private final boolean on;
    private final boolean samplesKeys;
    private final LongSupplier nanos;
    private final Happenings happenings;
    private final Latencies latencies = new Latencies();
    private final List<BatchTimes> times = new CopyOnWriteArrayList<>();
    private final List<HotKeys> keys = new CopyOnWriteArrayList<>();
    private volatile long[] delays = {};
    private double seconds;
    private long fadedAt;

    /**
     * @param on whether anything is noted
     * @param samplesKeys whether keys are, too
     * @param nanos a clock that never goes back
     * @param millis the wall clock
     */
    public Observation(boolean on, boolean samplesKeys, LongSupplier nanos, LongSupplier millis) {
        this.on = on;
        this.samplesKeys = on && samplesKeys;
        this.nanos = nanos;
        this.happenings = new Happenings(millis);
        this.fadedAt = nanos.getAsLong();
    }

    /** One that notes nothing. */
    public static Observation off() {
        return new Observation(false, false, System::nanoTime, System::currentTimeMillis);
    }

    /** Times of another event loop. */
    public BatchTimes timesOfLoop() {
        BatchTimes loop = new BatchTimes(on);
        if (on) {
            times.add(loop);
        }
        return loop;
    }

    /** Hot keys of another event loop; null when no keys are looked at. */
    public @Nullable HotKeys keysOfLoop() {
        if (!samplesKeys) {
            return null;
        }
        HotKeys loop = new HotKeys();
        keys.add(loop);
        return loop;
    }

    /** What happened. */
    public Happenings happenings() {
        return happenings;
    }

    /** All times of batches so far. */
    public Latencies latencies() {
        return latencies;
    }

    /** How late each event loop was last found to be, nanoseconds; -1 for one that has not answered. */
    public long[] delays() {
        return delays.clone();
    }

    /** Notes that. */
    public void delays(long[] found) {
        delays = found.clone();
    }

    /** Gathers the times since the last step, and lets the counts of keys fade. */
    public synchronized Latencies.Step step() {
        Histogram sum = BatchTimes.empty();
        times.forEach(loop -> loop.drainTo(sum));
        keys.forEach(loop -> loop.fade(FADING));
        long now = nanos.getAsLong();
        seconds = (seconds + (now - fadedAt) / NANOS) * FADING;
        fadedAt = now;
        return latencies.add(sum);
    }

    /** The keys asked for most often, at most so many, the hottest first. Nothing that is hardly more than chance. */
    public synchronized List<HotKey> hottest(int most) {
        Map<String, double[]> sums = new HashMap<>();
        double total = 0;
        for (HotKeys loop : keys) {
            total += loop.tell((key, count, writes, size) -> {
                double[] sum = sums.computeIfAbsent(key, fresh -> new double[] {0, 0, -1});
                sum[0] += count;
                sum[1] += writes;
                sum[2] = Math.max(sum[2], size);
            });
        }
        double all = total;
        double window = Math.max(1, seconds + (nanos.getAsLong() - fadedAt) / NANOS);
        List<HotKey> hottest = new ArrayList<>();
        sums.forEach((key, sum) -> {
            if (sum[0] >= SEEN_MIN && sum[0] >= SHARE_MIN * all) {
                double perSecond = sum[0] * HotKeys.EVERY / window;
                hottest.add(new HotKey(key, perSecond, sum[0] / all, Math.min(1, sum[1] / sum[0]), (int) sum[2]));
            }
        });
        hottest.sort(Comparator.comparingDouble(HotKey::perSecond).reversed());
        return hottest.size() > most ? new ArrayList<>(hottest.subList(0, most)) : hottest;
    }
}
