package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.ClientOptions.HotKeys;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.internal.door.Door;
import io.flagstone.provider.internal.nodelist.DocumentFormat;
import io.flagstone.provider.internal.ring.Placement;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Verb;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.TestClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that are not what clients take them for. */
@Timeout(60)
class IdentityTest {

    private static final int KEYS = 64;
    private static final byte[] CACHE = "cacheid".getBytes(US_ASCII);
    private static final String ITEM = new String(DocumentFormat.item("ns", "node"), US_ASCII);

    private final FakeNode first = new FakeNode();
    private final FakeNode second = new FakeNode();
    private final List<AutoCloseable> open = new ArrayList<>(List.of(first, second));

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private static NodeAddress named(String name, FakeNode node) {
        return new NodeAddress(name, "127.0.0.1", node.address().port(), 1.0);
    }

    /** A client of some nodes. */
    private Cluster client(String cluster, NodeAddress... nodes) {
        // it logs what these tests are about
        TestClient.quiet();
        List<NodeAddress> list = Arrays.asList(nodes);
        Placement placement = Placement.of(PlacementOptions.STANDARD, list, IdentityTest.class.getClassLoader());
        Cluster opened = new Cluster(
                "ns", cluster, list, placement, TestClient.PATIENT, HotKeys.OFF, Door.OPEN, new TestClock(7));
        open.add(opened);
        return opened;
    }

    /** What storing each of the keys fails of, null for those that are stored. */
    private static List<FlagstoneException> failures(Cluster cluster) {
        Space space = cluster.space("cache", CACHE);
        List<FlagstoneException> failures = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            Exchange exchange = new Exchange(
                    Keys.key("k" + i),
                    Verb.SET,
                    wire -> Request.set(wire, "v".getBytes(US_ASCII), Request.Mode.SET, 0, 0, 0));
            space.run(exchange, cluster.deadline());
            failures.add(exchange.failure());
        }
        return failures;
    }

    private static void assertServed(Cluster cluster) {
        assertThat(failures(cluster)).containsOnlyNulls();
    }

    private static void awaitServed(Cluster cluster) {
        await().until(() -> failures(cluster).stream().allMatch(failure -> failure == null));
    }

    private void foreign(FakeNode node) {
        node.items().put(ITEM, "flagstone node\ncluster other\nnode n\nnodes 1\nlist 0123\n".getBytes(US_ASCII), 0);
    }

    @Test
    void aNodeIsToldOnceWhoItIs() {
        assertServed(client("prod", named("a", first), named("b", second)));
        assertServed(client("prod", named("a", first), named("b", second)));
        assertThat(first.items().text(ITEM)).contains("\ncluster prod\nnode a\nnodes 2\n");
        assertThat(first.count("ms " + ITEM)).isOne();
    }

    @Test
    void aNodeOfAnotherClusterIsNeitherReadNorWritten() {
        foreign(first);
        Cluster cluster = client("prod", named("a", first));
        assertThat(failures(cluster))
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(NodeUnavailable.class)
                        .hasMessageContaining("cluster other")
                        .hasMessageContaining("delete the item " + ITEM));
        assertThat(first.lines()).noneMatch(line -> line.contains("cacheid"));
        assertThat(cluster.standings().get("a")).startsWith("down: ").contains("flagstone.cluster");
        assertThat(cluster.identities().refusals()).isOne();
    }

    @Test
    void aNodeThatWasRefusedServesOnceItsAddressIsRight() {
        foreign(first);
        Cluster cluster = client("prod", named("a", first));
        assertThat(failures(cluster)).doesNotContainNull();
        first.items().evict(ITEM);
        awaitServed(cluster);
        assertThat(cluster.standings()).containsEntry("a", "up");
    }

    @Test
    void aNodeThatBecomesAnotherClustersWhileItIsConnectedIsLeft() {
        Cluster cluster = client("prod", named("a", first));
        assertServed(cluster);
        foreign(first);
        cluster.checkIdentities();
        await().until(() -> String.valueOf(cluster.standings().get("a")).contains("cluster other"));
        assertThat(failures(cluster)).doesNotContainNull();
    }

    @Test
    void ofTwoNamesForOneProcessOnlyOneIsServed() {
        Cluster cluster = client("", named("a", first), named("b", first));
        List<FlagstoneException> failures = failures(cluster);
        assertThat(failures).containsNull();
        assertThat(failures.stream().filter(failure -> failure != null))
                .isNotEmpty()
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("one process has two names"));
    }

    @Test
    void aNameMeansNothingWhereThereIsOneNode() {
        assertServed(client("", named("localhost:1", first)));
        Cluster other = client("", named("127.0.0.1:1", first));
        assertServed(other);
        assertThat(other.identities().refusals() + other.identities().otherLists())
                .isZero();
    }

    @Test
    void anotherListIsToldAndNotRefused() {
        assertServed(client("", named("a", first), named("b", second)));
        Cluster other = client("", named("a", first), named("b", second).weighing(2));
        assertServed(other);
        other.checkIdentities();
        assertServed(other);
        assertThat(other.identities().otherLists()).isEqualTo(2);
        assertThat(other.identities().refusals()).isZero();
    }

    @Test
    void aNodeIsToldAgainWhatItHasForgotten() {
        Cluster cluster = client("", named("a", first));
        assertServed(cluster);
        first.items().evict(ITEM);
        cluster.checkIdentities();
        await().until(() -> first.items().text(ITEM) != null);
    }

    @Test
    void theIdentityLivesOnWithThoseWhoSayTheSame() {
        Cluster cluster = client("", named("a", first), named("b", second));
        Cluster other = client("", named("a", first), named("b", second).weighing(2));
        assertServed(cluster);
        assertServed(other);
        first.items().pass(15_000);
        other.checkIdentities();
        assertServed(other);
        cluster.checkIdentities();
        await().until(() -> first.count("mg " + ITEM + " s T") == 1);
        first.items().pass(20_000);
        assertThat(first.items().text(ITEM)).contains("node a");
    }

    @Test
    void aNodeMayBeRenamedOnceItsFormerClientsHaveEnded() {
        Cluster before = client("", named("a", first), named("b", second));
        assertServed(before);
        before.close();
        Cluster after = client("", named("x", first), named("y", second));
        assertThat(failures(after)).doesNotContainNull();
        first.items().pass(31_000);
        second.items().pass(31_000);
        awaitServed(after);
    }

    @Test
    void aNodeThatTakesNoSmallItemsServesTheOthers() {
        first.script(line -> line.startsWith("ms " + ITEM) ? FakeNode.Deed.REFUSE : FakeNode.Deed.ANSWER);
        assertServed(client("", named("a", first)));
    }

    @Test
    void aNodeThatDoesNotSayWhoItIsIsNotUsed() {
        first.script(line -> line.startsWith("ms " + ITEM) ? FakeNode.Deed.BREAK : FakeNode.Deed.ANSWER);
        Cluster cluster = client("", named("a", first));
        assertThat(failures(cluster)).doesNotContainNull();
        assertThat(first.lines()).noneMatch(line -> line.contains("cacheid"));
        first.behave();
        awaitServed(cluster);
    }

    @Test
    void whatSomebodyElseKeepsInThePlaceOfTheIdentityIsNotTakenForConsent() {
        first.items().put(ITEM, "nonsense".getBytes(US_ASCII), 0);
        assertThat(failures(client("", named("a", first))))
                .allSatisfy(failure -> assertThat(failure).hasMessageContaining("does not understand"));
    }
}
