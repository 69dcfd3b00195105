package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.internal.event.CacheEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one call means for one entry as it was seen: what to do with the entry, what the writer is told, and what is
 * counted and announced once that has happened. Nothing of it happens if the entry turns out to have changed.
 */
final class Plan<K, V> {

    /** What to do with the entry. */
    enum Act {
        KEEP,
        STORE,
        REMOVE
    }

    /** What to tell the writer. */
    enum Write {
        NOTHING,
        WRITE,
        DELETE
    }

    private Act act = Act.KEEP;
    private @Nullable Payload payload;
    private long end;
    private boolean moveEnd;
    private Write write = Write.NOTHING;
    private @Nullable V written;
    private int hits;
    private int misses;
    private int puts;
    private int removals;
    private final List<CacheEvent<K, V>> events = new ArrayList<>(2);

    Plan<K, V> store(Payload what, long until) {
        act = Act.STORE;
        payload = what;
        end = until;
        return this;
    }

    Plan<K, V> remove() {
        act = Act.REMOVE;
        return this;
    }

    /** The entry stays, with another end. */
    Plan<K, V> moveEnd(long until) {
        moveEnd = true;
        end = until;
        return this;
    }

    Plan<K, V> write(V value) {
        write = Write.WRITE;
        written = value;
        return this;
    }

    Plan<K, V> delete() {
        write = Write.DELETE;
        return this;
    }

    Plan<K, V> hit() {
        hits++;
        return this;
    }

    Plan<K, V> miss() {
        misses++;
        return this;
    }

    Plan<K, V> put() {
        puts++;
        return this;
    }

    Plan<K, V> removal() {
        removals++;
        return this;
    }

    /** An event, announced after those before it; null is none. */
    Plan<K, V> announce(@Nullable CacheEvent<K, V> event) {
        if (event != null) {
            events.add(event);
        }
        return this;
    }

    /** An event, announced before all others; null is none. */
    Plan<K, V> announceFirst(@Nullable CacheEvent<K, V> event) {
        if (event != null) {
            events.add(0, event);
        }
        return this;
    }

    Act act() {
        return act;
    }

    Payload payload() {
        if (payload == null) {
            throw new IllegalStateException("nothing to store");
        }
        return payload;
    }

    long end() {
        return end;
    }

    boolean movesEnd() {
        return moveEnd;
    }

    Write write() {
        return write;
    }

    V written() {
        if (written == null) {
            throw new IllegalStateException("nothing to write");
        }
        return written;
    }

    int hits() {
        return hits;
    }

    int misses() {
        return misses;
    }

    int puts() {
        return puts;
    }

    int removals() {
        return removals;
    }

    List<CacheEvent<K, V>> events() {
        return events;
    }
}
