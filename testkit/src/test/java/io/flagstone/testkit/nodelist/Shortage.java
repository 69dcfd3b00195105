package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.World;
import java.util.List;
import java.util.Map;

/** Entries are evicted, mostly of the key that is used now, where it is now. */
final class Shortage {

    private final World world;
    private final Map<String, Node> nodes;
    private final int most;

    Shortage(World world, Map<String, Node> nodes) {
        this.world = world;
        this.nodes = nodes;
        this.most = world.chance(0.4) ? world.between(5, 40) : world.between(40, 400);
    }

    void start() {
        world.after(world.between(1, most), () -> {
            if (!world.isCalm()) {
                evict();
                start();
            }
        });
    }

    /** A document was written to this node: soon after that entries are evicted there. */
    void written(Node node, Document document) {
        boolean cold = document.next() == null && document.past().warm() == null;
        if (cold && !world.isCalm() && world.chance(0.2)) {
            world.after(world.between(4, 30), () -> evict(node, ""));
        }
    }

    private void evict() {
        int slot = world.between(0, Workload.KEYS - 1);
        for (Node node : nodes.values()) {
            boolean serves = node.peek(Document.ITEM) instanceof Document document && document.serves(slot);
            if (serves || world.chance(0.05)) {
                evict(node, String.valueOf(slot));
            }
        }
    }

    private void evict(Node node, String slot) {
        List<String> keys =
                node.items().stream().filter(key -> key.startsWith("k" + slot)).toList();
        world.trace(() -> "*** short of memory " + node.name() + " " + keys);
        keys.forEach(node::evict);
    }
}
