package io.flagstone.hibernate;

import io.flagstone.server.Node;
import io.flagstone.server.cli.Main;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The node that the tests of this run use: in this JVM, a process of ours, or stock memcached. */
final class Nodes {

    /**
     * Where nodes come from, by the system property {@code test.engine}; where the one that all share comes from may be
     * said apart, by {@code test.shared}.
     */
    enum Kind {
        EMBEDDED,
        OWN,
        STOCK
    }

    private static final String ENGINE = System.getProperty("test.engine", "embedded");
    private static final Kind KIND = kind(ENGINE);
    private static final Kind SHARED = kind(System.getProperty("test.shared", ENGINE));

    private static @Nullable String shared;

    private Nodes() {}

    private static Kind kind(String name) {
        return Kind.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** A node that all tests use, each in a namespace of its own. It ends with this JVM. */
    static synchronized String shared() {
        if (shared == null) {
            shared = SHARED == Kind.EMBEDDED
                    ? "127.0.0.1:"
                            + Node.start(NodeOptions.defaults().withPort(0)).port()
                    : process(SHARED).hostAndPort();
        }
        return Objects.requireNonNull(shared);
    }

    /** A node of the test's own, to be stopped and killed. */
    static ServerProcess process() {
        return process(KIND);
    }

    /** A node of the test's own, to be restarted often. */
    static RestartedNode restarted() {
        return KIND == Kind.STOCK ? RestartedNode.of(process()) : RestartedNode.inThisJvm();
    }

    private static ServerProcess process(Kind kind) {
        return kind == Kind.STOCK
                ? StockMemcached.start("-m", "64")
                : NodeProcess.start(shortLived(JvmCommand.of(Main.class, "-m", "64")));
    }

    /** A JVM that is up quickly, and slow in the long run, which it will not see. */
    static JvmCommand shortLived(JvmCommand command) {
        return command.withFlags("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
    }
}
