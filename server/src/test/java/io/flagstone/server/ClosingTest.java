package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A node that is closed hangs up on everybody. */
class ClosingTest {

    @Test
    void everyConnectionEndsWithTheNode() throws IOException {
        for (int round = 0; round < 150; round++) {
            Node node = Node.start(NodeOptions.defaults().withPort(0).withThreads(1));
            try (Socket client = new Socket("127.0.0.1", node.port())) {
                client.setSoTimeout(5_000);
                client.getOutputStream().write("mn\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.getInputStream().readNBytes(4)).hasSize(4);
                node.close();
                assertThat(ends(client.getInputStream())).isTrue();
            }
        }
    }

    /** By its end, or by a reset; not by a time-out. */
    private static boolean ends(InputStream in) throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }
}
