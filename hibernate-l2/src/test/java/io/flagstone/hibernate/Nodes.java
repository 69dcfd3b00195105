package io.flagstone.hibernate;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The node that the tests of this run use: in this JVM, a process of ours, or stock memcached. */
final class Nodes {

    /** Where nodes come from, by the system property {@code test.engine}. */
    enum Kind {
        EMBEDDED,
        OWN,
        STOCK
    }

    static final Kind KIND =
            Kind.valueOf(System.getProperty("test.engine", "embedded").toUpperCase(Locale.ROOT));

    private static @Nullable String shared;

    private Nodes() {}

    /** A node that all tests use, each in a namespace of its own. It ends with this JVM. */
    static synchronized String shared() {
        if (shared == null) {
            shared = KIND == Kind.EMBEDDED
                    ? "127.0.0.1:"
                            + Node.start(NodeOptions.defaults().withPort(0)).port()
                    : process().hostAndPort();
        }
        return Objects.requireNonNull(shared);
    }

    /** A node of the test's own, to be stopped and killed. */
    static ServerProcess process() {
        return KIND == Kind.STOCK
                ? StockMemcached.start("-m", "64")
                : NodeProcess.start(System.getProperty("java.class.path"), "-m", "64");
    }
}
