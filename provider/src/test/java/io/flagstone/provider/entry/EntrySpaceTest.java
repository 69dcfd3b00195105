package io.flagstone.provider.entry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.testing.FakeNode;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EntrySpaceTest {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private final FakeNode node = new FakeNode();
    private final EntryClient client = open();
    private final EntrySpace space = space("things");

    @AfterEach
    void end() {
        client.close();
        node.close();
    }

    private EntryClient open(String... settings) {
        Properties properties = new Properties();
        properties.setProperty("flagstone.nodes", "127.0.0.1:" + node.address().port());
        properties.setProperty("flagstone.timeout", "3s");
        for (int i = 0; i < settings.length; i += 2) {
            properties.setProperty(settings[i], settings[i + 1]);
        }
        return EntryClient.open(
                URI.create("flagstone:test"), EntrySpaceTest.class.getClassLoader(), properties, Clock.systemUTC());
    }

    private EntrySpace space(String name) {
        return client.space(name, client.options(name), List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    @Test
    void copiesAndTheGutterAreRefusedSayingWhatToSet() {
        assertRefused("copies", "2", "copies=2", "flagstone.cache.region.copies=1");
        assertRefused("failure", "gutter", "failure=gutter", "flagstone.cache.region.failure to miss or fail");
    }

    private void assertRefused(String setting, String value, String asked, String advice) {
        try (EntryClient asking = open("flagstone.cache.*." + setting, value)) {
            assertThatThrownBy(() -> asking.space("region", asking.options("region"), List.of()))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining(asked)
                    .hasMessageContaining(advice);
        }
    }

    @Test
    void aLeaseIsFilledByItsToken() {
        Seen lease = space.readOrLease("k", LEASE);
        assertThat(lease.state()).isEqualTo(Seen.State.VACANT);
        assertThat(space.store(lease, bytes("v"), null).isDone()).isTrue();
        assertThat(space.read("k").value()).isEqualTo(bytes("v"));
    }

    @Test
    void aFillByTheTokenOfALeaseThatIsGoneNeverHappens() {
        Seen lease = space.readOrLease("k", LEASE);
        space.invalidate("k");
        assertThat(space.store(lease, bytes("old"), null).outcome()).isEqualTo(Change.Outcome.CONFLICT);
        assertThat(space.read("k").state()).isEqualTo(Seen.State.ABSENT);
    }

    @Test
    void aFillNeverOutlivesAClear() {
        Seen lease = space.readOrLease("k", LEASE);
        assertThat(space.clear()).isEmpty();
        assertThat(space.store(lease, bytes("old"), null).outcome()).isEqualTo(Change.Outcome.CONFLICT);
    }

    @Test
    void whatIsOlderThanAClearOfAnotherClientIsNotStoredByALaterLeaseEither() {
        try (EntryClient another = open()) {
            space.read("k");
            long before = System.nanoTime();
            assertThat(another.space("things", another.options("things"), List.of())
                            .clear())
                    .isEmpty();
            Seen lease = space.readOrLease("k", LEASE);
            assertThat(space.storeAsOf(lease, bytes("old"), null, before).outcome())
                    .isEqualTo(Change.Outcome.CONFLICT);
            assertThat(space.read("k").state()).isEqualTo(Seen.State.VACANT);
            assertThat(space.storeAsOf(lease, bytes("new"), null, System.nanoTime())
                            .isDone())
                    .isTrue();
        }
    }

    @Test
    void whatIsOlderThanAClearThatNobodyHasHeardOfYetIsNotStoredInAnEmptyPlace() {
        try (EntryClient another = open()) {
            space.read("k");
            long before = System.nanoTime();
            assertThat(another.space("things", another.options("things"), List.of())
                            .clear())
                    .isEmpty();
            assertThat(space.storeAsOf(space.unseen("k"), bytes("old"), null, before)
                            .outcome())
                    .isEqualTo(Change.Outcome.CONFLICT);
            assertThat(space.read("k").state()).isEqualTo(Seen.State.ABSENT);
        }
    }

    @Test
    void whatIsOlderThanTheLossOfTheGenerationIsNotStored() {
        space.read("k");
        long before = System.nanoTime();
        node.items().keys().stream().filter(key -> key.endsWith(":gen")).forEach(node.items()::evict);
        Seen lease = space.readOrLease("k", LEASE);
        assertThat(space.storeAsOf(lease, bytes("old"), null, before).outcome()).isEqualTo(Change.Outcome.CONFLICT);
    }

    @Test
    void theFirstLookOfAClientHoldsNothingUp() {
        long before = System.nanoTime();
        assertThat(space.storeAsOf(space.readOrLease("k", LEASE), bytes("v"), null, before)
                        .isDone())
                .isTrue();
        assertThat(space.storeAsOf(space.unseen("other"), bytes("v"), null, before)
                        .isDone())
                .isTrue();
    }

    @Test
    void aStoreOnASuppositionTellsWhatIsThereInstead() {
        assertThat(space.storeOrRead(space.unseen("k"), bytes("1"), null).isDone())
                .isTrue();
        Change wrong = space.storeOrRead(space.unseen("k"), bytes("2"), null);
        assertThat(wrong.outcome()).isEqualTo(Change.Outcome.CONFLICT);
        Seen there = Objects.requireNonNull(wrong.after());
        assertThat(there.value()).isEqualTo(bytes("1"));
        assertThat(space.storeOrRead(there, bytes("2"), null).isDone()).isTrue();
        assertThat(space.read("k").value()).isEqualTo(bytes("2"));
    }

    @Test
    void twoSpacesAreReadAtOnceEachUnderItsOwnGeneration() {
        EntrySpace other = space("others");
        space.store(space.unseen("k"), bytes("1"), null);
        other.store(other.unseen("a"), bytes("2"), null);
        assertThat(space.clear()).isEmpty();
        List<Seen> seen = space.readOrLeaseWith("k", LEASE, other, List.of("a", "k"));
        assertThat(seen).extracting(Seen::state).containsExactly(Seen.State.VACANT, Seen.State.LIVE, Seen.State.ABSENT);
        assertThat(seen.get(1).value()).isEqualTo(bytes("2"));
        assertThat(space.store(seen.get(0), bytes("3"), null).isDone()).isTrue();
    }

    @Test
    void whatIsSeenIsAsGoodWithoutItsBytes() {
        space.store(space.unseen("k"), bytes("1"), null);
        Seen bare = space.read("k").bare();
        assertThat(bare.value()).isNull();
        assertThat(bare.isSameItem(space.read("k"))).isTrue();
        assertThat(space.store(bare, bytes("2"), null).isDone()).isTrue();
        assertThat(space.store(bare, bytes("3"), null).outcome()).isEqualTo(Change.Outcome.CONFLICT);
    }

    @Test
    void aStoreGivesTheTokenForTheNextOne() {
        Seen first = Objects.requireNonNull(
                space.store(space.read("k"), bytes("1"), null).after());
        assertThat(space.store(first, bytes("2"), null).isDone()).isTrue();
        assertThat(space.store(first, bytes("3"), null).outcome()).isEqualTo(Change.Outcome.CONFLICT);
        assertThat(space.read("k").value()).isEqualTo(bytes("2"));
        assertThat(space.read("k").isSameItem(space.read("k"))).isTrue();
        assertThat(space.read("k").isSameItem(first)).isFalse();
    }

    @Test
    void aSequenceBeginsWithItsSeedAndGoesOn() {
        assertThat(space.last("n")).isZero();
        assertThat(space.next("n", 1000)).isEqualTo(1000);
        assertThat(space.next("n", 7)).isEqualTo(1001);
        assertThat(space.last("n")).isEqualTo(1001);
    }

    @Test
    void manyKeysAreReadInTheirOrder() {
        space.store(space.read("b"), bytes("2"), null);
        assertThat(space.readAll(List.of("a", "b", "c")))
                .extracting(Seen::state)
                .containsExactly(Seen.State.ABSENT, Seen.State.LIVE, Seen.State.ABSENT);
    }

    @Test
    void aNodeThatIsAwayIsSeenAsSuch() {
        node.stop();
        assertThat(space.read("k").state()).isEqualTo(Seen.State.UNREACHABLE);
        assertThatThrownBy(() -> space.next("n", 1)).isInstanceOf(FlagstoneException.class);
    }

    @Test
    void whatCouldNotBeSeenIsNotStoredOver() {
        space.store(space.read("k"), bytes("1"), null);
        node.stop();
        Seen unseen = space.read("k");
        assertThat(unseen.state()).isEqualTo(Seen.State.UNREACHABLE);
        node.start();
        await().until(() -> space.read("k").state() == Seen.State.LIVE);
        assertThat(space.store(unseen, bytes("2"), null).outcome()).isEqualTo(Change.Outcome.FAILED);
        assertThat(space.read("k").value()).isEqualTo(bytes("1"));
    }

    @Test
    void norIsItStoredOverOnASupposition() {
        space.store(space.readOrLease("k", LEASE), bytes("there"), null);
        node.script(line -> FakeNode.Deed.REFUSE);
        Seen unknown = space.read("k");
        assertThat(unknown.state()).isEqualTo(Seen.State.UNREACHABLE);
        node.behave();
        Change change = space.storeOrRead(unknown, bytes("over it"), null);
        assertThat(change.outcome()).isEqualTo(Change.Outcome.FAILED);
        assertThat(change.failure()).isSameAs(unknown.failure());
        assertThat(space.read("k").value()).isEqualTo(bytes("there"));
    }

    @Test
    void aSpaceOfPlainItemsIsRefused() {
        try (EntryClient plain = open("flagstone.cache.things.mode", "plain")) {
            assertThatThrownBy(() -> plain.space("things", plain.options("things"), List.of()))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("mode=plain");
        }
    }
}
