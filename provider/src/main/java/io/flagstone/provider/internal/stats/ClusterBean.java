package io.flagstone.provider.internal.stats;

import io.flagstone.provider.placement.ClusterMXBean;
import io.flagstone.provider.placement.NodeStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The nodes of a manager, and where its keys go. */
public final class ClusterBean implements ClusterMXBean {

    /** Where others' sources may have a user and a password. */
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/]*@");

    private final Supplier<Topology> topology;
    private final Supplier<List<NodeStatus>> nodes;

    /**
     * Where keys go at one moment; see {@link ClusterMXBean}.
     *
     * @param placement the name of the selector
     */
    public record Topology(
            String fingerprint,
            String placement,
            String keyHash,
            Map<String, Double> weights,
            Map<String, Double> shares,
            String source,
            long version,
            String wanted,
            String blockedBy,
            long failures,
            Health health) {}

    /**
     * How the nodes stand; see {@link ClusterMXBean}.
     *
     * @param refusals nodes that turned out to be others
     * @param warmUps nodes that take entries over from former owners
     */
    public record Health(
            Map<String, String> states,
            long refusals,
            long otherLists,
            long otherCopies,
            long selfSuspicions,
            int warmUps,
            long warmUpsEnded) {}

    public ClusterBean(Supplier<Topology> topology, Supplier<List<NodeStatus>> nodes) {
        this.topology = topology;
        this.nodes = nodes;
    }

    @Override
    public List<NodeStatus> getNodes() {
        return nodes.get();
    }

    @Override
    public String getFingerprint() {
        return topology.get().fingerprint();
    }

    @Override
    public String getPlacement() {
        return topology.get().placement();
    }

    @Override
    public String getKeyHash() {
        return topology.get().keyHash();
    }

    @Override
    public Map<String, Double> getWeights() {
        return topology.get().weights();
    }

    @Override
    public Map<String, Double> getShares() {
        return topology.get().shares();
    }

    @Override
    public Map<String, Integer> getDebts() {
        return byName(NodeStatus::getDebts);
    }

    @Override
    public String getSource() {
        return CREDENTIALS.matcher(topology.get().source()).replaceAll("//");
    }

    @Override
    public long getListVersion() {
        return topology.get().version();
    }

    @Override
    public String getWantedList() {
        return topology.get().wanted();
    }

    @Override
    public String getBlockedBy() {
        return topology.get().blockedBy();
    }

    @Override
    public long getSourceFailures() {
        return topology.get().failures();
    }

    @Override
    public Map<String, String> getStates() {
        return topology.get().health().states();
    }

    @Override
    public long getRefusals() {
        return topology.get().health().refusals();
    }

    @Override
    public long getOtherLists() {
        return topology.get().health().otherLists();
    }

    @Override
    public long getOtherCopies() {
        return topology.get().health().otherCopies();
    }

    @Override
    public long getUnreadableEntries() {
        return Unreadable.count();
    }

    @Override
    public long getSelfSuspicions() {
        return topology.get().health().selfSuspicions();
    }

    @Override
    public int getWarmUps() {
        return topology.get().health().warmUps();
    }

    @Override
    public long getWarmUpsEnded() {
        return topology.get().health().warmUpsEnded();
    }

    private <T> Map<String, T> byName(Function<NodeStatus, T> value) {
        Map<String, T> values = new LinkedHashMap<>();
        nodes.get().forEach(node -> values.put(node.getName(), value.apply(node)));
        return values;
    }
}
