package io.flagstone.provider.testing;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.placement.NodeSelector;
import io.flagstone.provider.placement.NodeTable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An example of a selector of the application's own: the hash modulo the number of nodes, in the order of their names.
 * Nearly all keys move when a node comes or goes, so it is an example of nothing else.
 */
public final class ModuloSelector implements NodeSelector {

    @Override
    public String name() {
        return "modulo";
    }

    @Override
    public String keyHash() {
        return "crc32";
    }

    @Override
    public NodeTable table(List<NodeAddress> nodes) {
        int[] order = IntStream.range(0, nodes.size())
                .boxed()
                .sorted(Comparator.comparing(node -> nodes.get(node).name()))
                .mapToInt(Integer::intValue)
                .toArray();
        return hash -> order[(int) Long.remainderUnsigned(hash, order.length)];
    }
}
