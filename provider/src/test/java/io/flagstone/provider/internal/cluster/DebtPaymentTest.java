package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Verb;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.FakeNode.Deed;
import io.flagstone.provider.testing.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a node was not told, or may have been told too late, is put right before anybody reads it. */
@Timeout(30)
class DebtPaymentTest {

    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(TestClient.HASTY, node);
    private final Keys keys = new Keys(client);

    @AfterEach
    void close() {
        client.close();
        node.close();
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
                o.threads(),
                new LinkOptions.Detection(0, Duration.ZERO, Duration.ZERO));
    }

    /** The node stops reading, and so much is on its way to it, for another cache, that nothing more can be sent. */
    private void block(TestClient sender, CountDownLatch goOn) {
        Keys ballast = new Keys(sender, sender.cluster().space("ballast", "ballast".getBytes(US_ASCII)));
        ballast.set("b", "known");
        node.script(line -> {
            goOn.await(10, TimeUnit.SECONDS);
            return Deed.ANSWER;
        });
        List<Exchange> much = new ArrayList<>();
        byte[] value = new byte[1 << 20];
        for (int i = 0; i < 24; i++) {
            much.add(new Exchange(
                    Keys.key("b" + i), Verb.SET, wire -> Request.set(wire, value, Request.Mode.SET, 0, 0, 0)));
        }
        ballast.space().callAll(much, ballast.deadline());
    }

    @Test
    void aWriteThatDidNotReachTheNodeIsPaidForBeforeItsFirstRead() {
        keys.set("k", "old");
        keys.set("other", "stays");
        node.stop();
        keys.awaitDown();
        assertThat(keys.set("k", "new").outcome()).isEqualTo(Exchange.Outcome.FAILED);
        keys.space().invalidate(Keys.key("k"));
        node.start();
        assertThat(keys.getWhenUp("k")).isEqualTo("null");
        assertThat(keys.get("other")).isEqualTo("stays");
    }

    @Test
    void aDebtOfANodeThatIsUpIsPaidBeforeTheNextRead() {
        keys.set("k", "old");
        node.script(line -> line.startsWith("ma ") ? Deed.REFUSE : Deed.ANSWER);
        Keys fresh = new Keys(client);
        assertThat(fresh.set("k", "new").outcome()).isEqualTo(Exchange.Outcome.FAILED);
        fresh.space().invalidate(Keys.key("k"));
        node.behave();
        await().ignoreExceptions().until(() -> {
            assertThat(keys.get("k")).isNull();
            return true;
        });
    }

    @Test
    void aClearThatIsNotSentBecomesADebt() {
        try (TestClient slow = new TestClient(unsuspecting(), node)) {
            Keys mine = new Keys(slow);
            mine.set("k", "old");
            CountDownLatch goOn = new CountDownLatch(1);
            block(slow, goOn);
            assertThat(mine.space().clear(mine.deadline())).singleElement().isInstanceOf(DeadlineExceeded.class);
            goOn.countDown();
            await().ignoreExceptions().until(() -> {
                assertThat(mine.get("k")).isNull();
                return true;
            });
        }
    }

    @Test
    void anInvalidationThatIsNotSentBecomesADebt() {
        LinkOptions unsuspecting = unsuspecting();
        try (TestClient slow = new TestClient(unsuspecting, node)) {
            Keys mine = new Keys(slow);
            mine.set("k", "old");
            CountDownLatch goOn = new CountDownLatch(1);
            block(slow, goOn);
            assertThat(mine.set("k", "new").outcome()).isEqualTo(Exchange.Outcome.FAILED);
            mine.space().invalidate(Keys.key("k"));
            node.breakConnections();
            goOn.countDown();
            await().ignoreExceptions().until(() -> mine.get("k") == null);
            assertThat(mine.get("k")).isNull();
            assertThat(node.items().keys()).noneMatch(key -> key.startsWith("cacheid:") && key.endsWith(":k"));
        }
    }

    @Test
    void aStoreThatWasInFlightWhenTheConnectionBrokeIsNeverSeenLater() {
        keys.set("k", "old");
        node.script(line -> line.startsWith("ms ") ? Deed.CARRY_OUT_AND_BREAK : Deed.ANSWER);
        assertThat(keys.set("k", "ghost").outcome()).isEqualTo(Exchange.Outcome.UNKNOWN);
        node.behave();
        assertThat(keys.getWhenUp("k")).isEqualTo("null");
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
        assertThat(keys.getWhenUp("k")).isEqualTo("null");
    }

    @Test
    void anInvalidationUnderAnOldGenerationIsMadeUnderTheNewOne() {
        try (TestClient another = new TestClient(TestClient.PATIENT, node)) {
            Keys theirs = new Keys(another);
            keys.set("k", "mine");
            theirs.space().clear(theirs.deadline());
            theirs.set("k", "theirs");
            keys.space().invalidate(Keys.key("k"));
            await().until(() -> theirs.get("k") == null);
        }
    }
}
