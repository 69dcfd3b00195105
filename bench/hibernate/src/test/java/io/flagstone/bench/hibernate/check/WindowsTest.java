package io.flagstone.bench.hibernate.check;

import static io.flagstone.bench.hibernate.check.Planted.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.bench.hibernate.log.Fault;
import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Read;
import org.junit.jupiter.api.Test;

/** A violation is put down to a documented window where its cause was there, and nowhere else. */
class WindowsTest {

    private static final String COUNT = Keys.COUNT + 1;

    /** Worker 0 is cut off from 100 to 200 and is seen to reach all again from 300. */
    private static Planted cutOff() {
        return new Planted()
                .write(-1, KEY, 1, 0, 0)
                .fault(Fault.Kind.PARTITION_WORKER, 0, 100, 200)
                .probe(0, 90, true)
                .probe(0, 150, true)
                .probe(0, 250, false)
                .probe(0, 300, true);
    }

    @Test
    void aWriterThatIsCutOffExplainsItUntilItReachesAllAgain() {
        Planted missed = cutOff().write(0, KEY, 2, 110, 120);
        assertThat(missed.read(1, KEY, 1, 280, 281).unexplained()).isEmpty();
        assertThat(missed.broken()).containsExactly(1);
        assertThat(missed.verdict(false).violations().get(0).window()).isEqualTo(Window.CUT_OFF);
        assertThat(missed.read(1, KEY, 1, 302, 303).unexplained()).containsExactly(1);
    }

    @Test
    void aWriterThatIsCutOffExplainsNothingInStrictMode() {
        assertThat(cutOff().strict()
                        .write(0, KEY, 2, 110, 120)
                        .read(1, KEY, 1, 150, 151)
                        .unexplained())
                .containsExactly(1);
    }

    @Test
    void theOthersWritesAreNotExplainedByThat() {
        assertThat(cutOff().write(1, KEY, 2, 110, 120).read(2, KEY, 1, 150, 151).unexplained())
                .containsExactly(1);
        assertThat(cutOff().write(0, KEY, 2, 110, 120)
                        .write(1, KEY, 3, 130, 140)
                        .read(2, KEY, 1, 150, 151)
                        .unexplained())
                .as("one of two writers did reach the node")
                .containsExactly(1);
    }

    @Test
    void aWriteBeforeTheFaultIsNotExplainedByIt() {
        assertThat(cutOff().write(0, KEY, 2, 50, 60).read(1, KEY, 1, 150, 151).unexplained())
                .containsExactly(1);
    }

    @Test
    void anOldValueAtRestIsExplainedOnlyIfItsWriterDiedBeforeItReachedTheNode() {
        Planted rest = cutOff().write(0, KEY, 2, 110, 120).truth(KEY, 2).rest(1, KEY, 1, 1_000);
        assertThat(rest.unexplained()).containsExactly(1, 2);
        assertThat(rest.fault(Fault.Kind.KILL_WORKER_AFTER_COMMIT, 0, 180, 190).unexplained())
                .isEmpty();
        assertThat(rest.verdict(false).violations().get(0).window()).isEqualTo(Window.DIED_OWING);
    }

    @Test
    void goingBackIsExplainedByALostLockWhileTheWriterIsAboutToEnd() {
        Planted back = new Planted()
                .write(-1, KEY, 1, 0, 0)
                .write(0, KEY, 2, 100, 200)
                .read(1, KEY, 2, 150, 151)
                .read(1, KEY, 1, 160, 161);
        assertThat(back.unexplained()).containsExactly(5);
        back.fault(Fault.Kind.SMALL_NODE, -1, 120, 130).probe(0, 140, true);
        assertThat(back.unexplained()).isEmpty();
        assertThat(back.broken()).containsExactly(5);
    }

    @Test
    void goingBackIsExplainedByATransactionThatIsLongerThanItsLock() {
        assertThat(new Planted()
                        .write(-1, KEY, 1, 0, 0)
                        .write(0, KEY, 2, 100, 4_200)
                        .read(1, KEY, 2, 4_150, 4_151)
                        .read(1, KEY, 1, 4_160, 4_161)
                        .unexplained())
                .isEmpty();
    }

    @Test
    void aNaturalIdThatWasChangedFromAnOldValueIsExplainedByWhatExplainsThat() {
        String person = Keys.PERSON + 1;
        String mail = Keys.MAIL + "m1a";
        Planted changed = cutOff().write(-1, person, 1, 0, 0)
                .write(0, person, 2, 110, 120)
                .write(0, mail, 2, 110, 120)
                .write(1, person, 3, 150, 160)
                .delete(1, mail, 3, 150, 160)
                .read(2, mail, Read.PRESENT, 500, 501);
        assertThat(changed.unexplained()).containsExactly(1);
        changed.basis(1, person, 1, 150);
        assertThat(changed.unexplained()).isEmpty();
        assertThat(changed.read(2, person, 2, 500, 501).unexplained())
                .as("the row itself is not explained by that")
                .containsExactly(1);
    }

    @Test
    void uncommittedValuesErrorsAndOtherTenantsAreExplainedByNothing() {
        assertThat(cutOff().write(0, KEY, -2, 110, 120, Outcome.ROLLED_BACK)
                        .read(1, KEY, -2, 115, 116)
                        .unexplained())
                .containsExactly(3);
    }

    @Test
    void aCountIsExplainedByAsManyInsertsAsItLacks() {
        Planted counted = cutOff().write(0, COUNT, 2, 110, 120).write(1, COUNT, 3, 110, 120);
        assertThat(counted.read(2, COUNT, 1, 150, 151).unexplained()).isEmpty();
        assertThat(counted.read(2, COUNT, 0, 152, 153).unexplained()).containsExactly(7);
    }
}
