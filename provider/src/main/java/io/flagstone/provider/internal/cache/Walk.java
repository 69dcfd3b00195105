package io.flagstone.provider.internal.cache;

import io.flagstone.provider.internal.cluster.SpaceKey;
import io.flagstone.provider.internal.entry.Entry;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * The iterator of a cache. The nodes list their keys when the walk begins; entries are read in pages as it goes on, and
 * those that have gone by then are left out.
 */
final class Walk<K, V> implements Iterator<Cache.Entry<K, V>> {

    private static final int PAGE = 200;

    private final CacheParts<K, V> parts;
    private final Reads<K, V> reads;
    private final Writes<K, V> writes;
    private final List<SpaceKey> keys;
    private int nextKey;
    private final Queue<Entry> page = new ArrayDeque<>();
    private @Nullable Entry next;
    private @Nullable V nextValue;
    private @Nullable K last;

    Walk(CacheParts<K, V> parts, Reads<K, V> reads, Writes<K, V> writes) {
        this.parts = parts;
        this.reads = reads;
        this.writes = writes;
        this.keys = parts.store().list();
    }

    @Override
    public boolean hasNext() {
        parts.gate().check();
        while (next == null || reads.hasEnded(next)) {
            next = null;
            if (page.isEmpty() && !turnPage()) {
                return false;
            }
            Entry candidate = page.poll();
            if (candidate != null) {
                nextValue = reads.valueOf(candidate, parts.store().deadline());
                next = nextValue == null ? null : candidate;
            }
        }
        return true;
    }

    private boolean turnPage() {
        if (nextKey == keys.size()) {
            return false;
        }
        int end = Math.min(keys.size(), nextKey + PAGE);
        page.addAll(parts.store()
                .readListed(keys.subList(nextKey, end), parts.store().deadline()));
        nextKey = end;
        return true;
    }

    @Override
    @SuppressWarnings("unchecked") // stored under a key of the cache
    public Cache.Entry<K, V> next() {
        Entry found = next;
        V value = nextValue;
        if (hasNext()) {
            found = next;
            value = nextValue;
        } // else what hasNext promised a moment ago, even if it has ended since, or nothing
        if (found == null || value == null) {
            throw new NoSuchElementException("the walk has come to its end");
        }
        K key = (K) found.key().object();
        reads.walked(found);
        next = null;
        last = key;
        return new SimpleEntry<>(key, value);
    }

    @Override
    public void remove() {
        parts.gate().check();
        if (last == null) {
            throw new IllegalStateException("next() comes before remove()");
        }
        writes.remove(last);
        last = null;
    }
}
