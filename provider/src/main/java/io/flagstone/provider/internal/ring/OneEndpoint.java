package io.flagstone.provider.internal.ring;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.placement.KeyHash;
import io.flagstone.provider.placement.NodeSelector;
import io.flagstone.provider.placement.NodeTable;
import java.util.List;

/** No placement: all keys go to one address, and a router behind it places them. */
record OneEndpoint(Endpoint kind) implements NodeSelector {

    @Override
    public String name() {
        return "endpoint";
    }

    @Override
    public NodeTable table(List<NodeAddress> nodes) {
        return hash -> 0;
    }

    @Override
    public String keyHash() {
        return Unhashed.NAME;
    }

    /** Takes no key apart from another. */
    static final class Unhashed implements KeyHash {

        static final String NAME = "none";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public long hash(byte[] bytes, int offset, int length) {
            return 0;
        }
    }
}
