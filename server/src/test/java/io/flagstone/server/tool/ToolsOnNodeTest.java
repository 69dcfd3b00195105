package io.flagstone.server.tool;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;

/** The commands on a node of our own. */
class ToolsOnNodeTest extends ToolPromises {
    @Override
    AutoCloseable start() {
        return Node.start(NodeOptions.defaults().withPort(0));
    }

    @Override
    int port(AutoCloseable node) {
        return ((Node) node).port();
    }
}
