package io.flagstone.provider.promise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/** The application's database, with hooks that run inside its calls. */
final class Store implements CacheLoader<String, String>, CacheWriter<String, String> {

    final Map<String, String> rows = new ConcurrentHashMap<>();
    final List<String> writes = new CopyOnWriteArrayList<>();
    final List<String> loads = new CopyOnWriteArrayList<>();
    final List<Collection<String>> bulkLoads = new CopyOnWriteArrayList<>();

    /** Runs after a row has been read and before it is handed out. */
    volatile Consumer<String> afterRead = key -> {};

    /** Runs before a row is written; what it throws is the writer's failure. */
    volatile Consumer<String> beforeWrite = key -> {};

    /** A configuration that reads and writes through. */
    MutableConfiguration<String, String> through() {
        return reading()
                .setWriteThrough(true)
                .setCacheWriterFactory(new FactoryBuilder.SingletonFactory<CacheWriter<String, String>>(this));
    }

    /** A configuration that reads through. */
    MutableConfiguration<String, String> reading() {
        return new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setReadThrough(true)
                .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<CacheLoader<String, String>>(this));
    }

    /** A configuration that writes through and never loads. */
    MutableConfiguration<String, String> writing() {
        return through().setReadThrough(false);
    }

    @Override
    public @Nullable String load(String key) {
        loads.add(key);
        String row = rows.get(key);
        afterRead.accept(key);
        return row;
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
        Map<String, String> found = new HashMap<>();
        List<String> asked = new ArrayList<>();
        for (String key : keys) {
            asked.add(key);
            String row = rows.get(key);
            if (row != null) {
                found.put(key, row);
            }
        }
        bulkLoads.add(asked);
        asked.forEach(afterRead);
        return found;
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends String> entry) {
        beforeWrite.accept(entry.getKey());
        writes.add(entry.getKey() + "=" + entry.getValue());
        rows.put(entry.getKey(), entry.getValue());
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {
        RuntimeException first = null;
        for (Iterator<Cache.Entry<? extends String, ? extends String>> rest = entries.iterator(); rest.hasNext(); ) {
            try {
                write(rest.next());
                rest.remove();
            } catch (CacheWriterException e) {
                first = e;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public void delete(Object key) {
        beforeWrite.accept((String) key);
        writes.add("-" + key);
        rows.remove(key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        RuntimeException first = null;
        for (Iterator<?> rest = keys.iterator(); rest.hasNext(); ) {
            try {
                delete(rest.next());
                rest.remove();
            } catch (CacheWriterException e) {
                first = e;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
