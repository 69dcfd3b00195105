package io.flagstone.provider.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Verb;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.FakeNode.Deed;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One node through its states: how calls fare in each, and how it comes back. */
@Timeout(30)
class MemberTest {

    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(TestClient.HASTY, node);
    private final Keys keys = new Keys(client);

    @AfterEach
    void close() {
        client.close();
        node.close();
    }

    @Test
    void aReadThatWasInFlightWhenTheConnectionBrokeIsMadeAgain() {
        try (TestClient patient = new TestClient(TestClient.PATIENT, node)) {
            Keys calm = new Keys(patient);
            calm.set("k", "v");
            AtomicBoolean broken = new AtomicBoolean();
            node.script(line -> line.contains(":k ") && broken.compareAndSet(false, true) ? Deed.BREAK : Deed.ANSWER);
            assertThat(calm.get("k")).isEqualTo("v");
            assertThat(broken).isTrue();
        }
    }

    @Test
    void aNodeComesBackHoweverMuchIsWrittenMeanwhile() throws Exception {
        keys.set("k", "old");
        node.stop();
        keys.awaitDown();
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger attempts = new AtomicInteger();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            int own = thread;
            writers.add(Threads.run(() -> {
                for (int i = 0; !enough.get(); i++) {
                    String key = "k" + own + "-" + i % 200;
                    if (keys.set(key, "v").failure() != null) {
                        keys.space().invalidate(Keys.key(key));
                        attempts.incrementAndGet();
                    }
                }
            }));
        }
        await().until(() -> attempts.get() > 1000);
        long before = attempts();
        node.start();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> keys.run("k", Request::get).failure() == null);
        enough.set(true);
        for (CompletableFuture<Void> writer : writers) {
            writer.get(10, TimeUnit.SECONDS);
        }
        assertThat(attempts() - before).as("attempts to restore its trust").isLessThanOrEqualTo(2);
    }

    private long attempts() {
        return node.lines().stream().filter(line -> line.contains(":view ")).count();
    }

    @Test
    void aNodeThatHangsIsSuspectedAndUsedAgainWhenItAnswers() {
        keys.set("k", "v");
        CountDownLatch goOn = new CountDownLatch(1);
        node.script(line -> {
            goOn.await(10, TimeUnit.SECONDS);
            return Deed.ANSWER;
        });
        for (int i = 0; i < 3; i++) {
            assertThat(keys.run("k", Request::get).failure()).isInstanceOf(DeadlineExceeded.class);
        }
        long start = System.nanoTime();
        assertThat(keys.run("k", Request::get).failure())
                .isInstanceOf(NodeUnavailable.class)
                .hasMessageContaining("is suspect")
                .hasMessageContaining("3 calls in a row timed out");
        assertThat(System.nanoTime() - start).as("at once").isLessThan(TimeUnit.MILLISECONDS.toNanos(200));
        goOn.countDown();
        assertThat(keys.getWhenUp("k")).isEqualTo("v");
    }

    @Test
    void aNodeIsLeftAloneForTheShareOfCallsThatTimeOut() {
        LinkOptions o = TestClient.HASTY;
        LinkOptions patient = new LinkOptions(
                        o.timeout(),
                        o.connectTimeout(),
                        o.firstRetry(),
                        o.longestRetry(),
                        1_000_000,
                        o.silentAfter(),
                        10,
                        1)
                .with(o.detection());
        try (TestClient counting = new TestClient(patient, node)) {
            Keys counted = new Keys(counting);
            counted.set("k", "v");
            CountDownLatch goOn = new CountDownLatch(1);
            node.script(line -> {
                goOn.await(10, TimeUnit.SECONDS);
                return Deed.ANSWER;
            });
            List<Exchange> reads = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                reads.add(new Exchange(Keys.key("k"), Verb.GET, Request::get));
            }
            counted.space().callAll(reads, counted.deadline());
            assertThat(counted.run("k", Request::get).failure())
                    .isInstanceOf(NodeUnavailable.class)
                    .hasMessageContaining("is suspect")
                    .hasMessageContaining("calls within a second timed out");
            goOn.countDown();
            assertThat(counted.getWhenUp("k")).isEqualTo("v");
        }
    }

    @Test
    void callsWaitForAConnectionThatHasJustBroken() {
        keys.set("k", "v");
        for (int i = 0; i < 20; i++) {
            node.breakConnections();
            assertThat(keys.get("k")).isEqualTo("v");
        }
    }

    @Test
    void afterTheCloseEveryCallFailsAtOnce() {
        keys.set("k", "v");
        client.close();
        assertThat(keys.run("k", Request::get).failure())
                .isInstanceOf(NodeUnavailable.class)
                .hasMessageContaining("closed");
    }
}
