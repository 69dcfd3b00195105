package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.ClientOptions;
import io.flagstone.provider.config.ClientOptions.HotKeys;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.door.Door;
import io.flagstone.provider.internal.embedded.Nodes;
import io.flagstone.provider.internal.link.Weights;
import io.flagstone.provider.internal.observe.ObservedNode;
import io.flagstone.provider.internal.observe.Standing;
import io.flagstone.provider.internal.ring.Placement;
import io.flagstone.provider.internal.ring.SlotTable;
import io.flagstone.provider.internal.stats.ClusterBean;
import io.flagstone.provider.internal.stats.HotKeysBean;
import io.flagstone.provider.internal.stats.PlatformBean;
import io.flagstone.provider.internal.tracing.Tracing;
import io.flagstone.provider.placement.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The nodes of one manager from the configuration to the connections, and the beans that show where its keys go.
 *
 * @param cluster connected, or about to be
 */
public record Fleet(Nodes nodes, Cluster cluster, List<PlatformBean> beans) implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Fleet.class.getName());

    /**
     * Places the keys and connects to all nodes. Waits for none, unless their weights are to be measured.
     *
     * @param manager the manager's URI, for the bean
     * @param loader where selectors and hashes of the application are found
     * @throws io.flagstone.provider.failure.FlagstoneException when no table can be made, saying why
     */
    public static Fleet open(ClientOptions options, String manager, ClassLoader loader, Clock clock) {
        Nodes nodes = Nodes.of(options);
        try {
            Cluster cluster = options.source().isPresent()
                    ? new Cluster(options, loader, clock)
                    : fixed(nodes.addresses(), options, loader, clock);
            traced(cluster, options);
            LOG.log(System.Logger.Level.DEBUG, "{0}: placement {1}", manager, cluster.placement());
            return new Fleet(nodes, cluster, shown(manager, cluster, options));
        } catch (RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    private static void traced(Cluster cluster, ClientOptions options) {
        if (options.tracing()) {
            try {
                Tracing.global(cluster.observers(), options.namespace());
            } catch (RuntimeException e) {
                cluster.close();
                throw e;
            }
        }
    }

    private static Cluster fixed(List<NodeAddress> nodes, ClientOptions options, ClassLoader loader, Clock clock) {
        Door door = Door.of(options.security());
        Placement placement = Placement.of(options.placement(), weighed(nodes, options, door), loader);
        return new Cluster(options, nodes, placement, door, clock);
    }

    private static List<NodeAddress> weighed(List<NodeAddress> nodes, ClientOptions options, Door door) {
        return options.placement().measuredWeights()
                ? Weights.measured(nodes, door, options.link().timeout())
                : nodes;
    }

    private static List<PlatformBean> shown(String manager, Cluster cluster, ClientOptions options) {
        List<PlatformBean> beans = new ArrayList<>();
        try {
            beans.add(PlatformBean.cluster(
                    manager, new ClusterBean(() -> topology(cluster, options.source()), () -> nodes(cluster))));
            if (options.hotKeys() != HotKeys.OFF) {
                beans.add(PlatformBean.hotKeys(manager, new HotKeysBean(cluster::hottest)));
            }
            return beans;
        } catch (RuntimeException e) {
            beans.forEach(PlatformBean::close);
            cluster.close();
            throw e;
        }
    }

    private static ClusterBean.Topology topology(Cluster cluster, ClientOptions.Source source) {
        Placement placement = cluster.placement();
        Lists lists = cluster.lists();
        return new ClusterBean.Topology(
                placement.fingerprint(),
                placement.selector(),
                placement.keyHash(),
                placement.weights(),
                placement.shares(),
                source.location(),
                lists == null ? 0 : lists.view().version(),
                lists == null ? "" : lists.wanted(),
                lists == null ? "" : lists.trouble(),
                lists == null ? 0 : lists.failures(),
                new ClusterBean.Health(
                        cluster.standings(),
                        cluster.identities().refusals(),
                        cluster.identities().otherLists(),
                        cluster.otherCopies(),
                        cluster.doubt().occasions(),
                        lists == null ? 0 : lists.warmUps().size(),
                        lists == null ? 0 : lists.warmUps().ended()));
    }

    private static List<NodeStatus> nodes(Cluster cluster) {
        Placement placement = cluster.placement();
        Map<String, Double> shares = placement.shares();
        List<NodeStatus> nodes = new ArrayList<>();
        for (ObservedNode node : cluster.observers().nodes()) {
            double share = shares.getOrDefault(node.address().name(), 0.0);
            int slots = placement.hasSlots() ? (int) Math.round(share * SlotTable.SLOTS) : Standing.NO_SLOTS;
            nodes.add(new Standing(node, share, slots));
        }
        return nodes;
    }

    @Override
    public void close() {
        cluster.close();
        nodes.close();
        beans.forEach(PlatformBean::close);
    }
}
