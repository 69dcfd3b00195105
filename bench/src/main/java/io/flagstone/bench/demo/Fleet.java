package io.flagstone.bench.demo;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.internal.ring.SlotTable;
import io.flagstone.server.Node;
import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Three nodes in this JVM, on ports of their own. */
final class Fleet implements AutoCloseable {

    static final int NODES = 3;
    static final int MEBIBYTES = 64;

    private final List<Node> nodes = new ArrayList<>();

    Fleet() {
        for (int i = 0; i < NODES; i++) {
            nodes.add(start(0));
        }
    }

    private static Node start(int port) {
        return Node.start(
                NodeOptions.defaults().withPort(port).withThreads(1).withMemory(MemorySize.mebibytes(MEBIBYTES)));
    }

    /** The place of a node, host and port. */
    String place(int index) {
        return "127.0.0.1:" + nodes.get(index).port();
    }

    /** All places, as a manager's URI lists them. */
    String list() {
        return nodes.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(";"));
    }

    /** The share of the keys that each node owns. */
    double[] shares() {
        List<NodeAddress> addresses = nodes.stream()
                .map(node -> NodeAddress.of("127.0.0.1", node.port()))
                .toList();
        return new SlotTable(addresses).shares();
    }

    /** Ends a node as a crash would, with all that it holds. */
    void crash(int index) {
        nodes.get(index).close();
    }

    /** Starts the node again at its old place, empty. */
    void heal(int index) {
        nodes.set(index, start(nodes.get(index).port()));
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
