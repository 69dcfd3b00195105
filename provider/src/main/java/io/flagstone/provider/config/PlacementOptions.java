package io.flagstone.provider.config;

/**
 * How keys are placed on nodes.
 *
 * @param selector the name or class of a node selector
 * @param keyHash the name or class of a hash; empty for the one that goes with the selector
 * @param measuredWeights whether the nodes are asked for their weights, instead of taking those of the configuration
 * @param endpoint what places keys in our stead
 */
public record PlacementOptions(String selector, String keyHash, boolean measuredWeights, Endpoint endpoint) {

    /** What stands between this client and the nodes. */
    public enum Endpoint {

        /** Nothing: the configuration names the nodes. */
        NONE,

        /** A router, which never sends calls for one key to more than one node. */
        STEADY,

        /** A router that may send calls for a key to another node while its own is away. Nothing is decided behind it. */
        FAILING_OVER;

        /** Whether there is one. */
        public boolean isPresent() {
            return this != NONE;
        }
    }

    /** With nothing between this client and the nodes. */
    public PlacementOptions(String selector, String keyHash, boolean measuredWeights) {
        this(selector, keyHash, measuredWeights, Endpoint.NONE);
    }

    /** What is in force when nothing is configured. */
    public static final PlacementOptions STANDARD =
            new PlacementOptions(ManagerSetting.PLACEMENT.standard(), ManagerSetting.KEY_HASH.standard(), false);
}
