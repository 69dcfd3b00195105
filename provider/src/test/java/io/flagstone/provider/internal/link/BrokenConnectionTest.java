package io.flagstone.provider.internal.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.internal.wire.Request;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection in bad times: whatever is not the reply that is due ends it, and nothing in flight is forgotten. */
class BrokenConnectionTest {

    private final Wire wire = new Wire();
    private final Wire.Witness guard = new Wire.Witness(null);

    @AfterEach
    void allMemoryIsGivenBack() {
        assertThat(wire.used()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VA 1 O9|x|",
                "HD c1 O9|",
                "HD c1|",
                "NS|",
                "NF|",
                "EX|",
                "VA 1|x|",
                "EN O9|",
                "ERROR|",
                "CLIENT_ERROR bad command line format|",
                "MN|",
                "HTTP/1.1 400 Bad Request|",
                "|",
                "VA -1 O1||",
                "VA 2147483647 O1|"
            })
    void whateverIsNotTheReplyThatIsDueEndsTheConnection(String answer) {
        Call read = wire.submit(Wire.get("a"), guard);
        Call written = wire.submit(Wire.set("b", "value"), guard);
        Call queued = queuedBehindTheWrite();
        wire.hear(answer);
        assertThat(wire.channel.isActive()).isFalse();
        assertThat(read.state()).isEqualTo(Call.State.LOST);
        assertThat(written.state()).isEqualTo(Call.State.LOST);
        assertThat(queued.state()).isEqualTo(Call.State.UNSENT);
        assertThat(guard.told).as("mutations only, before their callers wake").containsExactly("lost a call SENT");
        assertThat(wire.events.get(wire.events.size() - 1)).startsWith("closed: ");
    }

    private Call queuedBehindTheWrite() {
        wire.sent();
        wire.writable(false);
        return wire.submit(Wire.set("c", "value"), guard);
    }

    @Test
    void aReplyToNothingEndsTheConnection() {
        wire.hear("EN O1|");
        assertThat(wire.events).contains("closed: a reply to nothing");
    }

    @Test
    void repliesBehindAViolationDoNotCount() {
        Call a = wire.submit(Wire.get("a"), null);
        Call b = wire.submit(Wire.get("b"), null);
        wire.sent();
        wire.hear("EN O2|EN O2|");
        assertThat(a.state()).isEqualTo(Call.State.LOST);
        assertThat(b.state()).isEqualTo(Call.State.LOST);
    }

    @Test
    void aCallThatIsSubmittedTooLateIsNotLeftWaiting() {
        wire.connection.close(new IOException("closed by the test"));
        wire.channel.runPendingTasks();
        Call call = wire.submit(Wire.set("a", "value"), guard);
        assertThat(call.state()).isEqualTo(Call.State.UNSENT);
        assertThat(wire.events).containsExactly("closed: closed by the test");
        assertThat(guard.told).isEmpty();
    }

    @Test
    void aLateReplyReachesTheGuardAndNotTheCaller() {
        Call call = wire.submit(Wire.set("a", "value"), guard);
        wire.sent();
        call.giveUp();
        assertThat(call.state()).isEqualTo(Call.State.ABANDONED);
        wire.hear("HD c5 O1|");
        assertThat(guard.told).containsExactly("late DONE 5 of a call ABANDONED");
        assertThat(wire.channel.isActive()).isTrue();
    }

    @Test
    void anAbandonedMutationIsLostWithTheConnectionLikeAnyOther() {
        Call call = wire.submit(Wire.set("a", "value"), guard);
        wire.sent();
        call.giveUp();
        wire.channel.close();
        assertThat(guard.told).containsExactly("lost a call ABANDONED");
        assertThat(call.state()).isEqualTo(Call.State.ABANDONED);
    }

    @Test
    void aReplyAndAGiveUpAreNeverBothTrue() {
        Call call = wire.submit(Wire.set("a", "value"), guard);
        wire.sent();
        wire.hear("HD c5 O1|");
        call.giveUp();
        assertThat(call.state()).isEqualTo(Call.State.REPLIED);
        assertThat(guard.told).isEmpty();
    }

    @Test
    void deletesAndCountersAreMutationsToo() {
        wire.submit(Request.delete("a".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0), guard);
        wire.submit(Request.add("a".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 1, 5), guard);
        wire.submit(Wire.get("a"), guard);
        wire.sent();
        wire.channel.close();
        assertThat(guard.told).containsExactly("lost a call SENT", "lost a call SENT");
    }

    @Test
    void aMissIsNoAnswerToAStore() {
        Call call = wire.submit(Wire.set("b", "value"), guard);
        wire.sent();
        wire.hear("EN|");
        assertThat(call.state()).isEqualTo(Call.State.LOST);
    }

    @Test
    void anObligationThatIsNotSentIsReported() {
        wire.writable(false);
        wire.connection.submit(Call.obligation(Wire.set("a", "value"), guard, Call.ANY_INCARNATION, new Waiter(1)));
        wire.connection.submit(Call.obligation(Wire.set("a", "value"), guard, Wire.INCARNATION - 1, new Waiter(1)));
        wire.channel.close();
        wire.connection.submit(Call.obligation(Wire.set("a", "value"), guard, Call.ANY_INCARNATION, new Waiter(1)));
        assertThat(guard.told).hasSize(3).containsOnly("undone: a call UNSENT");
    }

    @Test
    void anObligationThatIsAnsweredIsReportedThoughNobodyWaits() {
        wire.connection.submit(Call.obligation(Wire.set("a", "value"), guard, Call.ANY_INCARNATION, new Waiter(1)));
        wire.sent();
        wire.hear("HD c5 O1|");
        assertThat(guard.told).containsExactly("late DONE 5 of a call REPLIED");
    }

    @Test
    void whatIsAnsweredButNotYetJudgedIsLostWithTheConnection() {
        Wire.Witness reading = new Wire.Witness("gen");
        Call read = wire.submit(Wire.get("a"), reading);
        Call refused = wire.submit(Wire.add("b", "1"), reading);
        Call stored = wire.submit(Wire.add("c", "1"), reading);
        wire.sent();
        wire.hear("VA 1 O1|x|VA 1 O2|7|NS O3|HD c5 O4|");
        wire.channel.close();
        assertThat(read.state()).isEqualTo(Call.State.LOST);
        assertThat(refused.state()).isEqualTo(Call.State.LOST);
        assertThat(stored.state()).isEqualTo(Call.State.REPLIED);
        assertThat(reading.told).containsExactly("lost a call SENT");
    }

    @Test
    void anObligationIsReportedWithTheReadingBehindIt() {
        Wire.Witness reading = new Wire.Witness("gen");
        Request delete = Request.delete("a".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0);
        wire.connection.submit(Call.obligation(delete, reading, Call.ANY_INCARNATION, new Waiter(1)));
        wire.sent();
        wire.hear("HD O1|");
        assertThat(reading.told).isEmpty();
        wire.hear("VA 1 O2|7|");
        assertThat(reading.told).containsExactly("late DONE 0 of a call REPLIED");
    }

    @Test
    void aCallThatIsGivenUpWhileItWaitsForTheReadingIsLate() {
        Wire.Witness reading = new Wire.Witness("gen");
        Call call = wire.submit(Wire.add("a", "1"), reading);
        wire.sent();
        wire.hear("VA 1 O1|7|NS O2|");
        call.giveUp();
        assertThat(call.state()).isEqualTo(Call.State.ABANDONED);
        wire.hear("VA 1 O3|7|");
        assertThat(reading.told).containsExactly("late NOT_STORED 0 of a call ABANDONED");
    }
}
