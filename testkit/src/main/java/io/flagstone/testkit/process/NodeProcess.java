package io.flagstone.testkit.process;

import java.util.ArrayList;
import java.util.List;

/** Our own node in a JVM of its own. */
public final class NodeProcess {
    /** The node's main class; named, not imported, for the kit must not need the node to compile. */
    static final String MAIN = "io.flagstone.server.cli.Main";

    private NodeProcess() {}

    /**
     * Starts a node on a free loopback port.
     *
     * @param classPath the node's jar or class path
     * @param options its options, without the port: for instance {@code "-m", "64"}
     */
    public static ServerProcess start(String classPath, String... options) {
        return start(JvmCommand.named(MAIN, options).withClassPath(classPath));
    }

    /** Starts any Java program that takes {@code -p port} and answers {@code version}, with its own JVM flags. */
    public static ServerProcess start(JvmCommand program) {
        return ServerProcess.start("node", command(program));
    }

    /** The command line of a node. */
    public static ServerCommand command(String classPath, String... options) {
        return command(JvmCommand.named(MAIN, options).withClassPath(classPath));
    }

    private static ServerCommand command(JvmCommand program) {
        return port -> {
            List<String> arguments = new ArrayList<>(List.of("-p", "" + port));
            arguments.addAll(program.arguments());
            return program.withArguments(arguments).line();
        };
    }
}
