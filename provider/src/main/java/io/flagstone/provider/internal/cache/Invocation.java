package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;

/**
 * {@code invoke}. The processor runs here, on a copy, once for each plan: when another client was faster it runs again
 * on what that left. Only the run whose plan holds has effects. After a few conflicts, or from the start where the
 * cache's options say so or the loader may be asked, the entry is held first.
 */
final class Invocation<K, V, T> extends Change<K, V> implements ProcessedEntry.Source<V> {

    private final CacheParts<K, V> parts;
    private final @Nullable Loads<K, V> loads;
    private final EntryProcessor<K, V, T> processor;
    private final Object[] arguments;
    private final Updates<K, V> updates;
    private boolean asked;
    private @Nullable V loaded;
    private @Nullable T result;

    /**
     * @param loads where the cache reads through, otherwise null
     */
    Invocation(
            CacheParts<K, V> parts,
            @Nullable Loads<K, V> loads,
            K key,
            EntryProcessor<K, V, T> processor,
            Object[] arguments) {
        super(parts.store().key(key));
        this.parts = parts;
        this.loads = loads;
        this.processor = processor;
        this.arguments = arguments;
        this.updates = new Updates<>(parts, key);
    }

    /** Also where the loader may be asked: absence has no token, so a change during the load could go unnoticed. */
    @Override
    boolean wantsHold(Entry seen) {
        return parts.options().lockedInvoke()
                || (loads != null && seen.state() == Entry.State.ABSENT)
                || super.wantsHold(seen);
    }

    @Override
    Plan<K, V> plan(Entry seen) {
        asked = false;
        ProcessedEntry<K, V> entry = new ProcessedEntry<>(userKey(), seen, this);
        try {
            result = processor.process(entry, arguments);
        } catch (EntryProcessorException | NotDecodable e) {
            throw e;
        } catch (RuntimeException e) {
            throw new EntryProcessorException(e);
        }
        Plan<K, V> plan = new Plan<>();
        if (seen.isLive()) {
            plan.hit();
        } else {
            plan.miss();
        }
        note(plan, entry, seen);
        return plan;
    }

    private void note(Plan<K, V> plan, ProcessedEntry<K, V> entry, Entry seen) {
        switch (entry.note()) {
            case NOTHING -> {}
            case READ -> updates.access(plan, seen);
            case LOADED -> updates.set(plan, seen, entry.newValue(), encoded(entry));
            case SET -> updates.set(plan.write(entry.newValue()), seen, entry.newValue(), encoded(entry));
            case REMOVED -> removed(plan, entry, seen);
        }
    }

    private Payload encoded(ProcessedEntry<K, V> entry) {
        return parts.store().encode(entry.newValue());
    }

    private void removed(Plan<K, V> plan, ProcessedEntry<K, V> entry, Entry seen) {
        if (seen.isLive()) {
            updates.remove(plan.delete(), seen);
            return;
        }
        if (parts.isWorthRemoving(seen)) {
            plan.remove();
        }
        if (!entry.wasSet()) {
            plan.delete();
        }
    }

    @Override
    public V stored(Entry seen) {
        return parts.value(seen);
    }

    /** Asked once in each run of the processor: what an earlier run loaded is older than what overtook it. */
    @Override
    public @Nullable V loaded(EntryKey key) {
        if (loads == null) {
            return null;
        }
        if (!asked) {
            loaded = loads.ask(key);
            asked = true;
        }
        return loaded;
    }

    /** What the processor returned. */
    @Nullable
    T result() {
        return result;
    }
}
