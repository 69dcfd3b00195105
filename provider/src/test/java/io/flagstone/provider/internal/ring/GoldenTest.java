package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions;
import io.flagstone.provider.testing.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our rings give every key to the node that the real clients give it to. */
class GoldenTest {

    /** As the configuration has to name it for this client. */
    private static NodeAddress node(String client, Golden.Server server) {
        String resolved = "/" + server.address() + ":" + server.port();
        String name = switch (client) {
            case "spymemcached-libmemcached" -> server.host() + resolved;
            case "xmemcached" -> server.isNamed() ? server.host() + resolved : resolved;
            case "spymemcached" -> server.isNamed() ? server.host() + resolved : resolved.substring(1);
            default -> server.host() + ":" + server.port();
        };
        return new NodeAddress(name, server.address(), server.port(), server.weight());
    }

    private static String ours(String client, List<Golden.Server> servers) {
        List<NodeAddress> nodes =
                servers.stream().map(server -> node(client, server)).toList();
        Placement placement =
                Placement.of(new PlacementOptions(client, "", false), nodes, GoldenTest.class.getClassLoader());
        StringBuilder owners = new StringBuilder();
        Golden.keys().forEach(key -> owners.append(placement.owner(key.getBytes(UTF_8))));
        return owners.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"libmemcached", "twemproxy", "spymemcached", "spymemcached-libmemcached", "xmemcached"})
    void everyKeyHasTheOwnerThatTheClientGivesIt(String client) {
        Map<String, String> vectors = Golden.vectors(client);
        assertThat(vectors).hasSizeGreaterThanOrEqualTo(6);
        vectors.forEach((list, expected) -> {
            assertThat(expected).as(list).hasSize(Golden.KEYS);
            assertThat(ours(client, Golden.list(list)))
                    .as("%s, %s", client, list)
                    .isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"spymemcached", "spymemcached-libmemcached", "xmemcached"})
    void theFilesAreWhatTheLibrariesOnTheClassPathSay(String client) {
        Golden.vectors(client)
                .forEach((list, nodes) -> assertThat(JavaClients.ask(client, Golden.list(list)))
                        .as(list)
                        .isEqualTo(nodes));
    }
}
