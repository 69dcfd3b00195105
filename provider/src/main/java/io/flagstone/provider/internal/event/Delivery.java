package io.flagstone.provider.internal.event;

import java.util.List;
import javax.cache.event.CacheEntryListenerException;
import org.jspecify.annotations.Nullable;

/** One event on its way to the synchronous listeners that hear it. */
final class Delivery<K, V> {

    private final CacheEvent<K, V> event;
    private final List<Registration<K, V>> listeners;
    private volatile boolean done;
    private volatile @Nullable CacheEntryListenerException failure;

    Delivery(CacheEvent<K, V> event, List<Registration<K, V>> listeners) {
        this.event = event;
        this.listeners = listeners;
    }

    /** Tells all listeners, whichever of them fail. */
    void run() {
        Inside.enter();
        try {
            for (Registration<K, V> listener : listeners) {
                tell(listener);
            }
        } finally {
            Inside.leave();
            done = true;
        }
    }

    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself, the very same object
    private void tell(Registration<K, V> listener) {
        try {
            listener.tell(event);
        } catch (CacheEntryListenerException e) {
            CacheEntryListenerException first = failure;
            if (first == null) {
                failure = e;
            } else if (first != e) {
                first.addSuppressed(e);
            }
        }
    }

    boolean isDone() {
        return done;
    }

    /** What the listeners threw, for the caller whose change it was. */
    @Nullable
    CacheEntryListenerException failure() {
        return failure;
    }
}
