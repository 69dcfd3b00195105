package io.flagstone.provider.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a name server answers is read, each time anew. */
class NamingRecordsTest {

    private static final int HEADER = 12;
    private static final int SRV = 33;
    private static final int NO_SUCH_NAME = 3;

    @SuppressWarnings("NullAway.Init") // made before each test
    private DatagramSocket server;

    private volatile int code;
    private volatile int port = 11211;

    @BeforeEach
    void open() throws IOException {
        server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                server.receive(packet);
                byte[] answer = answer(packet.getData());
                server.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** RFC 1035, section 4: the header and the question again, and a record for the question's name. */
    private byte[] answer(byte[] query) {
        int end = HEADER;
        while (query[end] != 0) {
            end += 1 + query[end];
        }
        end += 5;
        ByteBuffer answer = ByteBuffer.allocate(512).put(query, 0, end);
        answer.putShort(2, (short) (0x8180 | code));
        answer.putShort(6, (short) (code == 0 ? 1 : 0)).putShort(8, (short) 0).putShort(10, (short) 0);
        if (code == 0) {
            answer.putShort((short) (0xC000 | HEADER)).putShort((short) SRV).putShort((short) 1);
            answer.putInt(60).putShort((short) 9);
            answer.putShort((short) 0).putShort((short) 5).putShort((short) port);
            answer.put(new byte[] {1, 'a', 0});
        }
        byte[] bytes = new byte[answer.position()];
        answer.get(0, bytes);
        return bytes;
    }

    @Test
    void recordsAreReadAnewEachTime() throws IOException {
        Records records = new NamingRecords("dns://127.0.0.1:" + server.getLocalPort());
        assertThat(records.of("_memcached._tcp.cache.test", "SRV")).containsExactly("0 5 11211 a.");
        port = 11212;
        assertThat(records.of("_memcached._tcp.cache.test", "SRV")).containsExactly("0 5 11212 a.");
    }

    @Test
    void aUrlIsNoName() {
        Records records = new NamingRecords("dns://127.0.0.1:" + server.getLocalPort());
        for (String url : List.of("ldap://127.0.0.1/a", "rmi:a", "dns://127.0.0.1/a", "a b", "")) {
            assertThatThrownBy(() -> records.of(url, "SRV"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is no name");
        }
    }

    @Test
    void aNameThatIsNotThereIsAnError() {
        code = NO_SUCH_NAME;
        Records records = new NamingRecords("dns://127.0.0.1:" + server.getLocalPort());
        assertThatThrownBy(() -> records.of("nothing.test", "SRV")).isInstanceOf(IOException.class);
    }
}
