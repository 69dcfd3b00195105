package io.flagstone.bench.hibernate.check;

import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Read;
import io.flagstone.bench.hibernate.log.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All writes of one key, whose numbers are in the order of their commits. */
final class Register {

    private final Map<Long, Write> byNumber = new HashMap<>();
    /** Those that are in the database, and those that may be. */
    private final NavigableMap<Long, Write> perhaps = new TreeMap<>();
    /** The latest number that was committed by a time. */
    private final NavigableMap<Long, Long> latest = new TreeMap<>();

    /**
     * Of one key's writes.
     *
     * @param seen numbers that were read: an unknown outcome is known by that
     */
    Register(List<Write> writes, Set<Long> seen) {
        List<Write> committed = new ArrayList<>();
        for (Write write : writes) {
            // two may try the same number of a counter, of which one succeeds
            if (write.perhaps()) {
                byNumber.put(write.number(), write);
                perhaps.put(write.number(), write);
            } else {
                byNumber.putIfAbsent(write.number(), write);
            }
            if (write.outcome() == Outcome.OK
                    || (write.outcome() == Outcome.UNKNOWN && seen.contains(write.number()))) {
                committed.add(write);
            }
        }
        committed.sort(Comparator.comparingLong(Write::end));
        long most = Long.MIN_VALUE;
        for (Write write : committed) {
            most = Math.max(most, write.number());
            latest.put(write.end(), most);
        }
    }

    @Nullable
    Write write(long number) {
        return byNumber.get(number);
    }

    /** The latest write that had been committed before a time; null if there was none. */
    @Nullable
    Write latestBefore(long time) {
        Map.Entry<Long, Long> entry = latest.lowerEntry(time);
        return entry == null ? null : byNumber.get(entry.getValue());
    }

    /** Committed or perhaps so, with numbers above one and up to another. */
    List<Write> between(long above, long upTo) {
        return above >= upTo
                ? List.of()
                : List.copyOf(perhaps.subMap(above, false, upTo, true).values());
    }

    /** Whether a read may have found the thing gone, or there, whichever is asked. */
    boolean mayBe(boolean absent, Read read) {
        Write before = latestBefore(read.start());
        if (before == null ? absent : before.absent() == absent) {
            return true;
        }
        long above = before == null ? Long.MIN_VALUE : before.number();
        return perhaps.tailMap(above, false).values().stream()
                .anyMatch(write -> write.absent() == absent && write.start() <= read.end());
    }

    /** The number of the last state of this kind before a write; what a stale read of that state has read. */
    long lastNumber(boolean absent, Write before) {
        return perhaps.headMap(before.number(), false).descendingMap().values().stream()
                .filter(write -> write.absent() == absent)
                .map(Write::number)
                .findFirst()
                .orElse(0L);
    }
}
