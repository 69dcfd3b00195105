package io.flagstone.server.tool;

import io.flagstone.server.tool.link.Endpoint;
import java.util.List;
import picocli.CommandLine.Parameters;

/** The nodes that a command is about. */
final class Nodes {
    @Parameters(arity = "0..*", paramLabel = "HOST:PORT", description = "the nodes (default: 127.0.0.1:11211)")
    List<String> words = List.of();

    List<Endpoint> endpoints() {
        return Endpoint.given(words);
    }
}
