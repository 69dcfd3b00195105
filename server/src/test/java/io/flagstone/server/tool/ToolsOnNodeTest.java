package io.flagstone.server.tool;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The commands on a node of our own. */
class ToolsOnNodeTest extends ToolPromises {
    private @Nullable Node node;

    @Override
    int start() {
        node = Node.start(NodeOptions.defaults().withPort(0));
        return node.port();
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.close();
        }
    }
}
