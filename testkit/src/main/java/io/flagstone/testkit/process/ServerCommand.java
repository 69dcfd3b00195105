package io.flagstone.testkit.process;

import java.util.List;

/** How to start a server: the command line for a given port. */
@FunctionalInterface
public interface ServerCommand {
    /** Program and arguments that make the server listen on this loopback port. */
    List<String> forPort(int port);
}
