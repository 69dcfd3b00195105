package io.flagstone.provider.config;

/**
 * How keys are placed on nodes.
 *
 * @param selector the name or class of a node selector
 * @param keyHash the name or class of a hash; empty for the one that goes with the selector
 * @param measuredWeights whether the nodes are asked for their weights, instead of taking those of the configuration
 */
public record PlacementOptions(String selector, String keyHash, boolean measuredWeights) {

    /** What is in force when nothing is configured. */
    public static final PlacementOptions STANDARD =
            new PlacementOptions(ManagerSetting.PLACEMENT.standard(), ManagerSetting.KEY_HASH.standard(), false);
}
