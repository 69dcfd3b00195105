package io.flagstone.provider.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.testing.Threads;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asynchronous listeners: nobody waits for them, and each hears everything in order. */
@Timeout(20)
class AsynchronousEventsTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Events<String, Integer> events = new Events<>(threads);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void theCallerDoesNotWait() {
        CountDownLatch goOn = new CountDownLatch(1);
        Hearing slow = new Hearing(event -> Threads.await(goOn));
        events.register(slow.asynchronously());
        assertThat(events.commit(1, Hearing.created(1))).isNull();
        assertThat(events.commit(1, Hearing.updated(2))).isNull();
        goOn.countDown();
        await().untilAsserted(() -> assertThat(slow.values()).containsExactly(1, 2));
    }

    @Test
    void eachHearsEverythingInOrderWhateverItThrows() {
        Logger.getLogger(Registration.class.getName()).setLevel(Level.OFF);
        Hearing failing = new Hearing(event -> {
            throw new IllegalStateException("a listener of the test fails, as it should");
        });
        events.register(failing.asynchronously());
        IntStream.rangeClosed(1, 200).forEach(i -> events.commit(i, Hearing.updated(i)));
        await().until(() -> failing.values().size() == 200);
        assertThat(failing.values())
                .isEqualTo(IntStream.rangeClosed(1, 200).boxed().toList());
    }

    @Test
    void oneSlowListenerDoesNotHoldUpTheOthers() {
        CountDownLatch goOn = new CountDownLatch(1);
        Hearing quick = new Hearing();
        events.register(new Hearing(event -> Threads.await(goOn)).asynchronously());
        events.register(quick.asynchronously());
        events.commit(1, Hearing.created(1));
        await().until(() -> quick.values().size() == 1);
        goOn.countDown();
    }

    @Test
    void nobodyIsToldAfterTheClose() throws Exception {
        Queue<Runnable> later = new ArrayDeque<>();
        Events<String, Integer> manual = new Events<>(later::add);
        Hearing listener = new Hearing();
        manual.register(listener.asynchronously());
        manual.commit(1, Hearing.created(1));
        manual.close();
        assertThat(listener.isClosed()).isTrue();
        later.forEach(Runnable::run);
        assertThat(listener.values()).isEmpty();
    }

    @Test
    void whatCameBeforeADeregistrationIsStillTold() {
        Queue<Runnable> later = new ArrayDeque<>();
        Events<String, Integer> manual = new Events<>(later::add);
        Hearing listener = new Hearing();
        var configuration = listener.asynchronously();
        manual.register(configuration);
        manual.commit(1, Hearing.created(1));
        manual.deregister(configuration);
        manual.commit(1, Hearing.updated(2));
        later.forEach(Runnable::run);
        assertThat(listener.values()).containsExactly(1);
    }
}
