package io.flagstone.provider.internal.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.FakeNode.Deed;
import io.flagstone.provider.testing.TestClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import javax.cache.Cache;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that differ in the copies of one cache. */
@Timeout(30)
class OtherCopiesTest {

    private static final String KEY = "k";
    private static final Duration LAPSE = Duration.ofSeconds(31);

    private final FakeNode a = new FakeNode("a");
    private final FakeNode b = new FakeNode("b");
    private final List<AutoCloseable> open = new ArrayList<>(List.of(a, b));

    /** Clients by what they are called in a test. */
    private record Client(TestClient client, Cache<String, String> cache) {

        void sleep(Duration time) {
            client.clock().sleep(time);
        }
    }

    private Client client(int copies) {
        return client(copies, FailurePolicy.FAIL);
    }

    private Client client(int copies, FailurePolicy policy) {
        TestClient client = new TestClient(TestClient.PATIENT, a, b);
        open.add(client);
        CacheOptions options = CacheOptions.DEFAULTS.withFailure(policy).withCopies(copies);
        return new Client(client, client.cache(TestClient.strings(), options));
    }

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private static boolean isStatement(String line) {
        return line.contains(" flagstone:") && line.contains(":copies ");
    }

    /** The key of the item that tells how many copies there are. */
    private String statement() {
        return Stream.of(a, b)
                .flatMap(node -> node.lines().stream())
                .filter(OtherCopiesTest::isStatement)
                .findFirst()
                .orElseThrow()
                .split(" ")[1];
    }

    private static long said(FakeNode node) {
        return node.lines().stream()
                .filter(line -> line.startsWith("ms ") && isStatement(line))
                .count();
    }

    private static long asked(FakeNode node) {
        return node.lines().stream()
                .filter(line -> line.startsWith("mg ") && isStatement(line))
                .count();
    }

    private void pass(Duration time) {
        a.items().pass(time.toMillis());
        b.items().pass(time.toMillis());
    }

    private FakeNode owner() {
        return Stream.of(a, b)
                .filter(node -> node.lines().stream().anyMatch(line -> line.startsWith("mg ") && line.contains(" N")))
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("things")
                .hasMessageContaining("flagstone.cache.things.copies");
    }

    // --- who is told ---

    @ParameterizedTest
    @EnumSource(
            value = FailurePolicy.class,
            names = {"FAIL", "MISS"})
    void noCallOfAClientWithFewerCopiesIsMade(FailurePolicy policy) {
        Client two = client(2);
        two.cache.put(KEY, "value");
        Cache<String, String> one = client(1, policy).cache;
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("put", () -> one.put(KEY, "stale"));
        calls.put("get", () -> one.get(KEY));
        calls.put("getAll", () -> one.getAll(Set.of(KEY, "other")));
        calls.put("containsKey", () -> one.containsKey(KEY));
        calls.put("putAll", () -> one.putAll(Map.of(KEY, "stale", "other", "stale")));
        calls.put("putIfAbsent", () -> one.putIfAbsent("other", "stale"));
        calls.put("getAndPut", () -> one.getAndPut(KEY, "stale"));
        calls.put("remove", () -> one.remove(KEY));
        calls.put("removeAll", one::removeAll);
        calls.put("clear", one::clear);
        calls.put("invoke", () -> one.invoke(KEY, (entry, ignored) -> entry.getValue()));
        calls.put("iterator", () -> one.iterator().next());
        calls.values().forEach(OtherCopiesTest::assertRefused);
        assertThat(two.cache.get(KEY)).isEqualTo("value");
        owner().stop();
        assertThat(two.cache.get(KEY)).isEqualTo("value");
    }

    @Test
    void whoIsRefusedHearsBothNumbersAndWhatToDo() {
        client(2).cache.put(KEY, "value");
        Client one = client(1);
        assertThatThrownBy(() -> one.cache.put(KEY, "stale"))
                .hasMessageContaining("copies=1 here")
                .hasMessageContaining("copies=2 at other clients")
                .hasMessageContaining("wait 30 s")
                .hasMessageContaining(statement());
    }

