package io.flagstone.provider.internal.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.FakeNode.Deed;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.TestLoader;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept on another node while the owner of a key is away: for that time, and never longer. */
@Timeout(30)
class GutterTest {

    private static final String KEY = "k";
    private static final CacheOptions GUTTER = CacheOptions.DEFAULTS.withFailure(FailurePolicy.GUTTER);

    private final FakeNode a = new FakeNode("a");
    private final FakeNode b = new FakeNode("b");
    private final TestClient mine = new TestClient(TestClient.PATIENT, a, b);
    private final TestClient others = new TestClient(TestClient.PATIENT, a, b);
    private final Cache<String, String> cache = mine.cache(TestClient.strings(), GUTTER);
    private final Cache<String, String> other = others.cache(TestClient.strings(), GUTTER);
    private final FakeNode owner = mine.cluster().placement().owner(("s" + KEY).getBytes(US_ASCII)) == 0 ? a : b;
    private final FakeNode survivor = owner == a ? b : a;

    @AfterEach
    void close() {
        mine.close();
        others.close();
        a.close();
        b.close();
    }

    /** The owner goes away, and both clients have noticed and begun to use the other node. */
    private void ownerGoes() {
        mine.awaitNodes();
        others.awaitNodes();
        owner.stop();
        cache.containsKey(KEY);
        other.containsKey(KEY);
    }

    private void ownerReturns() {
        owner.start();
        awaitOwner(cache);
    }

    /** Only the owner decides. */
    private static void awaitOwner(Cache<String, String> by) {
        await().until(() -> {
            try {
                return !by.replace(KEY, "what never was there", "nor will be");
            } catch (FlagstoneException e) {
                return false;
            }
        });
    }

    @Test
    void whatIsWrittenWhileTheOwnerIsAwayIsReadByAllWhoMissIt() {
        cache.put(KEY, "before");
        ownerGoes();
        assertThat(cache.get(KEY)).isNull();
        cache.put(KEY, "meanwhile");
        assertThat(cache.get(KEY)).isEqualTo("meanwhile");
        assertThat(other.get(KEY)).isEqualTo("meanwhile");
        assertThat(other.getAll(Set.of(KEY))).isEqualTo(Map.of(KEY, "meanwhile"));
        assertThat(other.containsKey(KEY)).isTrue();
        other.putAll(Map.of(KEY, "later"));
        assertThat(cache.get(KEY)).isEqualTo("later");
        other.remove(KEY);
        assertThat(cache.get(KEY)).isNull();
    }

    @Test
    void afterTheReturnNeitherTheValueOfBeforeNorThatOfMeanwhileIsRead() {
        cache.put(KEY, "before");
        ownerGoes();
        cache.put(KEY, "meanwhile");
        ownerReturns();
        assertThat(cache.get(KEY)).isNull();
        cache.put(KEY, "after");
        assertThat(cache.get(KEY)).isEqualTo("after");
    }

    @Test
    void whoeverHasReadThereDoesNotReadTheValueOfBeforeEither() {
        cache.put(KEY, "before");
        ownerGoes();
        other.put(KEY, "meanwhile");
        assertThat(cache.get(KEY)).isEqualTo("meanwhile");
        others.close(); // it has not told the owner, and never will
        ownerReturns();
        assertThat(cache.get(KEY)).isNull();
    }

    @Test
    void aSecondOutageBringsNothingOfTheFirst() {
        ownerGoes();
        cache.put(KEY, "in the first");
        ownerReturns();
        cache.put(KEY, "between");
        ownerGoes();
        assertThat(cache.get(KEY)).isNull();
        assertThat(other.get(KEY)).isNull();
    }

    @Test
    void whatTheOtherNodeDoesNotTakeIsNotReadInItsOlderForm() {
        ownerGoes();
        cache.put(KEY, "first");
        survivor.script(line -> line.startsWith("ms ") ? Deed.REFUSE : Deed.ANSWER);
        cache.put(KEY, "second");
        survivor.behave();
        assertThat(cache.get(KEY)).isNull();
    }

    @Test
    void whatTheOtherNodeMayHaveTakenIsNotReadInItsOlderForm() {
        ownerGoes();
        cache.put(KEY, "first");
        survivor.script(line -> line.startsWith("ms ") ? Deed.BREAK : Deed.ANSWER);
        cache.put(KEY, "second");
        survivor.behave();
        await().until(() -> {
            cache.put(KEY + "2", "v");
            return "v".equals(cache.get(KEY + "2"));
        });
        assertThat(cache.get(KEY)).isNull();
    }

    @Test
    void nothingLivesThereForLong() {
        ownerGoes();
        cache.put(KEY, "meanwhile");
        mine.clock().pass(GUTTER.gutterTtl().toMillis() + 1);
        assertThat(cache.get(KEY)).isNull();
        survivor.items().pass(GUTTER.gutterTtl().toMillis() + 3_000);
        assertThat(other.get(KEY)).as("by the node's clock").isNull();
    }

    @Test
    void nobodyDecidesThere() {
        ownerGoes();
        cache.put(KEY, "meanwhile");
        assertThatThrownBy(() -> cache.putIfAbsent(KEY, "v")).isInstanceOf(NodeUnavailable.class);
        assertThatThrownBy(() -> cache.replace(KEY, "meanwhile", "v")).isInstanceOf(NodeUnavailable.class);
        assertThatThrownBy(() -> cache.getAndPut(KEY, "v")).isInstanceOf(NodeUnavailable.class);
        assertThatThrownBy(() -> cache.invoke(KEY, (entry, ignored) -> entry.getValue()))
                .isInstanceOf(NodeUnavailable.class);
        assertThat(cache.get(KEY)).isEqualTo("meanwhile");
    }

    @Test
    void aClearTakesWhatIsThere() {
        ownerGoes();
        cache.put(KEY, "meanwhile");
        cache.clear();
        assertThat(cache.get(KEY)).isNull();
        assertThat(other.get(KEY)).isNull();
    }

    @Test
    void theLoaderIsSparedWhileTheOwnerIsAway() {
        TestLoader<String> loader = new TestLoader<>(key -> "row");
        MutableConfiguration<String, String> reading = TestClient.strings()
                .setReadThrough(true)
                .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(loader));
        Cache<String, String> my = mine.cache(reading, GUTTER);
        Cache<String, String> their = others.cache(reading, GUTTER);
        mine.awaitNodes();
        others.awaitNodes();
        owner.stop();
        my.get(KEY);
        their.get(KEY); // the first use of either forgets what was there
        int before = loader.asked().size();
        for (int i = 0; i < 10; i++) {
            assertThat(my.get(KEY)).isEqualTo("row");
            assertThat(their.get(KEY)).isEqualTo("row");
            assertThat(my.getAll(Set.of(KEY))).isEqualTo(Map.of(KEY, "row"));
        }
        assertThat(loader.asked()).hasSize(before);
    }

    @Test
    void withoutAnotherNodeEitherItIsAsWithMiss() {
        cache.put(KEY, "before");
        ownerGoes();
        cache.put(KEY, "meanwhile");
        survivor.stop();
        assertThat(cache.get(KEY)).isNull();
        cache.put(KEY, "unheard of");
        survivor.start();
        ownerReturns();
        assertThat(cache.get(KEY)).isNull();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> mine.cache(TestClient.strings(), GUTTER.withCopies(2)))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("copies=2");
        try (FakeNode alone = new FakeNode("alone");
                TestClient client = new TestClient(TestClient.PATIENT, alone)) {
            assertThatThrownBy(() -> client.cache(TestClient.strings(), GUTTER))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("lists 1 node");
        }
    }
}
