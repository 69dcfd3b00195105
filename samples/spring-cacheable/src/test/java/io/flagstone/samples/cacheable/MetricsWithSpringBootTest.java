package io.flagstone.samples.cacheable;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Spring Boot brings an older library of Prometheus than the node was made with. */
class MetricsWithSpringBootTest {

    @Test
    void aNodeInsideTheApplicationHasItsMetrics() throws Exception {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0).with("admin_port", "0"))) {
            InetSocketAddress admin = Objects.requireNonNull(node.adminAddress());
            HttpResponse<String> metrics = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.getPort() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.body())
                    .contains("memcached_up 1", "# TYPE flagstone_batch_seconds histogram", "_total ");
        }
    }
}
