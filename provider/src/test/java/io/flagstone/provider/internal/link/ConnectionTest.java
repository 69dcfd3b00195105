package io.flagstone.provider.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.internal.wire.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection in good times: batches, readings around them, replies in order. */
class ConnectionTest {

    private final Wire wire = new Wire();
    private final Wire.Witness guard = new Wire.Witness("gen");

    @AfterEach
    void allMemoryIsGivenBack() {
        assertThat(wire.used()).isZero();
    }

    @Test
    void oneReadingIsSentBehindEachBatchOfReads() {
        wire.submit(Wire.get("a"), guard);
        wire.submit(Wire.get("b"), guard);
        assertThat(wire.sent()).isEqualTo("mg a v O1\r\nmg b v O2\r\nmg gen v O3\r\n");
        wire.submit(Wire.get("c"), guard);
        assertThat(wire.sent()).isEqualTo("mg c v O4\r\nmg gen v O5\r\n");
    }

    @Test
    void oneReadingIsSentAheadOfTheStoresOfABatch() {
        wire.submit(Wire.set("a", "1"), guard);
        wire.submit(Wire.set("b", "2"), guard);
        assertThat(wire.sent()).isEqualTo("mg gen v O1\r\nms a 1 c O2\r\n1\r\nms b 1 c O3\r\n2\r\n");
    }

    @Test
    void aStoreThatCanBeRefusedHasReadingsOnBothSides() {
        wire.submit(Wire.get("a"), guard);
        wire.submit(Wire.add("b", "1"), guard);
        assertThat(wire.sent()).isEqualTo("mg a v O1\r\nmg gen v O2\r\nms b 1 c ME O3\r\n1\r\nmg gen v O4\r\n");
    }

    @Test
    void everyGuardOfABatchHasAReadingOfItsOwn() {
        Wire.Witness other = new Wire.Witness("other");
        wire.submit(Wire.get("a"), guard);
        wire.submit(Wire.get("b"), other);
        wire.submit(Wire.get("c"), guard);
        wire.submit(Wire.get("d"), null);
        wire.submit(Wire.get("e"), new Wire.Witness(null));
        assertThat(wire.sent())
                .isEqualTo("mg a v O1\r\nmg b v O2\r\nmg c v O3\r\nmg d v O4\r\nmg e v O5\r\nmg gen v O6\r\n"
                        + "mg other v O7\r\n");
    }

    @Test
    void readsAreSettledInOrderByWhatWasReadBehindThem() {
        Call a = wire.submit(Wire.get("a"), guard);
        Call b = wire.submit(Wire.get("b"), guard);
        wire.sent();
        wire.hear("VA 1 O1|x|EN O2|");
        assertThat(a.state()).isEqualTo(Call.State.SENT);
        assertThat(b.state()).isEqualTo(Call.State.SENT);
        wire.hear("VA 2 O3|17|");
        assertThat(a.state()).isEqualTo(Call.State.REPLIED);
        assertThat(b.state()).isEqualTo(Call.State.REPLIED);
        assertThat(Objects.requireNonNull(a.guardReply()).number()).isEqualTo(17);
        assertThat(Objects.requireNonNull(a.reply()).value()).isEqualTo("x".getBytes(StandardCharsets.US_ASCII));
        assertThat(a.incarnation()).isEqualTo(Wire.INCARNATION);
        assertThat(Objects.requireNonNull(b.guardReply()).number()).isEqualTo(17);
    }

    @Test
    void aStoreThatWasCarriedOutIsSettledAtOnceByWhatWasReadAhead() {
        Call store = wire.submit(Wire.add("a", "1"), guard);
        wire.sent();
        wire.hear("VA 2 O1|17|HD c9 O2|");
        assertThat(store.state()).isEqualTo(Call.State.REPLIED);
        assertThat(Objects.requireNonNull(store.guardReply()).number()).isEqualTo(17);
        assertThat(Objects.requireNonNull(store.reply()).cas()).isEqualTo(9);
        wire.hear("VA 2 O3|18|");
        assertThat(Objects.requireNonNull(store.guardReply()).number()).isEqualTo(17);
        assertThat(wire.events).containsExactly("heard", "heard");
    }

