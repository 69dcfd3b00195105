package io.flagstone.provider.internal.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ReplyNotUnderstood;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.door.Door;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a node answers to a walk over its keys. */
class AdminTest {

    @SuppressWarnings("NullAway.Init") // made before each test
    private ServerSocket node;

    @BeforeEach
    void open() throws IOException {
        node = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        node.close();
    }

    private void answer(String answer) {
        Thread thread = new Thread(() -> {
            try (Socket client = node.accept()) {
                client.getInputStream().readNBytes("lru_crawler metadump hash\r\n".length());
                client.getOutputStream().write(answer.getBytes(ISO_8859_1));
            } catch (IOException e) {
                // the test says what it misses
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        NodeAddress address = NodeAddress.of("127.0.0.1", node.getLocalPort());
        new Admin(address, Door.OPEN, Duration.ofSeconds(10))
                .keys(key -> keys.add(new String(key, ISO_8859_1)), Deadline.in(Clock.SYSTEM, 0));
        return keys;
    }

    @Test
    void keysAreTakenAsTheyWere() {
        answer("key=a%20b exp=-1 la=5\r\nkey=c+d\nEND\r\n");
        assertThat(keys()).containsExactly("a b", "c+d");
    }

    @Test
    void aKeyThatIsWrittenWronglyIsAFailureOfTheNode() {
        answer("key=secret%zz exp=-1 la=5\r\nEND\r\n");
        assertThatThrownBy(this::keys)
                .isInstanceOf(ReplyNotUnderstood.class)
                .hasMessageContaining("127.0.0.1:" + node.getLocalPort())
                .hasMessageNotContaining("secret");
    }
}
