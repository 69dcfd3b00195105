package io.flagstone.provider.internal.cache;

import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.cluster.SpaceKey;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.internal.entry.Move;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.event.EventType;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** The calls that change many entries: pipelined to every node, the writer told once for each part of them. */
final class Bulk<K, V> {

    /** Entries that are locked, held and sent together. A guess: enough to pipeline, few enough to let others through. */
    private static final int PART = 500;

    private final CacheParts<K, V> parts;
    private final Changes<K, V> changes;
    private final Writes<K, V> writes;

    Bulk(CacheParts<K, V> parts, Changes<K, V> changes, Writes<K, V> writes) {
        this.parts = parts;
        this.changes = changes;
        this.writes = writes;
    }

    void putAll(Map<? extends K, ? extends V> map) {
        if (writes.mayPutBlindly()) {
            putAllBlindly(map);
            return;
        }
        Map<EntryKey, Put<K, V>> puts = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            Put<K, V> put = new Put<>(parts, key, value);
            puts.put(put.key(), put);
        });
        runAll(puts.values());
    }

    private void putAllBlindly(Map<? extends K, ? extends V> map) {
        Deadline deadline = parts.store().deadline(map.size());
        Map<EntryKey, Move> moves = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            EntryKey entryKey = parts.store().key(key);
            Move move = writes.blindMove(entryKey, parts.store().encode(value));
            if (move != null) {
                moves.put(entryKey, move);
            } else {
                writes.putWithOpenEyes(key, value, deadline);
            }
        });
        parts.store().runAll(new ArrayList<>(moves.values()), deadline);
        writes.concludeBlind(moves.values(), deadline);
    }

    void removeAll(Set<? extends K> keys) {
        Map<EntryKey, Remove<K, V>> removes = new LinkedHashMap<>();
        for (K key : keys) {
            EntryKey entryKey = parts.store().key(key);
            removes.put(entryKey, new Remove<>(parts, entryKey));
        }
        runAll(removes.values());
    }

    /** Removes every entry that the nodes list, with all that a removal means; all at once where nobody lists them. */
    void removeAll() {
        if (!parts.store().listsKeys()) {
            removeAllUnlisted();
            return;
        }
        parts.store().endWarmUps();
        RuntimeException first = null;
        for (List<SpaceKey> part : parts(parts.store().list())) {
            Deadline deadline = parts.store().deadline();
            List<Remove<K, V>> removes = new ArrayList<>();
            for (Entry entry : parts.store().readListed(part, deadline)) {
                removes.add(new Remove<>(parts, entry.key()));
            }
            try {
                changes.runAll(removes, true, deadline);
                throwFirst(removes);
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            }
        }
        passOrThrow(parts.store().clearCopies());
        if (first != null) {
            throw first;
        }
    }

    /** Nobody can be told which entries these were, so nobody may want to know. They are not counted either. */
    private void removeAllUnlisted() {
        if (parts.writer() != null || parts.events().isHeard(EventType.REMOVED)) {
            throw new UnsupportedOperationException(
                    "removeAll() has to tell "
                            + (parts.writer() != null ? "the writer" : "listeners")
                            + " of each entry, and behind an endpoint (" + ManagerSetting.PLACEMENT.key()
                            + "=endpoint) nobody lists the keys of all nodes; use removeAll(keys), or clear(), which tells nobody");
        }
        clear(false);
    }

    /**
     * Carries out all changes, whichever of them fail.
     *
     * @throws RuntimeException what the first of them failed of
     */
    private void runAll(Collection<? extends Change<K, V>> all) {
        for (List<? extends Change<K, V>> part : parts(List.copyOf(all))) {
            changes.runAll(part, true, parts.store().deadline());
        }
        throwFirst(all);
    }

    private static void throwFirst(Collection<? extends Change<?, ?>> all) {
        for (Change<?, ?> change : all) {
            RuntimeException failure = change.failure();
            if (failure != null) {
                throw failure;
            }
        }
    }

    private static <T> List<List<T>> parts(List<T> all) {
        List<List<T>> lists = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PART) {
            lists.add(all.subList(from, Math.min(all.size(), from + PART)));
        }
        return lists;
    }

    /** One step per node where entries have a generation, key by key where they are bare; nobody is told. */
    void clear(boolean plain) {
        passOrThrow(plain ? clearKeyByKey() : parts.store().clear());
    }

    private void passOrThrow(List<FlagstoneException> failures) {
        for (FlagstoneException failure : failures) {
            if (!Changes.passes(parts.options().failure(), failure)) {
                throw failure;
            }
        }
    }

    private List<FlagstoneException> clearKeyByKey() {
        List<FlagstoneException> failures = new ArrayList<>();
        for (List<SpaceKey> part : parts(parts.store().list())) {
            Deadline deadline = parts.store().deadline();
            List<Move> moves = parts.store().readListed(part, deadline).stream()
                    .map(Move::remove)
                    .toList();
            parts.store().runAll(moves, deadline);
            for (Move move : moves) {
                if (move.outcome() == Move.Outcome.FAILED || move.outcome() == Move.Outcome.UNKNOWN) {
                    failures.add(move.failure());
                }
            }
        }
        return failures;
    }

    <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, @Nullable Loads<K, V> loads, EntryProcessor<K, V, T> processor, Object[] arguments) {
        parts.store().checkDecides("invokeAll");
        Map<K, Invocation<K, V, T>> invocations = new LinkedHashMap<>();
        keys.forEach(key -> invocations.put(key, new Invocation<>(parts, loads, key, processor, arguments)));
        for (List<Invocation<K, V, T>> part : parts(List.copyOf(invocations.values()))) {
            changes.runAll(part, false, parts.store().deadline());
        }
        Map<K, EntryProcessorResult<T>> results = new HashMap<>();
        invocations.forEach((key, invocation) -> {
            EntryProcessorResult<T> result = result(invocation);
            if (result != null) {
                results.put(key, result);
            }
        });
        return results;
    }

    private static <T> @Nullable EntryProcessorResult<T> result(Invocation<?, ?, T> invocation) {
        RuntimeException failure = invocation.failure();
        if (failure != null) {
            return () -> {
                throw failure instanceof EntryProcessorException known ? known : new EntryProcessorException(failure);
            };
        }
        T result = invocation.result();
        return result == null ? null : () -> result;
    }
}
