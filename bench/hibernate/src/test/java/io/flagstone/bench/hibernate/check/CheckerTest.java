package io.flagstone.bench.hibernate.check;

import static io.flagstone.bench.hibernate.check.Planted.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.bench.hibernate.log.Fault;
import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Op;
import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Read;
import org.junit.jupiter.api.Test;

/** Each invariant is seen to be broken where it is, and to hold beside that. */
class CheckerTest {

    private static final String COUNTER = Keys.VERSIONED + 1;
    private static final String TALLY = Keys.TALLY + 1;
    private static final String COUNT = Keys.COUNT + 1;
    private static final String SLOT = Keys.SLOT + 1;
    private static final String MAIL = Keys.MAIL + "m1a";

    private static Planted two() {
        return new Planted().write(-1, KEY, 1, 0, 0).write(0, KEY, 2, 10, 20);
    }

    @Test
    void aReadThatBeginsBeforeACommitEndsMayReturnEither() {
        assertThat(two().read(1, KEY, 1, 20, 25).read(2, KEY, 2, 15, 30).broken())
                .isEmpty();
    }

    @Test
    void aReadThatBeginsAfterACommitHasEndedReturnsItOrALaterOne() {
        assertThat(two().read(1, KEY, 2, 21, 25).broken()).isEmpty();
        assertThat(two().write(0, KEY, 3, 22, 40).read(1, KEY, 3, 21, 25).broken())
                .isEmpty();
        assertThat(two().read(1, KEY, 1, 21, 25).broken()).containsExactly(1);
    }

    @Test
    void howLongAStaleValueWasReadIsTold() {
        Verdict verdict =
                two().read(1, KEY, 1, 50, 51).read(2, KEY, 1, 120, 121).verdict(false);
        assertThat(verdict.episodes(Invariant.FRESH))
                .containsExactly(new Verdict.Episode(Invariant.FRESH, KEY, 1, 2, 100_000_000, false));
        assertThat(verdict.perMillionReads(Invariant.FRESH)).isEqualTo(1e6);
    }

    @Test
    void whatIsFoundAfterItsDeletionIsStaleAndSoIsWhatIsMissedAfterItsInsertion() {
        Planted deleted = new Planted().write(-1, SLOT, 1, 0, 0).delete(0, SLOT, 2, 10, 20);
        assertThat(deleted.read(1, SLOT, Read.ABSENT, 21, 22).broken()).isEmpty();
        assertThat(deleted.read(1, SLOT, 1, 21, 22).broken()).containsExactly(1);
        Planted inserted = new Planted().delete(-1, MAIL, 1, 0, 0).write(0, MAIL, 2, 10, 20);
        assertThat(inserted.read(1, MAIL, Read.ABSENT, 15, 22)
                        .read(1, MAIL, Read.PRESENT, 15, 22)
                        .broken())
                .isEmpty();
        assertThat(inserted.read(1, MAIL, Read.ABSENT, 21, 22).broken()).containsExactly(1);
    }

    @Test
    void anUnknownOutcomeThatWasReadIsACommit() {
        Planted unknown = new Planted().write(-1, KEY, 1, 0, 0).write(0, KEY, 2, 10, 20, Outcome.UNKNOWN);
        assertThat(unknown.read(1, KEY, 1, 30, 31).broken()).isEmpty();
        assertThat(unknown.read(1, KEY, 2, 32, 33).read(2, KEY, 1, 34, 35).broken())
                .containsExactly(1);
    }

    @Test
    void atRestWhatIsCachedIsWhatIsStored() {
        assertThat(two().truth(KEY, 2).rest(1, KEY, 2, 100).broken()).isEmpty();
        assertThat(new Planted()
                        .write(-1, KEY, 1, 0, 0)
                        .truth(KEY, 2)
                        .rest(1, KEY, 1, 100)
                        .broken())
                .containsExactly(2);
        assertThat(two().truth(KEY, 2)
                        .rest(1, KEY, 1, 100)
                        .verdict(false)
                        .episodes(Invariant.FRESH)
                        .get(0)
                        .atRest())
                .isTrue();
    }

    @Test
    void whatWasRolledBackOrFailedOrNeverWrittenIsReadByNobody() {
        Planted rolledBack = two().write(0, KEY, -3, 30, 40, Outcome.ROLLED_BACK);
        assertThat(rolledBack.read(1, KEY, -3, 35, 36).broken()).containsExactly(3);
        assertThat(two().write(0, KEY, 3, 30, 40, Outcome.FAILED)
                        .read(1, KEY, 3, 35, 36)
                        .broken())
                .containsExactly(3);
        assertThat(two().read(1, KEY, 99, 35, 36).broken()).containsExactly(3);
    }

    @Test
    void ofTwoThatTryTheSameNumberTheOneThatSucceedsIsRead() {
        Planted counted = new Planted()
                .write(0, COUNTER, 1, 0, 10)
                .write(1, COUNTER, 1, 5, 12, Outcome.CONFLICT)
                .truth(COUNTER, 1);
        assertThat(counted.read(1, COUNTER, 1, 20, 21).broken()).isEmpty();
    }

