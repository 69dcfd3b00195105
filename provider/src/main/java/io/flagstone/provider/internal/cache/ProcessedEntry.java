package io.flagstone.provider.internal.cache;

import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * What an entry processor works on: a copy of the entry as it was seen. What the processor does is noted here and done
 * once it has returned.
 */
final class ProcessedEntry<K, V> implements MutableEntry<K, V> {

    /** What has been noted; of several changes only the last counts. */
    enum Note {
        NOTHING,
        READ,
        LOADED,
        SET,
        REMOVED
    }

    /** Where values come from. */
    interface Source<V> {

        /** The value of the entry as seen. */
        V stored(Entry seen);

        /** What the loader has for the key, or null. */
        @Nullable
        V loaded(EntryKey key);
    }

    private final K key;
    private final Entry seen;
    private final Source<V> source;
    private @Nullable V value;
    private Note note = Note.NOTHING;
    private boolean set;

    ProcessedEntry(K key, Entry seen, Source<V> source) {
        this.key = key;
        this.seen = seen;
        this.source = source;
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public boolean exists() {
        return switch (note) {
            case REMOVED -> false;
            case SET, LOADED -> true;
            default -> seen.isLive();
        };
    }

    @Override
    @SuppressWarnings("NullAway") // JCache's own type says nothing of null, its text does
    public V getValue() {
        if (note == Note.NOTHING) {
            read();
        }
        return value;
    }

    private void read() {
        if (seen.isLive()) {
            value = source.stored(seen);
            note = Note.READ;
            return;
        }
        value = source.loaded(seen.key());
        if (value != null) {
            note = Note.LOADED;
        }
    }

    @Override
    public void setValue(V newValue) {
        if (newValue == null) {
            throw new NullPointerException("a cache holds no null values");
        }
        value = newValue;
        note = Note.SET;
        set = true;
    }

    @Override
    public void remove() {
        value = null;
        note = Note.REMOVED;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("an entry of Flagstone is no " + type.getName());
    }

    Note note() {
        return note;
    }

    /** Whether a value was set, even if it was removed again. */
    boolean wasSet() {
        return set;
    }

    /** The value that was set or loaded. */
    V newValue() {
        if (value == null) {
            throw new IllegalStateException("no value was set");
        }
        return value;
    }
}
