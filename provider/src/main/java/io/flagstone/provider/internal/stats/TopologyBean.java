package io.flagstone.provider.internal.stats;

import io.flagstone.provider.placement.TopologyMXBean;
import java.util.Map;

/**
 * Where the keys of a manager go.
 *
 * @param placement the name of the selector
 */
public record TopologyBean(
        String fingerprint, String placement, String keyHash, Map<String, Double> weights, Map<String, Double> shares)
        implements TopologyMXBean {

    @Override
    public String getFingerprint() {
        return fingerprint;
    }

    @Override
    public String getPlacement() {
        return placement;
    }

    @Override
    public String getKeyHash() {
        return keyHash;
    }

    @Override
    public Map<String, Double> getWeights() {
        return weights;
    }

    @Override
    public Map<String, Double> getShares() {
        return shares;
    }
}
