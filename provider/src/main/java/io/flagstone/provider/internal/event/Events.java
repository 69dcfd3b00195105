package io.flagstone.provider.internal.event;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of one cache. Events of one key reach every listener in the order of the commits. A synchronous
 * listener has been told when the call that made the change returns; inside a listener that promise gives way to the
 * order: a change made there is told after the one being told.
 */
public final class Events<K, V> implements Closeable {

    private static final int LANES = 64;

    private final List<Registration<K, V>> registrations = new CopyOnWriteArrayList<>();
    private final List<Lane<K, V>> lanes;
    private final Executor executor;

    /**
     * @param executor runs asynchronous listeners
     */
    public Events(Executor executor) {
        this.executor = executor;
        List<Lane<K, V>> made = new ArrayList<>(LANES);
        for (int i = 0; i < LANES; i++) {
            made.add(new Lane<>());
        }
        this.lanes = List.copyOf(made);
    }

    /** Makes the listener and tells it from now on. */
    public void register(CacheEntryListenerConfiguration<K, V> configuration) {
        registrations.add(new Registration<>(configuration, executor));
    }

    /** Does not tell this listener any more. */
    public void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
        registrations.removeIf(registration -> registration.configuration().equals(configuration));
    }

    /** Whether anybody listens at all. */
    public boolean isAnybodyThere() {
        return !registrations.isEmpty();
    }

    /** Whether anybody hears of events of this type. */
    public boolean isHeard(EventType type) {
        for (Registration<K, V> registration : registrations) {
            if (registration.hears(type)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes an event in. Called while the stripe is locked, so that the order is that of the commits.
     *
     * @return what to hand to {@link #deliver} once the lock is released, or null when no synchronous listener hears it
     */
    public @Nullable Ticket commit(int stripe, CacheEvent<K, V> event) {
        List<Registration<K, V>> synchronous = new ArrayList<>();
        for (Registration<K, V> registration : registrations) {
            if (registration.hears(event.getEventType())) {
                if (registration.isSynchronous()) {
                    synchronous.add(registration);
                } else {
                    registration.tellLater(event);
                }
            }
        }
        if (synchronous.isEmpty()) {
            return null;
        }
        Delivery<K, V> delivery = new Delivery<>(event, synchronous);
        Lane<K, V> lane = lanes.get(stripe % LANES);
        lane.add(delivery);
        return mayWait -> {
            lane.deliver(delivery, mayWait);
            return delivery.failure();
        };
    }

    /** An event that waits for its synchronous listeners. */
    @FunctionalInterface
    public interface Ticket {

        /** Sees to it that they are told; returns what they threw. */
        @Nullable
        CacheEntryListenerException deliver(boolean mayWait);
    }

    /**
     * Returns when the synchronous listeners have been told of all these events.
     *
     * @throws CacheEntryListenerException what a listener threw
     */
    public static void deliver(List<Ticket> tickets) {
        boolean mayWait = !Inside.aListener();
        CacheEntryListenerException first = null;
        for (Ticket ticket : tickets) {
            CacheEntryListenerException failure = ticket.deliver(mayWait);
            if (first == null) {
                first = failure;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Closes all listeners that can be closed. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        for (Registration<K, V> registration : registrations) {
            try {
                registration.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        registrations.clear();
        if (first != null) {
            throw first;
        }
    }
}
