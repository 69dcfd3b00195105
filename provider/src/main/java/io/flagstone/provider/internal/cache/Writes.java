package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.internal.entry.Expiry;
import io.flagstone.provider.internal.entry.Move;
import io.flagstone.provider.internal.entry.PassedOver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls that change one entry. */
final class Writes<K, V> {

    private final CacheParts<K, V> parts;
    private final Changes<K, V> changes;

    Writes(CacheParts<K, V> parts, Changes<K, V> changes) {
        this.parts = parts;
        this.changes = changes;
    }

    void put(K key, V value) {
        if (mayPutBlindly()) {
            putBlindly(key, value);
        } else {
            putWithOpenEyes(key, value, parts.store().deadline());
        }
    }

    /** Nobody asks what was there before: not the expiry policy, no listener, no writer, no processor that holds it. */
    boolean mayPutBlindly() {
        return parts.expiry().sameForAllWrites()
                && !parts.options().lockedInvoke()
                && parts.writer() == null
                && !parts.events().isAnybodyThere();
    }

    private void putBlindly(K key, V value) {
        EntryKey entryKey = parts.store().key(key);
        Move move = blindMove(entryKey, parts.store().encode(value));
        if (move == null) {
            putWithOpenEyes(key, value, parts.store().deadline());
            return;
        }
        Deadline deadline = parts.store().deadline();
        parts.store().run(move, deadline);
        concludeBlind(List.of(move), deadline);
    }

    /** What is over at once is a put only where something was there. */
    void putWithOpenEyes(K key, V value, Deadline deadline) {
        changes.run(new Put<>(parts, key, value), deadline);
    }

    /** The move of a blind put, or null when what is put is over at once. */
    @Nullable
    Move blindMove(EntryKey key, Payload payload) {
        long end = parts.expiry().creation(parts.store().now());
        return end == Expiry.AT_ONCE ? null : Move.storeBlindly(key, payload, end);
    }

    /**
     * Counts the puts.
     *
     * @throws FlagstoneException when some failed and the cache's policy does not let that pass: that of the first of them
     */
    void concludeBlind(Collection<Move> moves, Deadline deadline) {
        FlagstoneException first = null;
        List<PassedOver> passed = new ArrayList<>(0);
        int puts = 0;
        for (Move move : moves) {
            if (move.isDone()) {
                puts++;
            } else if (Changes.passes(parts.options().failure(), move.failure())) {
                passed.add(PassedOver.of(move));
            } else {
                first = first == null ? move.failure() : first;
            }
        }
        if (!passed.isEmpty()) {
            parts.store().passOver(passed, deadline);
        }
        parts.counters().puts(puts + passed.size());
        if (first != null) {
            throw first;
        }
    }

    @Nullable
    V getAndPut(K key, V value) {
        parts.store().checkDecides("getAndPut");
        Put<K, V> put = new Put<>(parts, key, value).counted();
        changes.run(put);
        return put.before();
    }

    boolean putIfAbsent(K key, V value) {
        parts.store().checkDecides("putIfAbsent");
        PutIfAbsent<K, V> put = new PutIfAbsent<>(parts, key, value);
        changes.run(put);
        return put.happened();
    }

    boolean remove(K key) {
        Remove<K, V> remove = new Remove<>(parts, parts.store().key(key));
        changes.run(remove);
        return remove.happened();
    }

    boolean remove(K key, V expected) {
        parts.store().checkDecides("remove(key, value)");
        RemoveIfEqual<K, V> remove = new RemoveIfEqual<>(parts, key, expected);
        changes.run(remove);
        return remove.happened();
    }

    @Nullable
    V getAndRemove(K key) {
        parts.store().checkDecides("getAndRemove");
        Remove<K, V> remove = new Remove<>(parts, parts.store().key(key)).counted();
        changes.run(remove);
        return remove.before();
    }

    boolean replace(K key, V value) {
        parts.store().checkDecides("replace");
        Replace<K, V> replace = new Replace<>(parts, key, null, value);
        changes.run(replace);
        return replace.happened();
    }

    boolean replace(K key, V expected, V value) {
        parts.store().checkDecides("replace");
        Replace<K, V> replace = new Replace<>(parts, key, expected, value);
        changes.run(replace);
        return replace.happened();
    }

    @Nullable
    V getAndReplace(K key, V value) {
        parts.store().checkDecides("getAndReplace");
        Replace<K, V> replace = new Replace<>(parts, key, null, value).returning();
        changes.run(replace);
        return replace.before();
    }

    /** An entry that was found expired goes, if anybody wants to hear of that. */
    void purge(EntryKey key, Deadline deadline) {
        Change<K, V> nothing = new Change<>(key) {
            @Override
            Plan<K, V> plan(Entry seen) {
                return new Plan<>();
            }
        };
        changes.runAll(List.of(nothing), false, deadline);
        RuntimeException failure = nothing.failure();
        boolean passes = failure instanceof FlagstoneException e
                && Changes.passes(parts.options().failure(), e);
        if (failure != null && !passes) {
            throw failure;
        }
    }
}
