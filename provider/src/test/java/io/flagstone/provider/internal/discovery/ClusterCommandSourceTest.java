package io.flagstone.provider.internal.discovery;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A configuration endpoint's answers become lists, or are told as what they are. */
class ClusterCommandSourceTest {

    private final Heard heard = new Heard();

    @SuppressWarnings("NullAway.Init") // made before each test
    private ServerSocket endpoint;

    private volatile String answer = "";

    @BeforeEach
    void open() throws IOException {
        endpoint = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::serve);
        server.setDaemon(true);
        server.start();
    }

    @AfterEach
    void close() throws IOException {
        endpoint.close();
    }

    private void serve() {
        while (!endpoint.isClosed()) {
            try (Socket client = endpoint.accept()) {
                byte[] question = client.getInputStream().readNBytes("config get cluster\r\n".length());
                assertThat(new String(question, US_ASCII)).isEqualTo("config get cluster\r\n");
                client.getOutputStream().write(answer.getBytes(US_ASCII));
            } catch (IOException e) {
                if (!endpoint.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void watch() {
        new ClusterCommandSource().watch("127.0.0.1:" + endpoint.getLocalPort(), heard, heard);
    }

    private void says(int version, String nodes) {
        String body = version + "\n" + nodes + "\n";
        answer = "CONFIG cluster 0 " + body.length() + "\r\n" + body + "\r\nEND\r\n";
    }

    @Test
    void nodesAreNamedByTheirHostsAndByTheirAddressesWhereTheyHaveNone() {
        says(12, "n1.example|10.0.0.1|11211 |10.0.0.2|11212");
        watch();
        assertThat(heard.lists.get(0)).hasToString("n1.example:11211, 10.0.0.2:11212");
    }

    @Test
    void anEndpointThatLagsSaysNothingNew() {
        says(12, "a|1|1");
        watch();
        says(11, "b|1|1");
        heard.timePasses();
        assertThat(heard.lists).hasSize(1);
        assertThat(heard.problem()).contains("version 11 is older than 12");
        says(13, "b|1|1");
        heard.timePasses();
        assertThat(heard.lists).hasSize(2);
    }

    @Test
    void whatIsNoListIsTold() throws IOException {
        answer = "ERROR\r\n";
        watch();
        assertThat(heard.problem()).contains("\"ERROR\"", "no such list");
        says(1, "a|1");
        heard.timePasses();
        assertThat(heard.problem()).contains("\"a|1\" is no node");
        says(1, "");
        heard.timePasses();
        assertThat(heard.problem()).contains("is no node");
        answer = "CONFIG cluster 0 30\r\n1\na|1|1";
        heard.timePasses();
        assertThat(heard.problem()).contains("closed in the middle");
        endpoint.close();
        heard.timePasses();
        assertThat(heard.problem()).contains("cannot be read");
        assertThat(heard.lists).isEmpty();
    }
}
