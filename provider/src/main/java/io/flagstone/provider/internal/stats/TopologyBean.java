package io.flagstone.provider.internal.stats;

import io.flagstone.provider.placement.TopologyMXBean;
import java.util.Map;
import java.util.function.Supplier;

/** Where the keys of a manager go. */
public final class TopologyBean implements TopologyMXBean {

    private final Supplier<Topology> now;

    /**
     * What the bean shows at one moment; see {@link TopologyMXBean}.
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
     * How the nodes stand; see {@link TopologyMXBean}.
     *
     * @param refusals nodes that turned out to be others
     */
    public record Health(Map<String, String> states, long refusals, long otherLists, long selfSuspicions) {}

    public TopologyBean(Supplier<Topology> now) {
        this.now = now;
    }

    @Override
    public String getFingerprint() {
        return now.get().fingerprint();
    }

    @Override
    public String getPlacement() {
        return now.get().placement();
    }

    @Override
    public String getKeyHash() {
        return now.get().keyHash();
    }

    @Override
    public Map<String, Double> getWeights() {
        return now.get().weights();
    }

    @Override
    public Map<String, Double> getShares() {
        return now.get().shares();
    }

    @Override
    public String getSource() {
        return now.get().source();
    }

    @Override
    public long getListVersion() {
        return now.get().version();
    }

    @Override
    public String getWantedList() {
        return now.get().wanted();
    }

    @Override
    public String getBlockedBy() {
        return now.get().blockedBy();
    }

    @Override
    public long getSourceFailures() {
        return now.get().failures();
    }

    @Override
    public Map<String, String> getStates() {
        return now.get().health().states();
    }

    @Override
    public long getRefusals() {
        return now.get().health().refusals();
    }

    @Override
    public long getOtherLists() {
        return now.get().health().otherLists();
    }

    @Override
    public long getUnreadableEntries() {
        return Unreadable.count();
    }

    @Override
    public long getSelfSuspicions() {
        return now.get().health().selfSuspicions();
    }
}
