package io.flagstone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients of other languages do to the node what they do to memcached. Each program runs once on an empty server, and
 * what it says of each promise is a test.
 */
class ForeignClientsIT {
    private record Run(ForeignClient client, Server.Kind on) {}

    private static final Map<Run, Map<Promise, String>> OUTCOMES = new HashMap<>();

    private static Stream<Arguments> promises() {
        return Arrays.stream(ForeignClient.values())
                .flatMap(client -> Arrays.stream(Server.Kind.values())
                        .flatMap(kind ->
                                client.promises().stream().map(promise -> Arguments.of(client, promise, kind))));
    }

    private static Map<Promise, String> outcome(Run run) {
        try (Server server = run.on().start()) {
            Map<Promise, String> outcome = run.client().keep(server.port());
            server.assertUnharmed();
            return outcome;
        }
    }

    @ParameterizedTest(name = "{0} {1} on {2}")
    @MethodSource("promises")
    void keeps(ForeignClient client, Promise promise, Server.Kind kind) {
        Run run = new Run(client, kind);
        Map<Promise, String> outcome = OUTCOMES.computeIfAbsent(run, ForeignClientsIT::outcome);
        assertThat(outcome.get(promise))
                .as("%s on %s: %s", client, kind, promise)
                .isEqualTo("ok");
    }
}
