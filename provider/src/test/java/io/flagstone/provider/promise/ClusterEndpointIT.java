package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.FlagstoneCachingProvider;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node tells clients, by {@code config get cluster}, which nodes there are. */
class ClusterEndpointIT {

    private static final int KEYS = 200;
    private static final NodeOptions ANY = NodeOptions.defaults().withPort(0);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private Path write(int version, Node... nodes) throws IOException {
        StringBuilder text = new StringBuilder().append(version).append('\n');
        for (Node node : nodes) {
            text.append("127.0.0.1:").append(node.port()).append('\n');
        }
        Path written = Files.writeString(folder.resolve("cluster.new"), text);
        return Files.move(written, folder.resolve("cluster"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static CacheManager client(Node endpoint) {
        Properties properties = new Properties();
        properties.setProperty("flagstone.nodes.source", "cluster:127.0.0.1:" + endpoint.port());
        properties.setProperty("flagstone.nodes.poll", "100ms");
        properties.setProperty("flagstone.nodes.refresh", "100ms");
        properties.setProperty("flagstone.timeout", "10s");
        properties.setProperty("flagstone.cache.*.failure", "fail");
        return new FlagstoneCachingProvider()
                .getCacheManager(URI.create("flagstone:" + UUID.randomUUID()), null, properties);
    }

    private static long items(Node node) {
        return Long.parseLong(node.statistics().get("curr_items"));
    }

    @Test
    void clientsFollowTheListOfAnEndpoint() throws Exception {
        try (Node one = Node.start(ANY);
                Node other = Node.start(ANY);
                Node endpoint =
                        Node.start(ANY.with("cluster_file", write(1, one).toString()));
                CacheManager manager = client(endpoint)) {
            Cache<String, String> cache = manager.createCache("c", new MutableConfiguration<String, String>());
            fill(cache);
            assertThat(items(one)).isGreaterThanOrEqualTo(KEYS);
            assertThat(items(other)).isZero();

            write(2, one, other);
            // what is under way when its slot moves may end as unknown
            await().atMost(Duration.ofSeconds(60))
                    .ignoreException(NodeUnavailable.class)
                    .until(() -> {
                        fill(cache);
                        return items(other) > KEYS / 4;
                    });
            fill(cache);
            assertThat(items(endpoint)).isZero();
        }
    }

    private static void fill(Cache<String, String> cache) {
        for (int i = 0; i < KEYS; i++) {
            cache.put("k" + i, "v" + i);
            assertThat(cache.get("k" + i)).isIn("v" + i, null);
        }
    }
}