    @Test
    void whoCameFirstStaysWhateverItsNumber() {
        Client one = client(1);
        one.cache.put(KEY, "value");
        Client two = client(2);
        assertRefused(() -> two.cache.put(KEY, "other"));
        assertRefused(() -> two.cache.get(KEY));
        one.cache.put(KEY, "newer");
        assertThat(one.cache.get(KEY)).isEqualTo("newer");
    }

    @Test
    void clientsWithTheSameNumberShareTheCache() {
        client(2).cache.put(KEY, "value");
        assertThat(client(2).cache.get(KEY)).isEqualTo("value");
        assertThat(said(a)).isOne();
        assertThat(said(b)).isOne();
    }

    @Test
    void whatSomebodyElseKeepsInThatPlaceIsNotTakenForConsent() {
        client(1).cache.put(KEY, "value");
        for (FakeNode node : List.of(a, b)) {
            node.items().put(statement(), "nonsense".getBytes(US_ASCII), 0);
        }
        assertThatThrownBy(() -> client(1).cache.get(KEY))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("does not understand")
                .hasMessageContaining(statement());
    }

    // --- what a node has lost ---

    @Test
    void aNodeThatStartsAgainEmptyTakesNobodyIn() {
        Client two = client(2);
        two.cache.put(KEY, "value");
        FakeNode owner = owner();
        owner.items().restart();
        assertRefused(() -> client(1).cache.put(KEY, "stale"));
        two.cache.put(KEY, "newer");
        assertThat(client(2).cache.get(KEY)).isEqualTo("newer");
        assertThat(owner.items().text(statement())).contains("copies 2");
    }

    @Test
    void whatWasEvictedIsSaidAgainAndCostsNoEntry() {
        Client two = client(2);
        two.cache.put(KEY, "value");
        String item = statement();
        a.items().evict(item);
        b.items().evict(item);
        two.sleep(Duration.ofSeconds(11));
        assertThat(two.cache.get(KEY)).isEqualTo("value");
        await().until(() -> owner().items().text(item) != null);
        assertThat(two.cache.get(KEY)).isEqualTo("value");
        assertThat(client(2).cache.get(KEY)).isEqualTo("value");
    }

    @Test
    void aNodeThatTakesNoSmallItemsServesCachesOfOneCopy() {
        for (FakeNode node : List.of(a, b)) {
            node.script(line -> line.startsWith("ms ") && isStatement(line) ? Deed.REFUSE : Deed.ANSWER);
        }
        Client one = client(1);
        one.cache.put(KEY, "value");
        assertThat(one.cache.get(KEY)).isEqualTo("value");
        assertThatThrownBy(() -> client(2).cache.put(KEY, "value"))
                .isInstanceOf(ServerRefused.class)
                .hasMessageContaining("copies");
    }

    // --- what nobody says any more ---

    @Test
    void whoWasRefusedIsServedOnceTheOthersHaveEnded() {
        Client two = client(2);
        two.cache.put(KEY, "value");
        Client one = client(1);
        assertRefused(() -> one.cache.get(KEY));
        one.sleep(Duration.ofSeconds(2));
        assertRefused(() -> one.cache.get(KEY));
        two.client.close();
        pass(LAPSE);
        one.sleep(Duration.ofSeconds(2));
        one.cache.put(KEY, "newer");
        assertThat(one.cache.get(KEY)).isEqualTo("newer");
    }

    @Test
    void whoWasRefusedIsServedAtOnceWhereTheItemIsDeleted() {
        Client two = client(2);
        two.cache.put(KEY, "value");
        two.client.close();
        assertRefused(() -> client(1).cache.get(KEY));
        String item = statement();
        a.items().evict(item);
        b.items().evict(item);
        client(1).cache.put(KEY, "newer");
    }

    @Test
    void aPauseOfAllClientsCostsNeitherEntriesNorCopies() {
        Client before = client(2);
        before.cache.put(KEY, "value");
        before.client.close();
        pass(Duration.ofHours(10));
        Client after = client(2);
        assertThat(after.cache.get(KEY)).isEqualTo("value");
        owner().stop();
        assertThat(after.cache.get(KEY)).isEqualTo("value");
    }

