package io.flagstone.provider.testing;

import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.ClientOptions.HotKeys;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions;
import io.flagstone.provider.internal.cache.CacheSetup;
import io.flagstone.provider.internal.cache.FlagstoneCache;
import io.flagstone.provider.internal.cluster.Cluster;
import io.flagstone.provider.internal.ring.Placement;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;

/** One client of some nodes, as a cache manager makes it, with a clock of the test's. */
public final class TestClient implements AutoCloseable {

    /** Patient: for tests in which nothing goes wrong on the way. */
    public static final LinkOptions PATIENT = options(Duration.ofSeconds(5));

    /** Gives up soon: for tests in which nodes do not answer. */
    public static final LinkOptions HASTY = options(Duration.ofMillis(400));

    /** What the provider warns of is what these tests are about. */
    private static final Logger QUIET = Logger.getLogger("io.flagstone.provider");

    static {
        QUIET.setLevel(Level.OFF);
        // the first buffer of a JVM can take longer than a hasty client waits
        ByteBufAllocator.DEFAULT.directBuffer(1).release();
    }

    private final TestClock clock = new TestClock(42);
    private final Cluster cluster;

    /** What the provider warns of is not printed from now on. */
    public static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    public TestClient(LinkOptions options, FakeNode... nodes) {
        this(options, Arrays.stream(nodes).map(FakeNode::address).toList());
    }

    public TestClient(LinkOptions options, List<NodeAddress> nodes) {
        this(options, nodes, PlacementOptions.STANDARD);
    }

    public TestClient(LinkOptions options, List<NodeAddress> nodes, PlacementOptions places) {
        Placement placement = Placement.of(places, nodes, TestClient.class.getClassLoader());
        cluster = new Cluster(nodes, placement, options, HotKeys.OFF, clock);
    }

    public static LinkOptions options(Duration timeout) {
        Duration retry = Duration.ofMillis(5);
        // a machine that is busy must not excuse nodes that are meant to fail
        return new LinkOptions(timeout, timeout, retry, Duration.ofMillis(20), 3, timeout, 1000, 1)
                .with(new LinkOptions.Detection(50, Duration.ZERO, Duration.ZERO));
    }

    public Cluster cluster() {
        return cluster;
    }

    /** Waits until all nodes are used: they are connected to one by one, and nobody waits for that. */
    public void awaitNodes() {
        await().until(() -> cluster.observers().nodes().stream()
                .allMatch(node -> node.state().equals("up")));
    }

    public TestClock clock() {
        return clock;
    }

    /** A cache that fails where its node is away. */
    public <K, V> FlagstoneCache<K, V> cache(CompleteConfiguration<K, V> configuration) {
        return cache(configuration, CacheOptions.DEFAULTS.withFailure(FailurePolicy.FAIL));
    }

    public <K, V> FlagstoneCache<K, V> cache(CompleteConfiguration<K, V> configuration, CacheOptions options) {
        return cache(configuration, options, List.of("io.flagstone.provider.**"));
    }

    /** A cache whose allow-list has these patterns. */
    public <K, V> FlagstoneCache<K, V> cache(
            CompleteConfiguration<K, V> configuration, CacheOptions options, List<String> allowed) {
        CacheSetup setup = new CacheSetup(
                cluster, "units", "flagstone:units", "things", options, allowed, TestClient.class.getClassLoader());
        return new FlagstoneCache<>(setup, null, configuration, () -> {});
    }

    /** A configuration of strings. */
    public static MutableConfiguration<String, String> strings() {
        return new MutableConfiguration<String, String>().setTypes(String.class, String.class);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
