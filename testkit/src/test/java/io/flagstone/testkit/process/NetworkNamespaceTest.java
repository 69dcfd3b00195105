package io.flagstone.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NetworkNamespaceTest {
    private static final int QUIET_MILLIS = 150;
    private static final int LIMIT_MILLIS = 30_000;

    /** Where the system does not permit namespaces, it says so in plain words. */
    @Test
    void aServerBehindALinkThatIsDownIsSilentUntilTheLinkIsUp() throws IOException {
        try (NetworkNamespace network = NetworkNamespace.create()) {
            String host = network.address().getHostAddress();
            try (ServerProcess server = ServerProcess.start(
                            "memcached", network.running(StockMemcached.command(host, "-m", "16")), network.address());
                    Socket socket = new Socket(network.address(), server.port())) {
                network.down();
                socket.getOutputStream().write("version\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.setSoTimeout(QUIET_MILLIS);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
                network.up();
                socket.setSoTimeout(LIMIT_MILLIS);
                assertThat(socket.getInputStream().read()).isEqualTo('V');
                assertThat(server.hostAndPort()).isEqualTo(host + ":" + server.port());
            }
        } catch (IllegalStateException notPermitted) {
            assertThat(notPermitted).hasMessageStartingWith("network namespaces cannot be used here");
        }
    }
}
