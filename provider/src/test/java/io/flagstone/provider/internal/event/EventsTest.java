package io.flagstone.provider.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flagstone.provider.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.EventType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Synchronous listeners: told when the call returns, in the order of the commits, whatever else happens. */
@Timeout(20)
class EventsTest {

    private final Events<String, Integer> events = new Events<>(Runnable::run);
    private final ReentrantLock stripe = new ReentrantLock();
    private int lastCommitted;

    private void change(CacheEvent<String, Integer> event) {
        List<Events.Ticket> tickets = new ArrayList<>();
        Events.Ticket ticket = events.commit(7, event);
        if (ticket != null) {
            tickets.add(ticket);
        }
        Events.deliver(tickets);
    }

    /** As a cache does it: commits under the lock, delivers outside. */
    private int changeUnderLock() {
        int value;
        List<Events.Ticket> tickets = new ArrayList<>();
        stripe.lock();
        try {
            value = ++lastCommitted;
            tickets.add(Objects.requireNonNull(events.commit(7, Hearing.updated(value))));
        } finally {
            stripe.unlock();
        }
        Events.deliver(tickets);
        return value;
    }

    @Test
    void listenersAreToldInTheOrderOfTheCommits() throws Exception {
        Hearing listener = new Hearing();
        events.register(listener.synchronously());
        List<CompletableFuture<Boolean>> threads = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            threads.add(Threads.start(() -> {
                boolean told = true;
                for (int i = 0; i < 250; i++) {
                    int value = changeUnderLock();
                    told &= listener.values().contains(value);
                }
                return told;
            }));
        }
        for (CompletableFuture<Boolean> thread : threads) {
            assertThat(thread.get(15, TimeUnit.SECONDS))
                    .as("told when the call returned")
                    .isTrue();
        }
        assertThat(listener.values())
                .isEqualTo(IntStream.rangeClosed(1, 1000).boxed().toList());
    }

    @Test
    void aChangeMadeInsideAListenerIsToldAfterTheOneBeingTold() {
        List<Integer> order = new ArrayList<>();
        Hearing first = new Hearing(event -> {
            if (event.getValue() < 3) {
                change(Hearing.updated(event.getValue() + 1));
            }
        });
        Hearing second = new Hearing(event -> order.add(event.getValue()));
        events.register(first.synchronously());
        events.register(second.synchronously());
        change(Hearing.updated(1));
        assertThat(first.values()).containsExactly(1, 2, 3);
        assertThat(order).containsExactly(1, 2, 3);
    }

    @Test
    void listenersOfTwoCachesThatWriteToEachOtherDoNotWaitForEachOther() throws Exception {
        Events<String, Integer> others = new Events<>(Runnable::run);
        CountDownLatch bothInside = new CountDownLatch(2);
        events.register(new Hearing(event -> {
                    bothInside.countDown();
                    Threads.await(bothInside);
                    if (event.getValue() == 1) {
                        tell(others, Hearing.updated(2));
                    }
                })
                .synchronously());
        Hearing other = new Hearing(event -> {
            bothInside.countDown();
            Threads.await(bothInside);
            if (event.getValue() == 1) {
                change(Hearing.updated(2));
            }
        });
        others.register(other.synchronously());
        CompletableFuture<Void> one = Threads.run(() -> change(Hearing.updated(1)));
        CompletableFuture<Void> two = Threads.run(() -> tell(others, Hearing.updated(1)));
        one.get(10, TimeUnit.SECONDS);
        two.get(10, TimeUnit.SECONDS);
        assertThat(other.values()).containsExactly(1, 2);
    }

    private static void tell(Events<String, Integer> events, CacheEvent<String, Integer> event) {
        Events.deliver(List.of(Objects.requireNonNull(events.commit(7, event))));
    }

    @Test
    void whatAListenerThrowsReachesTheCallerAndTheOthersAreToldAllTheSame() {
        IllegalStateException broken = new IllegalStateException("broken");
        Hearing after = new Hearing();
        events.register(new Hearing(event -> {
                    throw broken;
                })
                .synchronously());
        events.register(after.synchronously());
        assertThatThrownBy(() -> change(Hearing.created(1)))
                .isInstanceOf(CacheEntryListenerException.class)
                .hasCause(broken);
        assertThat(after.values()).containsExactly(1);
    }

    @Test
    void anErrorOfAListenerDoesNotStopTheEventsBehindIt() {
        Hearing failing = new Hearing(event -> {
            throw new AssertionError("not even an exception");
        });
        events.register(failing.synchronously());
        for (int i = 1; i <= 3; i++) {
            int value = i;
            assertThatThrownBy(() -> change(Hearing.updated(value))).hasRootCauseInstanceOf(AssertionError.class);
        }
        assertThat(failing.values()).containsExactly(1, 2, 3);
    }

    @Test
    void twoListenersMayThrowTheVerySameException() throws Exception {
        CacheEntryListenerException shared = new CacheEntryListenerException("shared");
        for (int i = 0; i < 2; i++) {
            events.register(new Hearing(event -> {
                        throw shared;
                    })
                    .synchronously());
        }
        for (int i = 1; i <= 2; i++) {
            CompletableFuture<Throwable> call = Threads.start(
                    () -> catchThrowableOfType(CacheEntryListenerException.class, () -> change(Hearing.updated(1))));
            assertThat(call.get(5, TimeUnit.SECONDS)).isSameAs(shared);
        }
    }

    @Test
    void nobodyIsToldOfWhatNobodyHears() {
        assertThat(events.isAnybodyThere()).isFalse();
        Hearing listener = new Hearing();
        events.register(listener.synchronously());
        assertThat(events.isAnybodyThere()).isTrue();
        assertThat(events.isHeard(EventType.CREATED)).isTrue();
        assertThat(events.isHeard(EventType.REMOVED)).isFalse();
        assertThat(events.commit(7, CacheEvent.gone(Hearing.SOURCE, EventType.REMOVED, "k", 1)))
                .isNull();
        assertThat(listener.values()).isEmpty();
    }

    @Test
    void filtersDecideEventByEvent() {
        Hearing listener = new Hearing();
        events.register(listener.configuration(true, event -> event.getValue() % 2 == 0));
        IntStream.rangeClosed(1, 4).forEach(i -> change(Hearing.updated(i)));
        assertThat(listener.values()).containsExactly(2, 4);
    }

    @Test
    void whoIsDeregisteredHearsNoMore() throws Exception {
        Hearing leaving = new Hearing();
        Hearing staying = new Hearing();
        var configuration = leaving.synchronously();
        events.register(configuration);
        events.register(staying.synchronously());
        change(Hearing.updated(1));
        events.deregister(configuration);
        change(Hearing.updated(2));
        assertThat(leaving.values()).containsExactly(1);
        assertThat(staying.values()).containsExactly(1, 2);
        events.close();
        assertThat(staying.isClosed()).isTrue();
    }
}
