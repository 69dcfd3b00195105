package io.flagstone.provider.internal.embedded;

import io.flagstone.provider.config.ClientOptions;
import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.List;

/**
 * The nodes of one manager: those configured, and nothing else, or the one inside this JVM.
 *
 * @param addresses at least one
 * @param whenDone run when the manager does not need them any more
 */
public record Nodes(List<NodeAddress> addresses, Runnable whenDone) implements AutoCloseable {

    private static final String NETTY_SINCE_4_2 = "io.netty.channel.IoEventLoopGroup";

    /**
     * The nodes that these settings ask for.
     *
     * @throws ConfigurationProblem when the embedded node is wanted and is not there, or does not start, or when the Netty on
     *     the class path is too old for either
     */
    public static Nodes of(ClientOptions options) {
        checkNetty();
        if (!options.isEmbedded()) {
            return new Nodes(options.nodes(), () -> {});
        }
        try {
            EmbeddedNode node = EmbeddedNode.acquire(options.embedded());
            return new Nodes(List.of(node.address()), node::release);
        } catch (NoClassDefFoundError e) {
            throw missing(e);
        }
    }

    /** Builds that manage Netty at an older version would otherwise hear of some class that is missing. */
    private static void checkNetty() {
        try {
            Class.forName(NETTY_SINCE_4_2, false, Nodes.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new ConfigurationProblem(
                    "Flagstone needs Netty 4.2, and the class path has an older one; where the build manages its version, as"
                            + " Spring Boot 3 does, set netty.version or import io.netty:netty-bom first",
                    e);
        }
    }

    /** What to tell somebody who has excluded the node's jar, without any class of that jar. */
    private static ConfigurationProblem missing(LinkageError cause) {
        return new ConfigurationProblem(
                "no nodes are configured, and the embedded node needs io.flagstone:flagstone-server on the class path;"
                        + " add it, or name nodes with " + ManagerSetting.NODES.key() + "=host:port;host:port",
                cause);
    }

    @Override
    public void close() {
        whenDone.run();
    }
}