    @Test
    void aStoreThatWasRefusedIsSettledByWhatWasReadBehindIt() {
        Call store = wire.submit(Wire.add("a", "1"), guard);
        wire.sent();
        wire.hear("VA 2 O1|17|NS O2|");
        assertThat(store.state()).isEqualTo(Call.State.SENT);
        wire.hear("VA 2 O3|18|");
        assertThat(store.state()).isEqualTo(Call.State.REPLIED);
        assertThat(Objects.requireNonNull(store.guardReply()).number()).isEqualTo(18);
    }

    @Test
    void errorsAndTheMissesOfOldNodesNeedNoOpaque() {
        Call a = wire.submit(Wire.get("a"), null);
        Call b = wire.submit(Wire.set("b", "value"), null);
        wire.sent();
        wire.hear("EN|SERVER_ERROR out of memory storing object|");
        assertThat(Objects.requireNonNull(a.reply()).status()).isEqualTo(Status.MISS);
        assertThat(Objects.requireNonNull(b.reply()).status()).isEqualTo(Status.REFUSED);
        assertThat(Objects.requireNonNull(b.reply()).complaint())
                .isEqualTo("SERVER_ERROR out of memory storing object");
    }

    @Test
    void aCallWithATokenOfAnotherConnectionIsNotSent() {
        Call foreign = wire.submit(Wire.set("a", "value"), null, Wire.INCARNATION - 1);
        Call own = wire.submit(Wire.set("b", "value"), null, Wire.INCARNATION);
        assertThat(wire.sent()).isEqualTo("ms b 5 c O1\r\nvalue\r\n");
        assertThat(foreign.state()).isEqualTo(Call.State.STALE);
        assertThat(own.state()).isEqualTo(Call.State.SENT);
    }

    @Test
    void aCallThatIsWithdrawnInTimeIsNotSent() {
        Call call = wire.submit(Wire.set("a", "value"), null);
        call.giveUp();
        assertThat(wire.sent()).isEmpty();
        assertThat(call.state()).isEqualTo(Call.State.WITHDRAWN);
    }

    @Test
    void nothingIsSentWhileTheOtherSideDoesNotRead() {
        wire.writable(false);
        Call call = wire.submit(Wire.get("a"), guard);
        assertThat(wire.sent()).isEmpty();
        assertThat(call.state()).isEqualTo(Call.State.QUEUED);
        wire.writable(true);
        assertThat(wire.sent()).isEqualTo("mg a v O1\r\nmg gen v O2\r\n");
    }

    @Test
    void manyCallsGoInSeveralBatchesAndAllAreAnswered() {
        List<Call> calls = new ArrayList<>();
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            calls.add(wire.submit(Wire.get("a"), null));
            replies.append("EN O").append(i + 1).append('|');
        }
        assertThat(wire.sent().lines()).hasSize(1000);
        wire.hear(replies.toString());
        assertThat(calls).allMatch(call -> call.state() == Call.State.REPLIED);
    }

    @Test
    void valuesOfEverySizeAreSentWhole() {
        Random random = new Random(1);
        int opaque = 0;
        for (int size : new int[] {0, 1, 4096, 8191, 8192, 8193, 100_000}) {
            StringBuilder value = new StringBuilder();
            random.ints(size, 'a', 'z' + 1).forEach(c -> value.append((char) c));
            wire.submit(Wire.set("a", value.toString()), null);
            wire.submit(Wire.get("b"), null);
            assertThat(wire.sent())
                    .isEqualTo(
                            "ms a " + size + " c O" + ++opaque + "\r\n" + value + "\r\nmg b v O" + ++opaque + "\r\n");
        }
    }

    @Test
    void callsBehindManyThatAreNotSentAreSentAllTheSame() {
        wire.writable(false);
        for (int i = 0; i < 1000; i++) {
            wire.submit(Wire.get("a" + i), null).giveUp();
            wire.submit(Wire.get("b" + i), null, Wire.INCARNATION - 1);
        }
        Call last = wire.submit(Wire.get("last"), null);
        wire.sent();
        wire.writable(true);
        assertThat(wire.sent()).isEqualTo("mg last v O1\r\n");
        assertThat(last.state()).isEqualTo(Call.State.SENT);
    }
}
