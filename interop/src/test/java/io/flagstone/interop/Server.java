package io.flagstone.interop;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.util.Map;

/** What is asked: the node, or memcached as the judge of whether a client's wish is reasonable. */
interface Server extends AutoCloseable {
    int port();

    /** Asserts that nothing went wrong inside. */
    void assertUnharmed();

    @Override
    void close();

    /** Which of them. */
    enum Kind {
        NODE {
            @Override
            Server start() {
                return new OurNode(Node.start(NodeOptions.defaults().withPort(0)));
            }
        },
        MEMCACHED {
            @Override
            Server start() {
                return new Stock(StockMemcached.start());
            }
        };

        /** A new one, empty. */
        abstract Server start();

        @Override
        public String toString() {
            return this == NODE ? "the node" : "memcached";
        }
    }

    /** The node, in this JVM. */
    record OurNode(Node node) implements Server {
        @Override
        public int port() {
            return node.port();
        }

        @Override
        public void assertUnharmed() {
            Map<String, String> statistics = node.statistics();
            if (!"0".equals(statistics.get("faults"))) {
                throw new AssertionError("the node counts faults: " + statistics);
            }
        }

        @Override
        public void close() {
            node.close();
        }
    }

    /** The operating system's memcached, in a process of its own. */
    record Stock(ServerProcess process) implements Server {
        @Override
        public int port() {
            return process.port();
        }

        @Override
        public void assertUnharmed() {
            if (!process.isAlive()) {
                throw new AssertionError("memcached has ended: " + process.output());
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
