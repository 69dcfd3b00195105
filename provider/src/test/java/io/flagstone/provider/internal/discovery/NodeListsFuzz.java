package io.flagstone.provider.internal.discovery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Lists of nodes from files, endpoints and name servers: a list whose nodes can be named again, or a reason why not. */
public final class NodeListsFuzz {

    private NodeListsFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of(
                        "# three\norders1=10.0.0.1:11211\norders2=10.0.0.2:11211*2\ndead orders3=10.0.0.3:11211\n",
                        "a,b;c@zone*64m/1k\r\n[::1]:5*2.5\nx=[::1]:11211@z*0x1p3\n",
                        "CONFIG cluster 0 20\r\n12\nn1.example|10.0.0.1|11211 |10.0.0.2|11212\n\r\nEND\r\n",
                        "CONFIG cluster 0 3\r\n1\n|::1|99999\n\r\nEND\r\n",
                        "ERROR\r\n",
                        "0 5 11211 cache1.example.org.\n10 0 65536 b\n0 6 1 c",
                        "a*NaN\nb*Infinity\nc*-1\nd*1e400")
                .map(text -> text.getBytes(UTF_8))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        String text = new String(input, UTF_8);
        read(() -> ListText.parse(text));
        Answering context = new Answering(input);
        read(() -> new ClusterCommandSource().reader("localhost:11211", context).read());
        Records records = (name, type) -> Arrays.asList(text.split("\n"));
        read(() -> new SrvSource(records).reader("name", context).read());
    }

    private static void read(PolledSource.Reader reader) {
        try {
            NodeListing listing = reader.read();
            for (NodeAddress node : listing.nodes()) {
                assertThat(node.weight()).isPositive().isFinite();
                assertThat(node.port()).isBetween(1, 65_535);
                assertThat(node.name()).isNotBlank().doesNotContain("\n", "\r");
            }
        } catch (ConfigurationProblem | IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** Connects to nothing but the input. */
    private record Answering(byte[] input) implements SourceContext {

        @Override
        public Duration poll() {
            return Duration.ofSeconds(1);
        }

        @Override
        public Socket connect(InetSocketAddress address, Duration timeout) {
            return new Socket() {
                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(input);
                }

                @Override
                public OutputStream getOutputStream() {
                    return OutputStream.nullOutputStream();
                }
            };
        }

        @Override
        public void repeat(Duration pause, Runnable task) {
            throw new IllegalStateException("it is asked once");
        }

        @Override
        public String toString() {
            return new String(input, ISO_8859_1);
        }
    }
}
