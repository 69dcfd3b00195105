package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.ClientOptions;
import io.flagstone.provider.config.ClientOptions.HotKeys;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.embedded.Nodes;
import io.flagstone.provider.internal.ring.Placement;
import io.flagstone.provider.internal.stats.HotKeysBean;
import io.flagstone.provider.internal.stats.PlatformBean;
import io.flagstone.provider.internal.stats.TopologyBean;
import java.util.ArrayList;
import java.util.List;

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
            Placement placement = Placement.of(options.placement(), weighed(nodes.addresses(), options), loader);
            LOG.log(System.Logger.Level.DEBUG, "{0}: placement {1}", manager, placement);
            Cluster cluster = new Cluster(nodes.addresses(), placement, options.link(), options.hotKeys(), clock);
            return new Fleet(nodes, cluster, shown(placement, manager, cluster, options.hotKeys()));
        } catch (RuntimeException e) {
            nodes.close();
            throw e;
        }
    }

    private static List<NodeAddress> weighed(List<NodeAddress> nodes, ClientOptions options) {
        return options.placement().measuredWeights()
                ? Weights.measured(nodes, options.link().timeout())
                : nodes;
    }

    private static List<PlatformBean> shown(Placement placement, String manager, Cluster cluster, HotKeys hotKeys) {
        List<PlatformBean> beans = new ArrayList<>();
        try {
            beans.add(PlatformBean.topology(manager, bean(placement)));
            if (hotKeys != HotKeys.OFF) {
                beans.add(PlatformBean.hotKeys(manager, new HotKeysBean(cluster::hottest)));
            }
            return beans;
        } catch (RuntimeException e) {
            beans.forEach(PlatformBean::close);
            cluster.close();
            throw e;
        }
    }

    private static TopologyBean bean(Placement placement) {
        return new TopologyBean(
                placement.fingerprint(),
                placement.selector(),
                placement.keyHash(),
                placement.weights(),
                placement.shares());
    }

    @Override
    public void close() {
        cluster.close();
        nodes.close();
        beans.forEach(PlatformBean::close);
    }
}