    @Test
    void aVersionedCounterHoldsWhatSucceeded() {
        Planted counted = new Planted()
                .write(0, COUNTER, 1, 0, 10)
                .write(1, COUNTER, 2, 11, 20)
                .write(1, COUNTER, 3, 21, 30, Outcome.CONFLICT);
        assertThat(counted.truth(COUNTER, 2).broken()).isEmpty();
        assertThat(counted.truth(COUNTER, 1).broken()).containsExactly(4);
        assertThat(counted.truth(COUNTER, 3).broken()).containsExactly(4);
        assertThat(counted.write(0, COUNTER, 3, 31, 40, Outcome.UNKNOWN).broken())
                .isEmpty();
    }

    @Test
    void anUnversionedIncrementIsLostOnlyToOneAtTheSameTime() {
        assertThat(new Planted()
                        .write(0, TALLY, 1, 0, 10)
                        .write(1, TALLY, 1, 5, 15)
                        .truth(TALLY, 1)
                        .broken())
                .isEmpty();
        assertThat(new Planted()
                        .write(0, TALLY, 1, 0, 10)
                        .write(1, TALLY, 1, 11, 20)
                        .truth(TALLY, 1)
                        .broken())
                .containsExactly(4);
    }

    @Test
    void noMoreUnversionedIncrementsAreLostThanWithoutACache() {
        Planted many = new Planted();
        for (int i = 0; i < 200; i++) {
            many.write(i % 3, TALLY, i / 2, 0, 1_000);
        }
        many.truth(TALLY, 100);
        assertThat(many.control(0.5).broken()).isEmpty();
        assertThat(many.control(0.01).broken()).containsExactly(4);
    }

    @Test
    void forAWorkerNumbersDoNotGoBack() {
        Planted open = new Planted().write(-1, KEY, 1, 0, 0).write(0, KEY, 2, 10, 100);
        open.read(1, KEY, 2, 20, 30);
        assertThat(open.read(2, KEY, 1, 40, 50).read(1, KEY, 1, 29, 50).broken())
                .isEmpty();
        assertThat(open.read(1, KEY, 1, 40, 50).broken()).containsExactly(5);
    }

    @Test
    void aTenantReadsNothingOfAnother() {
        Planted tenants = new Planted().write(-1, "tenant/red/1", 1, 0, 0).write(-1, "tenant/blue/1", 2, 0, 0);
        assertThat(tenants.read(0, "tenant/red/1", 1, 5, 6).broken()).isEmpty();
        assertThat(tenants.read(0, "tenant/red/1", 2, 5, 6).broken()).containsExactly(6);
    }

    @Test
    void aCountHasWhatHadBeenInsertedBeforeItBegan() {
        Planted inserted = new Planted().write(0, COUNT, 11, 0, 10).write(0, COUNT, 12, 20, 30);
        assertThat(inserted.read(1, COUNT, 1, 25, 26).read(1, COUNT, 2, 31, 32).broken())
                .isEmpty();
        assertThat(inserted.read(2, COUNT, 1, 31, 32).broken()).containsExactly(7);
    }

    @Test
    void aCountIsNotOfWhatWasNeverInserted() {
        assertThat(new Planted()
                        .write(0, COUNT, 11, 0, 10)
                        .read(1, COUNT, 2, 31, 32)
                        .broken())
                .containsExactly(3);
    }

    @Test
    void lenientlyAFaultOfANodeFailsNothing() {
        Planted fault = new Planted().fault(Fault.Kind.KILL_NODE, -1, 100, 200);
        assertThat(fault.error(Op.UPDATE, 150, Outcome.CONFLICT).broken()).isEmpty();
        assertThat(fault.error(Op.UPDATE, 150, Outcome.FAILED).broken()).containsExactly(8);
    }

    @Test
    void strictlyAFaultOfANodeRefusesChangesOnlyAndOnlyThen() {
        Planted fault = new Planted().strict().fault(Fault.Kind.STOP_NODE, -1, 100_000, 101_000);
        assertThat(fault.error(Op.UPDATE, 100_500, Outcome.FAILED).broken()).isEmpty();
        assertThat(fault.error(Op.FIND, 100_500, Outcome.FAILED).broken()).containsExactly(8);
        assertThat(new Planted()
                        .strict()
                        .fault(Fault.Kind.STOP_NODE, -1, 100_000, 101_000)
                        .error(Op.UPDATE, 50_000, Outcome.FAILED)
                        .broken())
                .containsExactly(8);
    }

    @Test
    void theCacheIsFoundToBeUsedAndToRecover() {
        Planted fault = new Planted()
                .fault(Fault.Kind.KILL_NODE, -1, 100, 200)
                .sample(0, 0, 0, 0)
                .sample(0, 90, 900, 100)
                .sample(0, 210, 900, 1_100);
        assertThat(fault.sample(0, 300, 1_800, 1_200).broken()).isEmpty();
        assertThat(new Planted()
                        .fault(Fault.Kind.KILL_NODE, -1, 100, 200)
                        .sample(0, 0, 0, 0)
                        .sample(0, 90, 900, 100)
                        .sample(0, 210, 900, 1_100)
                        .sample(0, 300, 950, 2_050)
                        .broken())
                .containsExactly(9);
        assertThat(new Planted().sample(0, 0, 0, 0).sample(0, 90, 100, 900).broken())
                .containsExactly(9);
        assertThat(new Planted().sample(0, 0, 0, 0).sample(0, 90, 0, 0).broken())
                .as("a cache that nobody asks")
                .containsExactly(9);
    }
}
