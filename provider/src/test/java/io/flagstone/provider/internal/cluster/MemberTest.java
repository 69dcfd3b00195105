package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.internal.wire.Request;
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

/** A node that went away is told what it missed before anybody reads it. */
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

    private String getWhenUp(String key) {
        AtomicBoolean up = new AtomicBoolean();
        List<String> values = new ArrayList<>();
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
            try {
                values.add(String.valueOf(keys.get(key)));
                up.set(true);
            } catch (FlagstoneException e) {
                // not up yet
            }
            return up.get();
        });
        return values.get(0);
    }

    private void awaitDown() {
        await().until(() -> keys.run("probe", Request::get).failure() instanceof NodeUnavailable failure
                && String.valueOf(failure.getMessage()).contains("is down"));
    }

    @Test
    void aWriteThatDidNotReachTheNodeIsPaidForBeforeItsFirstRead() {
        keys.set("k", "old");
        keys.set("other", "stays");
        node.stop();
        awaitDown();
        assertThat(keys.set("k", "new").outcome()).isEqualTo(Exchange.Outcome.FAILED);
        keys.space().invalidate(Keys.key("k"));
        node.start();
        assertThat(getWhenUp("k")).isEqualTo("null");
        assertThat(keys.get("other")).isEqualTo("stays");
    }

    @Test
    void aStoreThatWasInFlightWhenTheConnectionBrokeIsNeverSeenLater() {
        keys.set("k", "old");
        node.script(line -> line.startsWith("ms ") ? Deed.CARRY_OUT_AND_BREAK : Deed.ANSWER);
        assertThat(keys.set("k", "ghost").outcome()).isEqualTo(Exchange.Outcome.UNKNOWN);
        node.behave();
        assertThat(getWhenUp("k")).isEqualTo("null");
    }

    @Test
    void aReadThatWasInFlightWhenTheConnectionBrokeIsMadeAgain() {
        keys.set("k", "v");
        AtomicBoolean broken = new AtomicBoolean();
        node.script(line -> line.contains(":k ") && broken.compareAndSet(false, true) ? Deed.BREAK : Deed.ANSWER);
        assertThat(keys.get("k")).isEqualTo("v");
        assertThat(broken).isTrue();
    }

    @Test
    void aStoreThatTimedOutIsUndoneWhenItsLateReplyComes() throws Exception {
        keys.set("k", "old");
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        node.script(line -> {
            if (line.startsWith("ms ") && first.compareAndSet(true, false)) {
                goOn.await(10, TimeUnit.SECONDS);
            }
            return Deed.ANSWER;
        });
        Exchange late = keys.set("k", "late");
        assertThat(late.outcome()).isEqualTo(Exchange.Outcome.UNKNOWN);
        assertThat(late.failure()).isInstanceOf(DeadlineExceeded.class).hasMessageContaining("node fake, ms, after ");
        goOn.countDown();
        await().until(() -> node.count("md ") == 1);
        assertThat(getWhenUp("k")).isEqualTo("null");
    }

    private static LinkOptions unsuspecting() {
        LinkOptions o = TestClient.HASTY;
        return new LinkOptions(
                o.timeout(),
                o.connectTimeout(),
                o.firstRetry(),
                o.longestRetry(),
                1_000_000,
                o.silentAfter(),
                o.maxDebts(),
                o.threads());
    }

    /** The node stops reading, and so much is on its way to it, for another cache, that nothing more can be sent. */
    private void block(TestClient sender, CountDownLatch goOn) {
        Keys ballast = new Keys(sender, sender.cluster().space("ballast".getBytes(US_ASCII)));
        ballast.set("b", "known");
        node.script(line -> {
            goOn.await(10, TimeUnit.SECONDS);
            return Deed.ANSWER;
        });
        List<Exchange> much = new ArrayList<>();
        byte[] value = new byte[1 << 20];
        for (int i = 0; i < 24; i++) {
            much.add(new Exchange(Keys.key("b" + i), wire -> Request.set(wire, value, Request.Mode.SET, 0, 0, 0)));
        }
        ballast.space().runAll(much);
    }

    @Test
    void aNodeComesBackHoweverMuchIsWrittenMeanwhile() throws Exception {
        keys.set("k", "old");
        node.stop();
        awaitDown();
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
        long before = node.count("mg flagstone:probe");
        node.start();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> keys.run("k", Request::get).failure() == null);
        enough.set(true);
        for (CompletableFuture<Void> writer : writers) {
            writer.get(10, TimeUnit.SECONDS);
        }
        assertThat(node.count("mg flagstone:probe") - before)
                .as("attempts to restore its trust")
                .isLessThanOrEqualTo(2);
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
        assertThat(getWhenUp("k")).isEqualTo("v");
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
