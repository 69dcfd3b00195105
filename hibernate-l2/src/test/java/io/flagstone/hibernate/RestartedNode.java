package io.flagstone.hibernate;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.ServerProcess;

/** A node that tests restart often: it comes back on its port with nothing, and counts its tokens from the start. */
interface RestartedNode extends AutoCloseable {

    String hostAndPort();

    void restart();

    @Override
    void close();

    /** A process. */
    static RestartedNode of(ServerProcess process) {
        return new RestartedNode() {
            @Override
            public String hostAndPort() {
                return process.hostAndPort();
            }

            @Override
            public void restart() {
                process.restart();
            }

            @Override
            public void close() {
                process.close();
            }
        };
    }

    /** One of ours in this JVM, where that takes no time. */
    static RestartedNode inThisJvm() {
        return new RestartedNode() {
            private Node node = Node.start(NodeOptions.defaults().withPort(0));

            @Override
            public String hostAndPort() {
                return "127.0.0.1:" + node.port();
            }

            @Override
            public void restart() {
                int port = node.port();
                node.close();
                node = Node.start(NodeOptions.defaults().withPort(port));
            }

            @Override
            public void close() {
                node.close();
            }
        };
    }
}
