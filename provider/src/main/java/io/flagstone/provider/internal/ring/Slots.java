package io.flagstone.provider.internal.ring;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.placement.KeyHash;
import io.flagstone.provider.placement.NodeSelector;
import io.flagstone.provider.placement.NodeTable;
import java.util.List;

/** {@link SlotTable} by name: the default. */
final class Slots implements NodeSelector {

    @Override
    public String name() {
        return "slots";
    }

    @Override
    public NodeTable table(List<NodeAddress> nodes) {
        return new SlotTable(nodes);
    }

    @Override
    public void check(KeyHash hash) {
        Samples.check(name(), hash, SlotTable.SHIFT, SlotTable.SLOTS - 1);
    }
}
