package io.flagstone.hibernate.internal.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.entry.EntryClient;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two writers of one record, in the orders that a database allows. */
class RecordsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final byte[] ONE = {1};
    private static final byte[] TWO = {2};

    private final EntryClient client = EntryClient.open(
            URI.create("flagstone:" + UUID.randomUUID()),
            RecordsTest.class.getClassLoader(),
            new Properties(),
            Clock.systemUTC());
    private final Records records = new Records(
            client.space(UUID.randomUUID().toString(), client.options("any"), List.of()),
            new RecordOptions(null, Duration.ofSeconds(10), MINUTE, MINUTE, true),
            new Sightings());

    @AfterEach
    void end() {
        client.close();
    }

    @Test
    void theOnlyWriterStoresItsValue() {
        assertThat(records.commit(records.lock("k", null), ONE)).isTrue();
        assertThat(records.get("k").payload()).isEqualTo(ONE);
    }

    @Test
    void whoOverlapsWithAnotherStoresNothingWhoeverEndsLast() {
        Hold first = records.lock("k", null);
        Hold second = records.lock("k", null);
        assertThat(records.commit(first, ONE)).isFalse();
        assertThat(records.get("k")).isEqualTo(Found.NOTHING);
        assertThat(records.commit(second, TWO)).isFalse();
        assertThat(records.get("k").payload()).isNull();
    }

    @Test
    void theEndOfOneWriterIsNotTheEndOfTheOther() {
        for (boolean firstEnds : new boolean[] {true, false}) {
            Hold first = records.lock("k", null);
            Hold second = records.lock("k", null);
            Hold third = records.lock("k", null);
            records.release(third);
            records.release(firstEnds ? first : second);
            assertThat(records.get("k")).as("one is still at it").isEqualTo(Found.NOTHING);
            records.release(firstEnds ? second : first);
            assertThat(records.get("k").lease()).as("nobody is").isNotNull();
        }
    }

    @Test
    void whoComesWhileAnotherHoldsStoresNothingEvenIfTheOtherEndsFirst() {
        Hold first = records.lock("k", null);
        Hold second = records.lock("k", null);
        records.release(first);
        assertThat(records.commit(second, TWO)).isFalse();
    }

    @Test
    void whoComesWhileAnotherHoldsNeverStoresOverItsLock() {
        Hold first = records.lock("k", null);
        assertThat(records.commit(records.lock("k", null), TWO)).isFalse();
        assertThat(records.get("k")).isEqualTo(Found.NOTHING);
        records.release(first);
        assertThat(records.get("k").payload()).isNull();
    }

    @Test
    void aWriterThatLostItsLockNeverStoresOverALaterOne() {
        Hold late = records.lock("k", null);
        records.clear();
        assertThat(records.commit(records.lock("k", null), TWO)).isTrue();
        assertThat(records.commit(late, ONE)).isFalse();
        assertThat(records.get("k").payload()).isNull();
    }

    @Test
    void evictionLeavesALockInItsPlace() {
        Hold writer = records.lock("k", null);
        assertThat(records.bury("k", null).owed()).isNull();
        assertThat(records.get("k")).isEqualTo(Found.NOTHING);
        assertThat(records.commit(writer, ONE)).isTrue();
    }

    @Test
    void nobodyFillsUnderALockAndWhoMissedBeforeItNeverDoes() {
        Lease lease = records.get("k").lease();
        assertThat(lease).isNotNull();
        Hold writer = records.lock("k", null);
        if (lease != null) {
            assertThat(records.fill(lease, TWO, System.nanoTime())).isNull();
        }
        records.release(writer);
        assertThat(records.get("k").payload()).isNull();
    }
}
