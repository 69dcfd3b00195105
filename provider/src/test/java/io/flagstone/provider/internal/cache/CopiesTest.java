package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.stats.CacheCounters.Figure;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.FakeNode.Deed;
import io.flagstone.provider.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What changes that overtake each other leave on the node of the copies: never anything older than the owner has. */
@Timeout(20)
class CopiesTest {

    private static final String KEY = "k";

    private final FakeNode a = new FakeNode("a");
    private final FakeNode b = new FakeNode("b");
    private final TestClient mine = new TestClient(TestClient.PATIENT, a, b);
    private final TestClient others = new TestClient(TestClient.PATIENT, a, b);
    private final List<TestClient> more = new ArrayList<>();
    private final FlagstoneCache<String, String> cache = mine.cache(TestClient.strings(), options(FailurePolicy.FAIL));
    private final Cache<String, String> other = others.cache(TestClient.strings(), options(FailurePolicy.FAIL));
    private final FakeNode owner = owner();
    private final FakeNode follower = owner == a ? b : a;

    private static CacheOptions options(FailurePolicy policy) {
        return CacheOptions.DEFAULTS.withFailure(policy).withCopies(2);
    }

    /** Only the owner is asked for stubs. */
    private FakeNode owner() {
        cache.put(KEY, "first");
        other.put(KEY, "first");
        FakeNode owns = a.lines().stream().anyMatch(CopiesTest::isClaim) ? a : b;
        assertThat(owns == a ? b.lines() : a.lines()).noneMatch(CopiesTest::isClaim);
        return owns;
    }

    @AfterEach
    void close() {
        more.forEach(TestClient::close);
        mine.close();
        others.close();
        a.close();
        b.close();
    }

    private static boolean isClaim(String line) {
        return line.startsWith("mg ") && line.contains(" N");
    }

    private static boolean isConditional(String line) {
        return line.startsWith("ms ") && line.matches(".* C\\d+.*");
    }

    private static boolean isPlain(String line) {
        return line.startsWith("ms ") && !isConditional(line);
    }

    /** Does this once, when the node is about to carry out such a command. */
    private static void before(FakeNode node, Predicate<String> command, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        node.script(line -> {
            if (command.test(line) && done.compareAndSet(false, true)) {
                action.run();
            }
            return Deed.ANSWER;
        });
    }

    private static void evictEntry(FakeNode node) {
        node.items().keys().stream().filter(item -> item.endsWith(KEY)).forEach(node.items()::evict);
    }

    /** What somebody reads once the owner has ended. */
    private String readFromTheCopy() {
        owner.stop();
        TestClient reader = new TestClient(TestClient.PATIENT, a, b);
        more.add(reader);
        return reader.<String, String>cache(TestClient.strings(), options(FailurePolicy.MISS))
                .get(KEY);
    }

    @Test
    void aCopyIsWhatTheOwnerHas() {
        cache.put(KEY, "value");
        assertThat(readFromTheCopy()).isEqualTo("value");
    }

    @Test
    void aLateCopyNeverTakesThePlaceOfALaterOne() {
        before(follower, CopiesTest::isConditional, () -> other.put(KEY, "later"));
        cache.put(KEY, "value");
        assertThat(cache.get(KEY)).isEqualTo("later");
        assertThat(readFromTheCopy()).isEqualTo("later");
    }

    @Test
    void aLateCopyDoesNotComeBackAfterARemoval() {
        before(follower, CopiesTest::isConditional, () -> other.remove(KEY));
        cache.put(KEY, "value");
        assertThat(readFromTheCopy()).isNull();
    }

    @Test
    void aLateCopyDoesNotComeBackAfterAClear() {
        before(follower, CopiesTest::isConditional, other::clear);
        cache.put(KEY, "value");
        assertThat(readFromTheCopy()).isNull();
    }

    @Test
    void aChangeThatIsOvertakenBeforeItsCommitBeginsAgain() {
        before(owner, CopiesTest::isConditional, () -> other.put(KEY, "earlier"));
        cache.put(KEY, "value");
        assertThat(cache.get(KEY)).isEqualTo("value");
        assertThat(readFromTheCopy()).isEqualTo("value");
    }

    /** Nothing is nothing, but not the same nothing. */
    @Test
    void aChangeIsAlsoOvertakenByOneThatHasBeenLostAgain() {
        cache.remove(KEY);
        before(owner, line -> isConditional(line) || line.contains(" ME"), () -> {
            other.put(KEY, "lost");
            evictEntry(owner);
        });
        assertThat(cache.putIfAbsent(KEY, "value")).isTrue();
        assertThat(cache.get(KEY)).isEqualTo("value");
        assertThat(readFromTheCopy()).isEqualTo("value");
    }

    @Test
    void aTombstoneThatWasEvictedIsACopyLess() {
        before(follower, CopiesTest::isConditional, () -> evictEntry(follower));
        cache.put(KEY, "value");
        assertThat(cache.get(KEY)).isEqualTo("value");
        assertThat(readFromTheCopy()).isNull();
    }

    @Test
    void aChangeFailsWhereItsTombstoneIsRefusedAndTheOwnerKeepsWhatItHad() {
        follower.script(line -> isPlain(line) ? Deed.REFUSE : Deed.ANSWER);
        assertThatThrownBy(() -> cache.put(KEY, "value")).isInstanceOf(ServerRefused.class);
        assertThatThrownBy(() -> cache.remove(KEY)).isInstanceOf(FlagstoneException.class);
        assertThat(cache.get(KEY)).isEqualTo("first");
    }

    @Test
    void aCopyThatIsRefusedIsACopyLess() {
        follower.script(line -> isConditional(line) ? Deed.REFUSE : Deed.ANSWER);
        cache.put(KEY, "value");
        assertThat(cache.get(KEY)).isEqualTo("value");
        assertThat(readFromTheCopy()).isNull();
    }

    @Test
    void copiesThatWereNotMadeAndReadsOfThoseThatWereAreCounted() {
        cache.counters().watch();
        cache.put("made", "value");
        assertThat(cache.counters().sum(Figure.COPIES_MISSING)).isZero();
        before(follower, CopiesTest::isConditional, () -> evictEntry(follower));
        cache.put(KEY, "value");
        assertThat(cache.counters().sum(Figure.COPIES_MISSING)).isOne();
        follower.behave();
        cache.put(KEY, "value");
        assertThat(cache.get(KEY)).isEqualTo("value");
        assertThat(cache.counters().sum(Figure.COPY_READS)).isZero();
        owner.stop();
        assertThat(cache.get(KEY)).isEqualTo("value");
        assertThat(cache.getAll(Set.of(KEY))).containsEntry(KEY, "value");
        assertThat(cache.counters().sum(Figure.COPY_READS)).isEqualTo(2);
        assertThat(cache.counters().sum(Figure.COPIES_MISSING)).isOne();
    }

    @Test
    void aNodeWithoutTokensTakesNoChange() {
        owner.items().withoutCas();
        assertThatThrownBy(() -> cache.put(KEY, "value"))
                .isInstanceOf(ServerRefused.class)
                .hasMessageContaining("CAS");
    }
}
