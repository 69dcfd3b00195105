package io.flagstone.provider.internal.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/** Speaks to the application's writer: one entry at a time or many, and finds out which of them it did. */
final class WriterBridge<K, V> {

    private final CacheWriter<? super K, ? super V> writer;

    WriterBridge(CacheWriter<? super K, ? super V> writer) {
        this.writer = writer;
    }

    CacheWriter<? super K, ? super V> writer() {
        return writer;
    }

    /** What one change wants written. */
    record Order<K, V>(K key, Plan<K, V> plan) {}

    /** Which orders were not carried out, by position, and why; the cause is null when all were. */
    record Result(Set<Integer> undone, @Nullable CacheWriterException cause) {}

    /** Tells the writer each order by its own call. */
    Result oneByOne(List<Order<K, V>> orders) {
        Set<Integer> undone = new HashSet<>();
        CacheWriterException cause = null;
        for (int i = 0; i < orders.size(); i++) {
            try {
                tell(orders.get(i));
            } catch (RuntimeException e) {
                undone.add(i);
                cause = cause == null ? wrapped(e) : cause;
            }
        }
        return new Result(undone, cause);
    }

    private void tell(Order<K, V> order) {
        if (order.plan().write() == Plan.Write.DELETE) {
            writer.delete(order.key());
        } else {
            writer.write(new SimpleEntry<>(order.key(), order.plan().written()));
        }
    }

    /** Tells the writer all orders at once. What it leaves in the collection when it throws was not done. */
    Result together(List<Order<K, V>> orders) {
        boolean deletes = orders.get(0).plan().write() == Plan.Write.DELETE;
        return deletes ? deleteAll(orders) : writeAll(orders);
    }

    private Result deleteAll(List<Order<K, V>> orders) {
        Collection<Object> keys = new ArrayList<>();
        orders.forEach(order -> keys.add(order.key()));
        try {
            writer.deleteAll(keys);
            return new Result(Set.of(), null);
        } catch (RuntimeException e) {
            Set<Object> left = new HashSet<>(keys);
            return new Result(positions(orders, left), wrapped(e));
        }
    }

    private Result writeAll(List<Order<K, V>> orders) {
        Collection<Cache.Entry<? extends K, ? extends V>> entries = new ArrayList<>();
        orders.forEach(
                order -> entries.add(new SimpleEntry<>(order.key(), order.plan().written())));
        try {
            @SuppressWarnings({"unchecked", "rawtypes"}) // the writer takes supertypes of what the collection holds
            CacheWriter<K, V> typed = (CacheWriter) writer;
            typed.writeAll(entries);
            return new Result(Set.of(), null);
        } catch (RuntimeException e) {
            Set<Object> left = new HashSet<>();
            entries.forEach(entry -> left.add(entry.getKey()));
            return new Result(positions(orders, left), wrapped(e));
        }
    }

    private Set<Integer> positions(List<Order<K, V>> orders, Set<Object> keys) {
        Set<Integer> positions = new HashSet<>();
        for (int i = 0; i < orders.size(); i++) {
            if (keys.contains(orders.get(i).key())) {
                positions.add(i);
            }
        }
        return positions;
    }

    private static CacheWriterException wrapped(RuntimeException e) {
        return e instanceof CacheWriterException known ? known : new CacheWriterException("the cache writer failed", e);
    }
}
