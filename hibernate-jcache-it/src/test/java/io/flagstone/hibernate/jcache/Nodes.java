package io.flagstone.hibernate.jcache;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.StockMemcached;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The node that the tests of this run share, each in a namespace of its own. It ends with this JVM. */
final class Nodes {

    private static @Nullable String shared;

    private Nodes() {}

    /** Host and port, by the system property {@code test.engine} of a node in this JVM or of stock memcached. */
    static synchronized String shared() {
        if (shared == null) {
            boolean stock = Objects.equals(System.getProperty("test.engine"), "stock");
            shared = stock
                    ? StockMemcached.start("-m", "64").hostAndPort()
                    : "127.0.0.1:"
                            + Node.start(NodeOptions.defaults().withPort(0)).port();
        }
        return Objects.requireNonNull(shared);
    }
}
