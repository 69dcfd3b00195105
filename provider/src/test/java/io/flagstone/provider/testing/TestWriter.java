package io.flagstone.provider.testing;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;

/** A store of record: writes into a map, remembers what it was told, and fails at the keys that a test names. */
public final class TestWriter implements CacheWriter<String, String> {

    private final Map<String, String> store = new ConcurrentHashMap<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> before = key -> {};

    /** Done with every key before it is written; may throw. */
    public TestWriter before(Consumer<String> reaction) {
        before = reaction;
        return this;
    }

    /** What is in the store. */
    public Map<String, String> store() {
        return store;
    }

    /** What it was told, as {@code write k}, {@code delete k}, {@code writeAll}, {@code deleteAll}. */
    public List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
        told.add("write " + entry.getKey());
        writeNow(entry);
    }

    private void writeNow(Cache.Entry<? extends String, ? extends String> entry) {
        before.accept(entry.getKey());
        store.put(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
        told.add("writeAll");
        CacheWriterException failure = null;
        for (Iterator<Cache.Entry<? extends String, ? extends String>> all = entries.iterator(); all.hasNext(); ) {
            try {
                writeNow(all.next());
                all.remove();
            } catch (CacheWriterException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void delete(Object key) {
        told.add("delete " + key);
        deleteNow(key);
    }

    private void deleteNow(Object key) {
        before.accept((String) key);
        store.remove(key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        told.add("deleteAll");
        CacheWriterException failure = null;
        for (Iterator<?> all = keys.iterator(); all.hasNext(); ) {
            try {
                deleteNow(all.next());
                all.remove();
            } catch (CacheWriterException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
