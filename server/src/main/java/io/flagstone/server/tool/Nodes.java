package io.flagstone.server.tool;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Screen;
import io.flagstone.server.tool.console.Status;
import io.flagstone.server.tool.link.Access;
import io.flagstone.server.tool.link.Endpoint;
import io.flagstone.server.tool.link.Link;
import java.util.List;
import java.util.function.BiConsumer;
import picocli.CommandLine.Parameters;

/** The nodes that a command is about. */
final class Nodes {
    @Parameters(arity = "0..*", paramLabel = "HOST:PORT", description = "the nodes (default: 127.0.0.1:11211)")
    List<String> words = List.of();

    List<Endpoint> endpoints() {
        return Endpoint.given(words);
    }

    /**
     * Connects to each node, one after the other; what fails on one is complained of, and the others have their turn.
     *
     * @return what was the matter with the last that failed
     */
    Status each(Access access, Screen screen, BiConsumer<Endpoint, Link> action) {
        Status status = Status.OK;
        for (Endpoint endpoint : endpoints()) {
            try (Link link = access.open(endpoint)) {
                action.accept(endpoint, link);
            } catch (Failure e) {
                screen.passOn(e);
                status = e.status();
                screen.complain(e.text());
            }
        }
        screen.flush();
        return status;
    }
}
