package io.flagstone.server.internal.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.internal.observe.Happening.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong millis = new AtomicLong();
    private final Observation observation = new Observation(true, true, nanos::get, millis::get);

    private static void ask(HotKeys keys, String key, boolean writes) {
        if (keys.isDue()) {
            keys.asked(key.getBytes(StandardCharsets.US_ASCII), 0, key.length(), writes, 100);
        }
    }

    private HotKeys loop() {
        return Objects.requireNonNull(observation.keysOfLoop());
    }

    @Test
    void theHotKeysAreFoundAmongManyOthers() {
        HotKeys one = loop();
        HotKeys other = loop();
        Random random = new Random(1);
        for (int i = 0; i < 400_000; i++) {
            int draw = random.nextInt(100);
            String key = draw < 20 ? "hottest" : draw < 30 ? "hot" : "cold" + random.nextInt(1_000_000);
            ask(i % 2 == 0 ? one : other, key, draw < 5);
        }
        nanos.addAndGet(10_000_000_000L);
        List<HotKey> hottest = observation.hottest(10);
        assertThat(hottest).extracting(HotKey::key).startsWith("hottest", "hot");
        assertThat(hottest.get(0).share()).isBetween(0.15, 0.22);
        assertThat(hottest.get(0).perSecond()).isBetween(6_000.0, 9_000.0);
        assertThat(hottest.get(0).writes()).isBetween(0.2, 0.3);
        assertThat(hottest.get(0).size()).isEqualTo(100);
        assertThat(hottest.get(1).share()).isBetween(0.06, 0.12);
        assertThat(hottest.stream().skip(2)).allMatch(key -> key.share() < 0.02);
    }

    @Test
    void whereAllKeysAreAlikeNoneStandsOut() {
        HotKeys keys = loop();
        for (int i = 0; i < 300_000; i++) {
            ask(keys, "key" + i % 100_003, false);
        }
        assertThat(observation.hottest(10)).allMatch(key -> key.share() < 0.02);
    }

    @Test
    void aClientThatAsksInTurnIsNotTakenForOneWithAFavourite() {
        HotKeys keys = loop();
        for (int i = 0; i < 640_000; i++) {
            ask(keys, "key" + i % 32, false);
        }
        nanos.addAndGet(1_000_000_000);
        assertThat(observation.hottest(32)).hasSize(32).allMatch(key -> key.share() < 0.06);
    }

    @Test
    void whatWasHotOnceIsForgotten() {
        HotKeys keys = loop();
        for (int i = 0; i < 50_000; i++) {
            ask(keys, "once", false);
        }
        assertThat(observation.hottest(1)).hasSize(1);
        for (int step = 0; step < 60; step++) {
            nanos.addAndGet(5_000_000_000L);
            observation.step();
        }
        assertThat(observation.hottest(1)).isEmpty();
    }

    @Test
    void aHotKeyDoesNotTellItsNameByAccident() {
        assertThat(new HotKey("secret", 1, 1, 1, 1).toString()).doesNotContain("secret");
    }

    @Test
    void oneBatchInAboutSixtyFourIsTimed() {
        BatchTimes times = observation.timesOfLoop();
        int timed = 0;
        for (int i = 0; i < 640_000; i++) {
            long begun = times.begun();
            timed += begun != 0 ? 1 : 0;
            times.ended(begun);
        }
        assertThat(timed).isBetween(9_000, 11_000);
        Latencies.Step step = observation.step();
        assertThat(step.count()).isEqualTo(timed);
        assertThat(step.median()).isPositive();
        assertThat(step.p99()).isBetween(step.median(), step.most());
        Latencies.Sum sum = observation.latencies().sum();
        assertThat(java.util.Arrays.stream(sum.counts()).sum()).isEqualTo(timed);
        assertThat(observation.step().count()).isZero();
    }

    @Test
    void withoutAnAdminPortNothingIsTimedAndNoKeyLookedAt() {
        Observation off = Observation.off();
        assertThat(off.keysOfLoop()).isNull();
        BatchTimes times = off.timesOfLoop();
        for (int i = 0; i < 1000; i++) {
            assertThat(times.begun()).isZero();
            times.ended(0);
        }
        assertThat(off.step().count()).isZero();
    }

    @Test
    void whatRepeatsItselfIsOneThingAndTheOldestAreForgotten() {
        Happenings happenings = observation.happenings();
        happenings.note(Kind.PAGES, "again");
        millis.set(50_000);
        happenings.note(Kind.PAGES, "again");
        assertThat(happenings.latest()).containsExactly(new Happening(Kind.PAGES, "again", 0, 50_000, 2));
        millis.set(200_000);
        happenings.note(Kind.PAGES, "again");
        assertThat(happenings.latest()).hasSize(2);
        for (int i = 0; i < 2 * Happenings.KEPT; i++) {
            happenings.note(Kind.NODE, "thing " + i);
        }
        assertThat(happenings.latest()).hasSize(Happenings.KEPT);
        assertThat(happenings.latest().get(0).text()).isEqualTo("thing " + (2 * Happenings.KEPT - 1));
    }
}
