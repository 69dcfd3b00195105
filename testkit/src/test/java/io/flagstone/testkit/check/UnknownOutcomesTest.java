package io.flagstone.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cases so rare that random histories seldom hit them. */
class UnknownOutcomesTest {
    private final List<Event> events = new ArrayList<>();
    private long now;

    @Test
    void aValueMayHaveBeenReplacedRatherThanLost() {
        next(Operation.put("k", "a"), Outcome.Plain.DONE);
        next(Operation.replaceIfEquals("k", "a", "b"), Outcome.Plain.UNKNOWN);
        next(Operation.removeIfEquals("k", "a"), new Outcome.Said(false));
        next(Operation.get("k"), new Outcome.Saw("b"));
        assertThat(RegisterChecker.check(events).isClean()).isTrue();
    }

    @Test
    void aValueThatWasNotFoundIsGoneEvenIfOnlyAnUnknownWriteCanHaveLeftIt() {
        next(Operation.put("k", "a"), Outcome.Plain.UNKNOWN);
        next(Operation.containsKey("k"), new Outcome.Said(true));
        next(Operation.removeIfEquals("k", "a"), new Outcome.Said(false));
        assertThat(RegisterChecker.check(events).isClean()).isTrue();
        next(Operation.containsKey("k"), new Outcome.Said(true));
        assertThat(RegisterChecker.check(events).isClean()).isFalse();
    }

    @Test
    void eachUnknownWriteExplainsOnePresenceOnly() {
        next(Operation.put("k", "a"), Outcome.Plain.UNKNOWN);
        next(Operation.put("k", "b"), Outcome.Plain.UNKNOWN);
        next(Operation.remove("k"), new Outcome.Said(true));
        next(Operation.remove("k"), new Outcome.Said(true));
        assertThat(RegisterChecker.check(events).isClean()).isTrue();
        next(Operation.remove("k"), new Outcome.Said(true));
        assertThat(RegisterChecker.check(events).isClean()).isFalse();
    }

    @Test
    void ofTwoUnknownWritesTheOneThatEndsIsSpentFirst() {
        events.add(new Event("dead", Operation.put("k", "a"), Outcome.Plain.UNKNOWN, 0, Event.NEVER));
        events.add(new Event("c", Operation.put("k", "b"), Outcome.Plain.UNKNOWN, 0, 5));
        events.add(new Event("c", Operation.remove("k"), new Outcome.Said(true), 6, 7));
        events.add(new Event("c", Operation.get("k"), new Outcome.Saw(null), 10, 11));
        events.add(new Event("c", Operation.remove("k"), new Outcome.Said(true), 20, 21));
        CheckOptions settling = CheckOptions.strict().withUnknownsSettledWithin(Duration.ofNanos(3));
        assertThat(new RegisterChecker(settling).verdict(events).isClean()).isTrue();
    }

    @Test
    void aRemovalEndsTheValueEvenWhereMissesProveNothing() {
        for (Planted error : List.of(
                Planted.RESURRECTION_AFTER_REMOVE,
                Planted.RESURRECTION_AFTER_FAILED_REMOVE,
                Planted.VALUE_AFTER_CLEAR,
                Planted.GET_AND_REMOVE_TWICE)) {
            Verdict verdict = new RegisterChecker(CheckOptions.strict().withBlindMisses()).verdict(error.on("k", 0));
            assertThat(verdict.violations()).as("%s", error).hasSize(1);
        }
    }

    @Test
    void aCounterMayStartAgainAfterALoss() {
        next(Operation.invokeAdd("k", 1), new Outcome.Saw(null));
        next(Operation.invokeAdd("k", 1), new Outcome.Saw("1"));
        next(Operation.invokeAdd("k", 1), new Outcome.Saw(null));
        next(Operation.get("k"), new Outcome.Saw("1"));
        assertThat(RegisterChecker.check(events).isClean()).isTrue();
        next(Operation.invokeAdd("k", 1), new Outcome.Saw("2"));
        assertThat(RegisterChecker.check(events).isClean()).isFalse();
    }

    @Test
    void aCounterMayRunAheadByWhatIsUnknownAndNoFurther() {
        next(Operation.put("k", "10"), Outcome.Plain.DONE);
        next(Operation.invokeAdd("k", 1), Outcome.Plain.UNKNOWN);
        next(Operation.invokeAdd("k", 1), Outcome.Plain.UNKNOWN);
        next(Operation.get("k"), new Outcome.Saw("11"));
        next(Operation.get("k"), new Outcome.Saw("12"));
        assertThat(RegisterChecker.check(events).isClean()).isTrue();
        next(Operation.get("k"), new Outcome.Saw("13"));
        assertThat(RegisterChecker.check(events).isClean()).isFalse();
    }

    private void next(Operation operation, Outcome outcome) {
        events.add(new Event("c", operation, outcome, now, now + 1));
        now += 2;
    }
}
