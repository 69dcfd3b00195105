package io.flagstone.hibernate.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.entry.EntryClient;
import io.flagstone.provider.entry.EntrySpace;
import io.flagstone.provider.entry.Seen;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Marks of tables, of several writers at once. */
class MarksTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String TABLE = "t";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2024-01-01T00:00:00Z"));
    private final EntryClient client = EntryClient.open(
            URI.create("flagstone:" + UUID.randomUUID()),
            MarksTest.class.getClassLoader(),
            new Properties(),
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now.get();
                }
            });
    private final String space = UUID.randomUUID().toString();
    private final Marks one = marks();
    private final Marks two = marks();

    private Marks marks() {
        return new Marks(client.space(space, client.options("any"), List.of()), MINUTE, true);
    }

    @AfterEach
    void end() {
        client.close();
    }

    /** As Hibernate compares them. */
    private boolean isStale(Marks marks, long cachedUnder) {
        return marks.lastUpdate(TABLE, cachedUnder, null) >= cachedUnder;
    }

    /** What a result is cached under now. */
    private static long stamp(Marks marks) {
        marks.learn();
        return marks.known() + 1;
    }

    @Test
    void theEndOfOneWriterIsNotTheEndOfTheOther() {
        one.changing(TABLE, 1);
        two.changing(TABLE, 2);
        two.changed(TABLE, 2);
        assertThat(isStale(two, stamp(two))).as("one is still at it").isTrue();
        one.changed(TABLE, 1);
        assertThat(isStale(two, stamp(two))).isFalse();
    }

    @Test
    void aWriterThatComesLaterIsNotTheEndOfTheOthers() {
        one.changing(TABLE, 1);
        two.changing(TABLE, 2);
        marks().changing(TABLE, 3);
        two.changed(TABLE, 3);
        assertThat(isStale(two, stamp(two))).as("two are still at it").isTrue();
        one.changed(TABLE, 2);
        assertThat(isStale(two, stamp(two))).as("one is still at it").isTrue();
        two.changed(TABLE, 1);
        assertThat(isStale(two, stamp(two))).isFalse();
    }

    @Test
    void aResultIsStaleAsLongAsNobodyKnowsWhenItsTableWasUpdated() {
        long stamp = stamp(one);
        assertThat(one.lastUpdate(TABLE, stamp, null)).isEqualTo(Marks.STALE);
        assertThat(isStale(two, stamp)).as("older than the mark that was made").isTrue();
        assertThat(isStale(two, stamp(two))).isFalse();
    }

    @Test
    void aResultWhoseMarkWasLostIsStaleForGood() {
        one.changing(TABLE, 1);
        one.changed(TABLE, 1);
        long before = stamp(two);
        assertThat(isStale(two, before)).isFalse();
        client.space(space, client.options("any"), List.of())
                .invalidate(Marks.keys(List.of(TABLE)).get(0));
        assertThat(two.lastUpdate(TABLE, before, null)).isEqualTo(Marks.STALE);
        assertThat(isStale(one, before)).isTrue();
        assertThat(isStale(one, stamp(one))).isFalse();
    }

    @Test
    void aResultWhoseMarkWasReadWithItAndWasMissingIsStale() {
        long stamp = stamp(one);
        EntrySpace entries = client.space(space, client.options("any"), List.of());
        Seen missing = entries.read(Marks.keys(List.of(TABLE)).get(0));
        assertThat(one.lastUpdate(TABLE, stamp, missing)).isEqualTo(Marks.STALE);
    }

    @Test
    void whatWasCachedBeforeAnUpdateIsOlderThanIt() {
        one.changing(TABLE, 1);
        one.changed(TABLE, 1);
        long before = stamp(two);
        assertThat(isStale(two, before)).isFalse();
        one.changing(TABLE, 1);
        one.changed(TABLE, 1);
        assertThat(isStale(two, before)).isTrue();
    }

    @Test
    void manyWritersAtOnceLoseNoMark() {
        one.changing(TABLE, 100);
        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    Marks marks = marks();
                    for (int round = 0; round < 50; round++) {
                        marks.changing(TABLE, writer);
                        long during = stamp(marks);
                        assertThat(isStale(marks, during)).isTrue();
                        marks.changed(TABLE, writer);
                        assertThat(isStale(marks, during)).isTrue();
                    }
                }))
                .toList();
        writers.forEach(CompletableFuture::join);
        assertThat(isStale(two, stamp(two))).as("the first is still at it").isTrue();
        one.changed(TABLE, 100);
        assertThat(isStale(two, stamp(two))).isFalse();
    }

    @Test
    void aWriterThatDiedEndsWithItsDeadlineAndWhatWasCachedMeanwhileIsStale() {
        one.changing(TABLE, 1);
        one.changed(TABLE, 1);
        long before = stamp(two);
        one.changing(TABLE, 2);
        now.updateAndGet(instant -> instant.plus(MINUTE).plusMillis(1));
        assertThat(isStale(two, before)).as("it may have committed").isTrue();
        assertThat(isStale(two, before)).as("for good").isTrue();
        assertThat(isStale(two, stamp(two))).isFalse();
    }
}
