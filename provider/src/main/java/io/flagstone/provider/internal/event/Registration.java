package io.flagstone.provider.internal.event;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** A listener with its filter, as a configuration made them. Asynchronous ones have a queue of their own. */
final class Registration<K, V> {

    private static final System.Logger LOG = System.getLogger(Registration.class.getName());

    private final CacheEntryListenerConfiguration<K, V> configuration;
    private final CacheEntryListener<? super K, ? super V> listener;
    private final @Nullable CacheEntryEventFilter<? super K, ? super V> filter;
    private final Executor executor;
    private final Queue<CacheEvent<K, V>> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    /**
     * @param executor runs asynchronous listeners
     */
    Registration(CacheEntryListenerConfiguration<K, V> configuration, Executor executor) {
        this.configuration = configuration;
        this.listener = configuration.getCacheEntryListenerFactory().create();
        var filterFactory = configuration.getCacheEntryEventFilterFactory();
        this.filter = filterFactory == null ? null : filterFactory.create();
        this.executor = executor;
    }

    CacheEntryListenerConfiguration<K, V> configuration() {
        return configuration;
    }

    boolean isSynchronous() {
        return configuration.isSynchronous();
    }

    boolean hears(EventType type) {
        return switch (type) {
            case CREATED -> listener instanceof CacheEntryCreatedListener;
            case UPDATED -> listener instanceof CacheEntryUpdatedListener;
            case REMOVED -> listener instanceof CacheEntryRemovedListener;
            case EXPIRED -> listener instanceof CacheEntryExpiredListener;
        };
    }

    /**
     * Tells the listener, if the filter lets the event pass.
     *
     * @throws CacheEntryListenerException what listener or filter threw
     */
    void tell(CacheEvent<K, V> event) {
        try {
            if (filter == null || filter.evaluate(event)) {
                deliver(event);
            }
        } catch (CacheEntryListenerException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // also an Error, of an assertion say: the events behind it still have to be told
            throw new CacheEntryListenerException(e);
        }
    }

    @SuppressWarnings("unchecked") // hears() has checked which listener it is
    private void deliver(CacheEvent<K, V> event) {
        Iterable<CacheEntryEvent<? extends K, ? extends V>> events = List.of(event);
        switch (event.getEventType()) {
            case CREATED -> ((CacheEntryCreatedListener<K, V>) listener).onCreated(events);
            case UPDATED -> ((CacheEntryUpdatedListener<K, V>) listener).onUpdated(events);
            case REMOVED -> ((CacheEntryRemovedListener<K, V>) listener).onRemoved(events);
            case EXPIRED -> ((CacheEntryExpiredListener<K, V>) listener).onExpired(events);
        }
    }

    /** Tells an asynchronous listener later, after all that it has been promised before. */
    void tellLater(CacheEvent<K, V> event) {
        synchronized (waiting) {
            if (closed) {
                return;
            }
            waiting.add(event);
            if (running) {
                return;
            }
            running = true;
        }
        executor.execute(this::work);
    }

    private void work() {
        CacheEvent<K, V> event;
        while ((event = next()) != null) {
            try {
                tell(event);
            } catch (CacheEntryListenerException e) {
                LOG.log(System.Logger.Level.WARNING, "an asynchronous cache listener failed", e);
            }
        }
    }

    private @Nullable CacheEvent<K, V> next() {
        synchronized (waiting) {
            CacheEvent<K, V> event = waiting.poll();
            running = event != null;
            return event;
        }
    }

    /** Closes listener and filter where they can be closed. What has not been told by now is not told any more. */
    void close() throws IOException {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
        if (listener instanceof Closeable closeable) {
            closeable.close();
        }
        if (filter instanceof Closeable closeable) {
            closeable.close();
        }
    }
}
