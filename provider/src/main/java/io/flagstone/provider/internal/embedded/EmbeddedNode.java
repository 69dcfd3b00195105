package io.flagstone.provider.internal.embedded;

import io.flagstone.provider.config.EmbeddedOptions;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.server.Node;
import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** A node inside this JVM, shared by all managers that ask for one of the same options; it ends with the last of them. */
final class EmbeddedNode {

    /** Its identity, whichever port it gets. */
    private static final String NAME = "embedded";

    /** Loopback traffic of one process needs no more. */
    private static final int THREADS = 2;

    private static final Map<EmbeddedOptions, EmbeddedNode> RUNNING = new HashMap<>();

    private final EmbeddedOptions options;
    private final Node node;
    private int users;

    private EmbeddedNode(EmbeddedOptions options) {
        this.options = options;
        this.node = started(options);
    }

    private static Node started(EmbeddedOptions options) {
        try {
            return Node.start(NodeOptions.defaults()
                    .withPort(options.port())
                    .withThreads(THREADS)
                    .withMemory(MemorySize.bytes(options.memory())));
        } catch (OptionException | UncheckedIOException e) {
            throw new ConfigurationProblem("the embedded node does not start: " + e.getMessage(), e);
        }
    }

    /** The node with these options, started if need be. */
    static EmbeddedNode acquire(EmbeddedOptions options) {
        synchronized (RUNNING) {
            EmbeddedNode node = RUNNING.get(options);
            if (node == null) {
                node = new EmbeddedNode(options);
                RUNNING.put(options, node);
            }
            node.users++;
            return node;
        }
    }

    /** One user less. */
    void release() {
        synchronized (RUNNING) {
            users--;
            if (users > 0) {
                return;
            }
            RUNNING.remove(options);
        }
        node.close();
    }

    NodeAddress address() {
        return new NodeAddress(NAME, node.address().getAddress().getHostAddress(), node.port(), 1.0);
    }
}
