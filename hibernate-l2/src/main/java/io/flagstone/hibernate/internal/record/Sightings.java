package io.flagstone.hibernate.internal.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When this JVM first saw which tombstone. A transaction that began later, by this JVM's own monotonic clock, began
 * after the change that the tombstone stands for, whatever its isolation; so it may fill. No clocks of two JVMs are
 * compared.
 */
public final class Sightings {

    /** Those forgotten are seen for the first time once more, which costs a miss. A guess: 2 MB at the most. */
    private static final int MOST = 20_000;

    private final Map<Long, Long> first = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Long> eldest) {
            return size() > MOST;
        }
    };

    /** Takes note of a tombstone that is there now. */
    synchronized void note(long tombstone) {
        first.putIfAbsent(tombstone, System.nanoTime());
    }

    /** Whether this JVM saw the tombstone before that moment of {@link System#nanoTime()}. */
    synchronized boolean before(long tombstone, long nanos) {
        @Nullable Long seen = first.get(tombstone);
        return seen != null && seen - nanos < 0;
    }
}
