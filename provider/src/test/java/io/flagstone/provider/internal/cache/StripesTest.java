package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.HeldByAnother;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.testing.Threads;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Locks of keys: one order everywhere, none kept after a failure, none waited for without end. */
@Timeout(30)
class StripesTest {

    private final TestCache cache = new TestCache();
    private final Stripes stripes = new Stripes(TimeUnit.MILLISECONDS.toNanos(100));

    @AfterEach
    void close() {
        cache.close();
    }

    private EntryKey key(String name) {
        return cache.parts().store().key(name);
    }

    private List<EntryKey> keys(int count) {
        List<EntryKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(key("key" + i));
        }
        return keys;
    }

    private Deadline time() {
        return cache.parts().store().deadline();
    }

    private static Deadline in(long millis) {
        return Deadline.in(Clock.SYSTEM, TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private boolean isFree(EntryKey key) throws Exception {
        return Threads.start(() -> {
                    try {
                        stripes.lock(List.of(key), time()).release();
                        return true;
                    } catch (HeldByAnother e) {
                        return false;
                    }
                })
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void aLockThatIsNotReleasedIsNotWaitedForWithoutEnd() throws Exception {
        Stripes.Held held = stripes.lock(List.of(key("k")), time());
        assertThat(isFree(key("k"))).isFalse();
        held.release();
        assertThat(isFree(key("k"))).isTrue();
    }

    @Test
    void afterAFailureNoneOfTheLocksIsKept() throws Exception {
        List<EntryKey> all = keys(50);
        EntryKey last = Collections.max(all, java.util.Comparator.comparingInt(Stripes::of));
        Stripes.Held held = stripes.lock(List.of(last), time());
        CompletableFuture<Void> other = Threads.run(() -> stripes.lock(all, time()));
        assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(HeldByAnother.class);
        for (EntryKey key : all) {
            assertThat(isFree(key)).isEqualTo(Stripes.of(key) != Stripes.of(last));
        }
        held.release();
    }

    @Test
    void whoeverHoldsALockMayTakeItAgain() throws Exception {
        Stripes.Held outer = stripes.lock(keys(3), time());
        stripes.lock(keys(3), time()).release();
        assertThat(isFree(key("key1"))).isFalse();
        outer.release();
        assertThat(isFree(key("key1"))).isTrue();
    }

    @Test
    void twoBulksInOppositeOrdersDoNotBlockEachOther() throws Exception {
        Stripes patient = new Stripes(TimeUnit.SECONDS.toNanos(10));
        AtomicIntegerArray inside = new AtomicIntegerArray(512);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            List<EntryKey> mine = keys(30);
            Collections.shuffle(mine, new Random(thread));
            threads.add(Threads.run(() -> {
                for (int i = 0; i < 200; i++) {
                    Stripes.Held held = patient.lock(mine, time());
                    assertThat(inside.incrementAndGet(Stripes.of(mine.get(0)))).isEqualTo(1);
                    inside.decrementAndGet(Stripes.of(mine.get(0)));
                    held.release();
                }
            }));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void anInterruptedThreadGetsAFreeLockAndStaysInterrupted() throws Exception {
        CompletableFuture<Boolean> other = Threads.start(() -> {
            Thread.currentThread().interrupt();
            stripes.lock(keys(2), time()).release();
            cache.writes().putIfAbsent("k", "v");
            return Thread.interrupted();
        });
        assertThat(other.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(cache.reads().get("k")).isEqualTo("v");
    }

    @Test
    void whoeverWaitsForALockWaitsOnTheTimeOfItsCall() throws Exception {
        Stripes patient = new Stripes(TimeUnit.SECONDS.toNanos(10));
        List<EntryKey> all = keys(20);
        Stripes.Held held = patient.lock(List.of(all.get(7)), time());
        CompletableFuture<Void> other = Threads.run(() -> patient.lock(all, in(50)));
        assertThatThrownBy(() -> other.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(DeadlineExceeded.class);
        held.release();
        Threads.run(() -> patient.lock(all, in(5_000)).release()).get(10, TimeUnit.SECONDS);
    }

    @Test
    void whileTheOwnerOfALockRunsTheApplicationsCodeNobodysTimePasses() throws Exception {
        Stripes patient = new Stripes(TimeUnit.SECONDS.toNanos(10));
        List<EntryKey> keys = keys(1);
        Stripes.Held held = patient.lock(keys, time());
        held.leave();
        Stripes.Held again = patient.lock(keys, time()); // as that code does where it uses the cache itself
        again.leave();
        again.comeBack();
        again.release();
        Deadline theirs = in(2_000);
        CompletableFuture<Void> other =
                Threads.run(() -> patient.lock(keys, theirs).release());
        TimeUnit.MILLISECONDS.sleep(2_200); // longer than they have
        assertThat(other).isNotDone();
        held.comeBack();
        held.release();
        other.get(10, TimeUnit.SECONDS);
        assertThat(theirs.passed()).as("time is left").isFalse();
    }

    @Test
    void anOwnerThatDoesNotComeBackIsNotWaitedForWithoutEnd() throws Exception {
        Stripes.Held held = stripes.lock(keys(1), time());
        held.leave();
        CompletableFuture<Void> other = Threads.run(() -> stripes.lock(keys(1), in(10)));
        assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(HeldByAnother.class);
        held.comeBack();
        held.release();
    }

    @Test
    void nobodyHoldsTheLocksOfNoKeys() {
        stripes.lock(List.of(), time()).release();
    }
}
