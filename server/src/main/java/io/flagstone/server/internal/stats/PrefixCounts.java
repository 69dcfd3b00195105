package io.flagstone.server.internal.stats;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What classic commands and binary requests do, by the part of the key before the first delimiter. Off, it costs one look at a flag; on, an
 * object for each request. Keys without the delimiter are not counted, nor prefixes beyond {@link #PREFIXES_MAX}.
 */
public final class PrefixCounts {
    /** Prefixes that are told apart; clients choose them, so there must be an end to it. */
    public static final int PREFIXES_MAX = 65_536;

    /** The counts of one prefix. */
    public static final class Counts {
        private final LongAdder gets = new LongAdder();
        private final LongAdder hits = new LongAdder();
        private final LongAdder sets = new LongAdder();
        private final LongAdder deletes = new LongAdder();

        @Override
        public String toString() {
            return "get " + gets.sum() + " hit " + hits.sum() + " set " + sets.sum() + " del " + deletes.sum();
        }
    }

    private final byte delimiter;
    private final Map<String, Counts> counts = new ConcurrentHashMap<>();
    private volatile boolean enabled;

    /** Counts, from now on or from when they are switched on. */
    public PrefixCounts(char delimiter, boolean enabled) {
        this.delimiter = (byte) delimiter;
        this.enabled = enabled;
    }

    /** Whether requests are to be counted. */
    public boolean enabled() {
        return enabled;
    }

    /** Switches counting on or off; what was counted stays. */
    public void enabled(boolean is) {
        enabled = is;
    }

    /** A key was asked for. */
    public void get(byte[] key, int from, int length, boolean found) {
        Counts of = enabled ? of(key, from, length) : null;
        if (of != null) {
            of.gets.increment();
            if (found) {
                of.hits.increment();
            }
        }
    }

    /** An item was sent for storing. */
    public void set(byte[] key, int from, int length) {
        Counts of = enabled ? of(key, from, length) : null;
        if (of != null) {
            of.sets.increment();
        }
    }

    /** A key was to be removed. */
    public void delete(byte[] key, int from, int length) {
        Counts of = enabled ? of(key, from, length) : null;
        if (of != null) {
            of.deletes.increment();
        }
    }

    private @Nullable Counts of(byte[] key, int from, int length) {
        int end = from;
        while (end < from + length && key[end] != delimiter) {
            end++;
        }
        if (end == from + length) {
            return null;
        }
        String prefix = new String(key, from, end - from, StandardCharsets.ISO_8859_1);
        Counts known = counts.get(prefix);
        if (known != null || counts.size() >= PREFIXES_MAX) {
            return known;
        }
        return counts.computeIfAbsent(prefix, fresh -> new Counts());
    }

    /** What was counted in memcached's words, a line a prefix, in the order of prefixes. */
    public List<byte[]> lines() {
        List<byte[]> lines = new ArrayList<>();
        // A prefix holds one character a byte.
        new TreeMap<>(counts)
                .forEach((prefix, of) ->
                        lines.add(("PREFIX " + prefix + " " + of + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
        return lines;
    }

    /** Counts from zero again. */
    public void reset() {
        counts.clear();
    }
}
