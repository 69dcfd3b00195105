package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.FlagstoneCachingProvider;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.NodeUnavailable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The list of nodes changes while clients run: entries of slots that move are lost, and nothing else happens. */
@Tag("faults")
class NodeListIT {

    private static final int KEYS = 2_000;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private static Set<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> "k" + i).collect(Collectors.toSet());
    }

    private static void fill(Cache<String, String> cache, String value) {
        cache.putAll(keys().stream().collect(Collectors.toMap(key -> key, key -> value)));
    }

    /** How many of the keys are still there, all of which have this value. */
    private static int left(Cache<String, String> cache, String value) {
        var found = cache.getAll(keys());
        assertThat(found.values()).allMatch(value::equals);
        return found.size();
    }

    @ParameterizedTest
    @EnumSource(
            value = Engine.Kind.class,
            names = {"OWN", "STOCK"})
    void aNodeThatJoinsOrLeavesCostsTheEntriesOfItsSlotsOnly(Engine.Kind kind) {
        try (ChangingNodes nodes = new ChangingNodes(kind, 4, folder)) {
            ChangingNodes.Client one = nodes.client(nodes.list(0, 1, 2));
            ChangingNodes.Client other = nodes.client(nodes.list(0, 1, 2));
            fill(one.cache(), "v");
            assertThat(left(other.cache(), "v")).isEqualTo(KEYS);

            one.source(nodes.list(0, 1, 2, 3));
            one.awaitList();
            int afterJoin = left(one.cache(), "v");
            System.out.println(
                    kind + ": of " + KEYS + " entries on three nodes, " + afterJoin + " are left with a fourth");
            assertThat(afterJoin).isBetween(KEYS * 65 / 100, KEYS * 85 / 100);
            // the other learns of it without its source
            assertThat(left(other.cache(), "v")).isEqualTo(afterJoin);
            other.source(nodes.list(0, 1, 2, 3));
            other.awaitList();

            fill(other.cache(), "w");
            other.source(nodes.list(0, 1, 2));
            one.source(nodes.list(0, 1, 2));
            other.awaitList();
            int afterLeave = left(one.cache(), "w");
            System.out.println(
                    kind + ": of " + KEYS + " entries on four nodes, " + afterLeave + " are left without the fourth");
            assertThat(afterLeave).isBetween(KEYS * 65 / 100, KEYS * 85 / 100);
            assertThat(one.topology().getFingerprint())
                    .isEqualTo(other.topology().getFingerprint());
        }
    }

    @Test
    void aSlotThatComesBackBringsNothingOfWhatItHeldBefore() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 3, folder)) {
            ChangingNodes.Client client = nodes.client(nodes.list(0, 1));
            fill(client.cache(), "old");
            client.source(nodes.list(0, 1, 2));
            client.awaitList();
            fill(client.cache(), "new");
            client.source(nodes.list(0, 1));
            client.awaitList();
            assertThat(left(client.cache(), "new")).isBetween(KEYS / 2, KEYS * 80 / 100);
        }
    }

    @Test
    void aNodeIsReplacedAndAnotherWeighedWhileClientsRun() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 4, folder)) {
            ChangingNodes.Client client = nodes.client(nodes.list(0, 1, 2));
            fill(client.cache(), "v");
            client.source(nodes.list(1, 2, 3) + "*2");
            client.awaitList();
            assertThat(client.topology().getWeights()).containsEntry("n3", 2.0).doesNotContainKey("n0");
            assertThat(left(client.cache(), "v")).isBetween(KEYS * 25 / 100, KEYS * 60 / 100);
            fill(client.cache(), "w");
            assertThat(left(client.cache(), "w")).isEqualTo(KEYS);
        }
    }

    @Test
    void aNodeThatMovesToAnotherPlaceIsAnotherNode() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 3, folder)) {
            ChangingNodes.Client client = nodes.client(nodes.list(0, 1));
            fill(client.cache(), "v");
            client.source(nodes.node(0) + "\nn1=" + nodes.server(2).hostAndPort());
            client.awaitList();
            assertThat(left(client.cache(), "v")).isBetween(KEYS * 35 / 100, KEYS * 65 / 100);
            fill(client.cache(), "w");
            assertThat(left(client.cache(), "w")).isEqualTo(KEYS);
        }
    }

    @Test
    void aNodeThatRestartsEmptyServesAgainWithTheWitnessOfAnother() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 3, folder)) {
            ChangingNodes.Client client = nodes.client(nodes.list(0, 1, 2));
            fill(client.cache(), "v");
            nodes.server(1).kill9();
            nodes.server(1).restart();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                try {
                    return left(client.cache(), "v") > 0;
                } catch (CacheException e) {
                    return false; // the connection has not been made again yet
                }
            });
            client.awaitList();
            assertThat(left(client.cache(), "v")).isBetween(KEYS / 2, KEYS * 80 / 100);
            fill(client.cache(), "w");
            assertThat(left(client.cache(), "w")).isEqualTo(KEYS);
        }
    }

    @Test
    void aNodeThatIsDownBlocksAChangeUntilTheOperatorSaysThatItIsDead() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 3, folder)) {
            ChangingNodes.Client client = nodes.client(nodes.list(0, 1, 2));
            fill(client.cache(), "v");
            long version = client.topology().getListVersion();
            nodes.server(2).kill9();
            client.source(nodes.list(0, 1));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> client.topology().getBlockedBy().contains("n2"));
            assertThat(client.topology().getBlockedBy()).contains("dead");
            assertThat(client.topology().getListVersion()).isEqualTo(version);

            client.source(nodes.list(0, 1) + "\ndead " + nodes.node(2));
            client.awaitList();
            assertThat(client.topology().getListVersion()).isEqualTo(version + 1);
            assertThat(left(client.cache(), "v")).isBetween(KEYS / 2, KEYS * 80 / 100);
            fill(client.cache(), "w");
            assertThat(left(client.cache(), "w")).isEqualTo(KEYS);
        }
    }

    @Test
    void oneClientThatIsToldOfADeadNodeEndsTheWaitOfAllOthers() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 3, folder)) {
            ChangingNodes.Client one = nodes.client(nodes.list(0, 1, 2));
            ChangingNodes.Client other = nodes.client(nodes.list(0, 1, 2));
            other.awaitList();
            nodes.server(2).kill9();
            one.source(nodes.list(0, 1));
            other.source(nodes.list(0, 1));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> other.topology().getBlockedBy().contains("n2"));

            nodes.client(nodes.list(0, 1) + "\ndead " + nodes.node(2)).awaitList();
            one.awaitList();
            other.awaitList();
            assertThat(other.topology().getWeights()).doesNotContainKey("n2");
            fill(one.cache(), "w");
            assertThat(left(other.cache(), "w")).isEqualTo(KEYS);
        }
    }

    @Test
    void allNodesMayForgetAtOnceAndServeAgain() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 2, folder)) {
            nodes.set("flagstone.nodes.lag", "100ms");
            ChangingNodes.Client client = nodes.client(nodes.list(0, 1));
            fill(client.cache(), "v");
            for (int i = 0; i < 2; i++) {
                nodes.server(i).kill9();
                nodes.server(i).restart();
            }
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
                fill(client.cache(), "w");
                return left(client.cache(), "w") == KEYS;
            });
        }
    }

    @Test
    void aClearReachesEveryNodeOfTheListThatIsInForce() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 3, folder)) {
            // or the other client, whose source says so, would in time have the third node leave again
            nodes.set("flagstone.nodes.lag", "1m");
            ChangingNodes.Client one = nodes.client(nodes.list(0, 1));
            ChangingNodes.Client other = nodes.client(nodes.list(0, 1));
            other.awaitList();
            one.source(nodes.list(0, 1, 2));
            one.awaitList();
            fill(one.cache(), "v");
            other.cache().clear();
            assertThat(left(one.cache(), "v")).isZero();
            fill(one.cache(), "w");
            assertThat(other.cache()).hasSize(KEYS);
        }
    }

    @Test
    void aClientWithAFixedListIsToldInsteadOfReadingBesideTheOthers() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 2, folder)) {
            fill(nodes.client(nodes.list(0, 1)).cache(), "v");
            try (CacheManager fixed = new FlagstoneCachingProvider()
                    .getCacheManager(
                            URI.create("flagstone:" + UUID.randomUUID()), null, nodes.fixed(nodes.list(0, 1)))) {
                Cache<String, String> cache = fixed.createCache("c", new MutableConfiguration<String, String>());
                assertThatThrownBy(() -> cache.get("k1"))
                        .isInstanceOf(NodeUnavailable.class)
                        .hasMessageContaining("flagstone.nodes.source");
            }
        }
    }

    @Test
    void aSourceThatSaysNothingSensibleLeavesTheListAsItIs() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 2, folder)) {
            ChangingNodes.Client client = nodes.client(nodes.list(0, 1));
            fill(client.cache(), "v");
            client.source("# nothing");
            await().until(() -> client.topology().getSourceFailures() > 0);
            client.source("n0=127.0.0.1:1;n0=127.0.0.1:2");
            long before = client.topology().getSourceFailures();
            await().until(() -> client.topology().getSourceFailures() > before + 1);
            assertThat(left(client.cache(), "v")).isEqualTo(KEYS);
        }
    }

    @Test
    void plainCachesAndOtherPlacementsAreRefused() {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 1, folder)) {
            nodes.set("flagstone.cache.plain.mode", "plain");
            CacheManager manager = nodes.client(nodes.list(0)).manager();
            assertThatThrownBy(() -> manager.createCache("plain", new MutableConfiguration<String, String>()))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("flagstone.nodes.source");
            nodes.set("flagstone.placement", "libmemcached");
            assertThatThrownBy(() -> nodes.client(nodes.list(0)))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("placement=libmemcached does not go with flagstone.nodes.source");
        }
    }
}
