package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flagstone.provider.config.ClientOptions.HotKeys;
import io.flagstone.provider.config.PlacementOptions;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.ring.Placement;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Verb;
import io.flagstone.provider.placement.HotKey;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that take more than their part of the calls are found, and only they. */
class HeatTest {

    private static final int SECONDS = 10;

    private final FakeNode node = new FakeNode();
    private final StandingClock clock = new StandingClock();
    private final List<Cluster> clusters = new ArrayList<>();

    /** Stands still, unless it is told to go on. */
    private static final class StandingClock implements Clock {

        private final Random random = new Random(7);
        private final AtomicLong nanos = new AtomicLong(1);

        @Override
        public long nanos() {
            return nanos.get();
        }

        @Override
        public long millis() {
            return TimeUnit.NANOSECONDS.toMillis(nanos.get());
        }

        @Override
        public long random() {
            return random.nextLong();
        }

        void pass(int seconds) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
        }
    }

    private Cluster cluster(HotKeys hotKeys) {
        Placement placement =
                Placement.of(PlacementOptions.STANDARD, List.of(node.address()), HeatTest.class.getClassLoader());
        Cluster cluster = new Cluster(List.of(node.address()), placement, TestClient.PATIENT, hotKeys, clock);
        clusters.add(cluster);
        return cluster;
    }

    @AfterEach
    void close() {
        clusters.forEach(Cluster::close);
        node.close();
    }

    /** Of 100,000 calls one in ten is for this key, the others for a thousand keys. */
    private static void call(Cluster cluster, Space space, String hot) {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            String key = i % 10 == 0 ? hot : "cold " + random.nextInt(1000);
            cluster.called(space, new SpaceKey(key.getBytes(US_ASCII)));
        }
    }

    @Test
    void aKeyThatTakesATenthOfTheCallsIsTheOnlyOneShown() {
        Cluster cluster = cluster(HotKeys.NAMED);
        call(cluster, cluster.space("orders", "id".getBytes(US_ASCII)), "bestseller");
        clock.pass(SECONDS);
        assertThat(cluster.hottest()).singleElement().satisfies(hot -> {
            assertThat(hot.getCache()).isEqualTo("orders");
            assertThat(hot.getKey()).isEqualTo("bestseller");
            assertThat(hot.getNode()).isEqualTo("fake");
            assertThat(hot.getShare()).isCloseTo(0.1, within(0.02));
            assertThat(hot.getCallsPerSecond()).isCloseTo(1000, within(200.0));
        });
    }

    @Test
    void theSameKeyOfTwoCachesIsTwoKeys() {
        Cluster cluster = cluster(HotKeys.NAMED);
        call(cluster, cluster.space("orders", "one".getBytes(US_ASCII)), "k");
        call(cluster, cluster.space("prices", "two".getBytes(US_ASCII)), "k");
        clock.pass(SECONDS);
        assertThat(cluster.hottest()).extracting(HotKey::getCache).containsExactlyInAnyOrder("orders", "prices");
    }

    @Test
    void keysAreShownByTheirHashesUnlessTheirNamesAreAskedFor() {
        Cluster cluster = cluster(HotKeys.HASHED);
        call(cluster, cluster.space("orders", "id".getBytes(US_ASCII)), "secret");
        clock.pass(SECONDS);
        assertThat(cluster.hottest())
                .singleElement()
                .satisfies(hot -> assertThat(hot.getKey()).matches("[0-9a-f]{16}"));
    }

    @Test
    void whatIsHotIsForgottenWhenItIsNotAnyMore() {
        Cluster cluster = cluster(HotKeys.NAMED);
        call(cluster, cluster.space("orders", "id".getBytes(US_ASCII)), "k");
        assertThat(cluster.hottest()).as("the first ten seconds are not over").isEmpty();
        clock.pass(SECONDS);
        assertThat(cluster.hottest()).hasSize(1);
        clock.pass(SECONDS);
        assertThat(cluster.hottest()).isEmpty();
        call(cluster, cluster.space("orders", "id".getBytes(US_ASCII)), "k");
        clock.pass(2 * SECONDS);
        assertThat(cluster.hottest()).as("a window in between was empty").isEmpty();
    }

    @Test
    void fewCallsShowNothingAndNoneAreLookedAtWhereThatIsOff() {
        Cluster cluster = cluster(HotKeys.NAMED);
        Space space = cluster.space("orders", "id".getBytes(US_ASCII));
        for (int i = 0; i < 50; i++) {
            cluster.called(space, new SpaceKey("k".getBytes(US_ASCII)));
        }
        clock.pass(SECONDS);
        assertThat(cluster.hottest()).isEmpty();
        Cluster blind = cluster(HotKeys.OFF);
        call(blind, blind.space("orders", "id".getBytes(US_ASCII)), "k");
        clock.pass(SECONDS);
        assertThat(blind.hottest()).isEmpty();
    }

    @Test
    void callsOfEveryKindAreSeen() {
        Cluster cluster = cluster(HotKeys.NAMED);
        Space space = cluster.space("orders", "id".getBytes(US_ASCII));
        SpaceKey single = new SpaceKey("single".getBytes(US_ASCII));
        SpaceKey bulk = new SpaceKey("bulk".getBytes(US_ASCII));
        for (int i = 0; i < 1000; i++) {
            space.run(new Exchange(single, Verb.GET, Request::get), cluster.deadline());
            space.callAll(
                    List.of(new Exchange(bulk, Verb.GET, Request::get), new Exchange(bulk, Verb.GET, Request::get)),
                    cluster.deadline());
        }
        clock.pass(SECONDS);
        assertThat(cluster.hottest()).extracting(HotKey::getKey).containsExactly("bulk", "single");
    }
}