    /** It was asleep for as long as it took others to come, and knows generations from before. */
    @Test
    void aClientThatSleptReadsNoCopyThatOthersHaveLeftBehind() {
        Client asleep = client(2, FailurePolicy.MISS);
        asleep.cache.put(KEY, "value");
        pass(LAPSE);
        FakeNode owner = owner();
        Client one = client(1);
        one.cache.put(KEY, "newer");
        one.cache.put("another", "to use both nodes");
        useBoth(one);
        owner.stop();
        assertThat(valueOrRefusal(asleep.cache)).isNotEqualTo("value");
        assertRefused(() -> asleep.cache.put(KEY, "value"));
    }

    @Test
    void aClientThatSleptWithOneCopyChangesNothingBehindTheCopiesOfOthers() {
        Client asleep = client(1);
        useBoth(asleep);
        asleep.cache.put(KEY, "value");
        pass(LAPSE);
        Client two = client(2);
        useBoth(two);
        two.cache.put(KEY, "newer");
        assertRefused(() -> asleep.cache.put(KEY, "stale"));
        assertRefused(() -> asleep.cache.get(KEY));
        assertThat(two.cache.get(KEY)).isEqualTo("newer");
    }

    @Test
    void whatWasSaidLongAgoCountsOnlyWhereNobodyHasComeInBetween() {
        Client before = client(2);
        before.cache.put(KEY, "value");
        before.client.close();
        pass(LAPSE);
        Client one = client(1);
        AtomicBoolean come = new AtomicBoolean();
        for (FakeNode node : List.of(a, b)) {
            node.script(line -> {
                if (line.startsWith("ms ") && isStatement(line) && come.compareAndSet(false, true)) {
                    one.cache.put(KEY, "newer");
                }
                return Deed.ANSWER;
            });
        }
        assertRefused(() -> client(2).cache.get(KEY));
        assertThat(come).isTrue();
        assertThat(one.cache.get(KEY)).isEqualTo("newer");
    }

    @Test
    void copiesFromBeforeAClientWithOneAreNotReadAfterIt() {
        Client first = client(2);
        first.cache.put(KEY, "value");
        FakeNode owner = owner();
        first.client.close();
        pass(LAPSE);
        Client one = client(1);
        one.cache.put(KEY, "newer");
        one.client.close();
        pass(LAPSE);
        Client last = client(2, FailurePolicy.MISS);
        useBoth(last);
        owner.stop();
        assertThat(last.cache.get(KEY)).isNull();
    }

    private static void useBoth(Client client) {
        for (int i = 0; i < 20; i++) {
            client.cache.put("use" + i, "v");
        }
    }

    private static String valueOrRefusal(Cache<String, String> cache) {
        try {
            return cache.get(KEY);
        } catch (FlagstoneException e) {
            return "refused";
        }
    }

    // --- what it costs ---

    @Test
    void callsAskForNothingMoreOnceTheGenerationIsKnown() {
        Client one = client(1);
        useBoth(one);
        long before = asked(a) + asked(b);
        useBoth(one);
        useBoth(one);
        assertThat(asked(a) + asked(b)).isEqualTo(before);
    }

    @Test
    void clearsByWhomeverCostNoLook() {
        Client mine = client(2);
        Client theirs = client(2);
        useBoth(mine);
        useBoth(theirs);
        long before = asked(a) + asked(b);
        for (int i = 0; i < 3; i++) {
            mine.cache.clear();
            useBoth(mine);
            theirs.cache.clear();
            useBoth(theirs);
            mine.cache.removeAll();
        }
        assertThat(asked(a) + asked(b)).isEqualTo(before);
    }

    @Test
    void itIsRepeatedWhileTheCacheIsUsedAndOnlyByThoseWhoSayTheSame() {
        Client two = client(2);
        two.cache.put(KEY, "value");
        FakeNode owner = owner();
        Client one = client(1);
        assertRefused(() -> one.cache.get(KEY));
        pass(Duration.ofSeconds(11));
        one.sleep(Duration.ofSeconds(11));
        assertRefused(() -> one.cache.get(KEY));
        assertThat(said(owner)).isOne();
        two.sleep(Duration.ofSeconds(11));
        assertThat(two.cache.get(KEY)).isEqualTo("value");
        await().until(() -> said(owner) == 2);
        pass(Duration.ofSeconds(21));
        one.sleep(Duration.ofSeconds(11));
        assertRefused(() -> one.cache.get(KEY));
    }
}
