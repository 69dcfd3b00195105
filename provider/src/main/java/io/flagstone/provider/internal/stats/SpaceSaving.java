package io.flagstone.provider.internal.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The most frequent elements of a stream, in bounded memory. An element that comes when all counters are taken takes over
 * that of the rarest one, with its count as a possible error: so no count is too low, none is too high by more than
 * the number of elements divided by that of counters, and whatever is more frequent than that has a counter.
 *
 * <p>Source: Metwally, Agrawal, El Abbadi: Efficient Computation of Frequent and Top-k Elements in Data Streams, 2005. Not
 * for several threads at once.
 */
public final class SpaceSaving<E> {

    /**
     * How often an element came.
     *
     * @param count at most so often
     * @param error how much {@code count} may be too high
     */
    public record Count<E>(E element, long count, long error) {

        /** At least so often. */
        public long certain() {
            return count - error;
        }
    }

    private final int capacity;
    private final Map<E, Count<E>> counts;
    private long total;

    /**
     * @param capacity counters, one or more
     */
    public SpaceSaving(int capacity) {
        this.capacity = capacity;
        this.counts = new HashMap<>(2 * capacity);
    }

    /** The next element of the stream. */
    public void add(E element) {
        total++;
        Count<E> known = counts.get(element);
        if (known != null) {
            counts.put(element, new Count<>(known.element(), known.count() + 1, known.error()));
        } else if (counts.size() < capacity) {
            counts.put(element, new Count<>(element, 1, 0));
        } else {
            replaceRarest(element);
        }
    }

    private void replaceRarest(E element) {
        Count<E> rarest = null;
        for (Count<E> count : counts.values()) {
            if (rarest == null || count.count() < rarest.count()) {
                rarest = count;
            }
        }
        if (rarest != null) {
            counts.remove(rarest.element());
            counts.put(element, new Count<>(element, rarest.count() + 1, rarest.count()));
        }
    }

    /** Elements so far. */
    public long total() {
        return total;
    }

    /** All that have counters, the most frequent first. */
    public List<Count<E>> counts() {
        List<Count<E>> sorted = new ArrayList<>(counts.values());
        sorted.sort(Comparator.comparingLong((Count<E> count) -> count.count()).reversed());
        return sorted;
    }
}
