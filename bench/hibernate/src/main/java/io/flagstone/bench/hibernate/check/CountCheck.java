package io.flagstone.bench.hibernate.check;

import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Read;
import io.flagstone.bench.hibernate.log.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A cached count of a bucket to which rows are only added: invariants 7, 5 and, where it is too high, 3. */
final class CountCheck {

    private final String key;
    private final List<Write> inserts;
    private final long[] ends;
    private final long[] starts;
    private final Causes causes;
    private final List<Violation> found;

    CountCheck(String key, List<Write> writes, Causes causes, List<Violation> found) {
        this.key = key;
        this.causes = causes;
        this.found = found;
        inserts = writes.stream()
                .filter(write -> write.outcome() == Outcome.OK)
                .sorted(Comparator.comparingLong(Write::end))
                .toList();
        ends = inserts.stream().mapToLong(Write::end).toArray();
        starts = writes.stream()
                .filter(Write::perhaps)
                .mapToLong(Write::start)
                .sorted()
                .toArray();
    }

    void check(List<Read> reads) {
        Map<Integer, Long> last = new HashMap<>();
        Map<Integer, Long> lastEnd = new HashMap<>();
        List<Read> byStart = new ArrayList<>(reads);
        byStart.sort(Comparator.comparingLong(Read::start));
        for (Read read : byStart) {
            int finished = before(ends, read.start());
            if (read.value() < finished) {
                long late = read.start() - ends[(int) Math.max(0, read.value())];
                add(
                        Invariant.QUERIES,
                        read,
                        late,
                        finished + " had been inserted",
                        cause(read, finished - read.value()));
            }
            if (read.value() > before(starts, read.end() + 1)) {
                add(Invariant.COMMITTED, read, 0, "more than were ever inserted", null);
            }
            long earlier = last.getOrDefault(read.worker(), 0L);
            if (read.value() < earlier && lastEnd.getOrDefault(read.worker(), Long.MAX_VALUE) < read.start()) {
                add(Invariant.MONOTONE, read, 0, earlier + " had been counted", cause(read, earlier - read.value()));
            } else if (read.value() >= earlier) {
                last.put(read.worker(), read.value());
                lastEnd.put(read.worker(), read.end());
            }
        }
    }

    private static int before(long[] times, long time) {
        int place = Arrays.binarySearch(times, time);
        if (place < 0) {
            return -place - 1;
        }
        while (place > 0 && times[place - 1] == time) {
            place--;
        }
        return place;
    }

    /** A window that explains as many inserts as are missing. */
    private @Nullable Window cause(Read read, long missing) {
        Window window = null;
        long explained = 0;
        for (Write insert : inserts) {
            Window of = insert.start() <= read.end() ? causes.of(insert, read.start()) : null;
            if (of != null) {
                window = of;
                explained++;
            }
        }
        return explained >= missing ? window : null;
    }

    private void add(Invariant invariant, Read read, long age, String text, @Nullable Window window) {
        found.add(new Violation(invariant, read.worker(), key, read.value(), read.start(), age, text, window));
    }
}
