package io.flagstone.provider.internal.cache;

import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import javax.cache.CacheException;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/** {@code loadAll}, in the background. What changes while the loader is at work is newer than what it brings. */
final class LoadAll<K, V> {

    /** Keys that are claimed and loaded together; each part has the whole lease for itself. */
    private static final int PART = 500;

    private final CacheParts<K, V> parts;
    private final Loads<K, V> loads;
    private final Fills<K, V> fills;

    LoadAll(CacheParts<K, V> parts, Loads<K, V> loads, Fills<K, V> fills) {
        this.parts = parts;
        this.loads = loads;
        this.fills = fills;
    }

    /** Starts; the listener is told when it is over. */
    void start(Set<? extends K> keys, boolean replace, @Nullable CompletionListener listener) {
        List<EntryKey> wanted = new ArrayList<>();
        keys.forEach(key -> wanted.add(parts.store().key(key)));
        int pass = parts.gate().enter();
        try {
            parts.executor().execute(() -> {
                Exception failure = outcome(wanted, replace);
                parts.gate().leave(pass);
                tell(listener, failure);
            });
        } catch (RejectedExecutionException e) {
            parts.gate().leave(pass);
            throw new CacheException("loadAll cannot be started: the cache manager is being closed", e);
        }
    }

    /** What it failed of, or null. An Error, too: the listener may be all that anybody waits for. */
    private @Nullable Exception outcome(List<EntryKey> wanted, boolean replace) {
        try {
            run(wanted, replace);
            return null;
        } catch (CacheException e) {
            return e;
        } catch (RuntimeException e) {
            return new CacheException("loadAll failed", e);
        } catch (Error e) {
            return new CacheLoaderException("the cache loader failed", e);
        }
    }

    private void run(List<EntryKey> wanted, boolean replace) {
        for (int from = 0; from < wanted.size(); from += PART) {
            runPart(wanted.subList(from, Math.min(wanted.size(), from + PART)), replace);
        }
    }

    private void runPart(List<EntryKey> wanted, boolean replace) {
        List<Entry> entries = new ArrayList<>();
        Deadline deadline = parts.store().deadline();
        for (Entry entry : loads.readOrClaimAll(wanted, deadline)) {
            if (entry.state() == Entry.State.UNREACHABLE
                    && !Changes.passes(parts.options().failure(), entry.failure())) {
                throw entry.failure();
            }
            if (replace || !entry.visible().isLive()) {
                entries.add(entry);
            }
        }
        if (entries.isEmpty()) {
            return;
        }
        Map<K, V> answer;
        long asked = System.nanoTime();
        try {
            answer = loads.askAll(entries.stream().map(Entry::key).toList());
        } catch (RuntimeException | Error e) {
            deadline.leaveOut(System.nanoTime() - asked);
            fills.giveUp(entries, deadline);
            throw e;
        }
        deadline.leaveOut(System.nanoTime() - asked);
        fills.fillAll(entries, answer, deadline);
    }

    private static void tell(@Nullable CompletionListener listener, @Nullable Exception failure) {
        if (listener == null) {
            return;
        }
        if (failure == null) {
            listener.onCompletion();
        } else {
            listener.onException(failure);
        }
    }
}
