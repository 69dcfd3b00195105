package io.flagstone.provider.internal.link;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.door.Door;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What nodes answer to {@code stats} and to walks over their keys: taken, or an exception of ours. */
public final class AdminFuzz {

    private static volatile byte[] answer = {};
    private static final ServerSocket NODE = node();
    private static final Admin ADMIN =
            new Admin(NodeAddress.of("127.0.0.1", NODE.getLocalPort()), Door.OPEN, Duration.ofSeconds(10));

    private AdminFuzz() {}

    private static ServerSocket node() {
        try {
            ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(() -> serve(socket), "fuzzed node");
            thread.setDaemon(true);
            thread.start();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void serve(ServerSocket socket) {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                int one = client.getInputStream().read();
                while (one >= 0 && one != '\n') {
                    one = client.getInputStream().read();
                }
                client.getOutputStream().write(answer);
            } catch (IOException e) {
                // the other side had enough of it
            }
        }
    }

    public static List<byte[]> seeds() {
        return Stream.of(
                        "STAT pid 5\r\nSTAT item_size_max 1048576\r\nSTAT empty \r\nEND\r\n",
                        "key=a%20b exp=-1 la=5 cas=1 fetch=no cls=1 size=60\nkey=c+d\nEND\r\n",
                        "OK\r\nkey=%C3%A4\nERROR locked try again later\r\n",
                        "CLIENT_ERROR line format\r\n",
                        "STAT item_size_max x\r\n")
                .map(text -> text.getBytes(US_ASCII))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        answer = input;
        ADMIN.itemSizeMax();
        try {
            assertThat(ADMIN.statistics("stats").keySet()).noneMatch(name -> name.contains("\n"));
        } catch (FlagstoneException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            ADMIN.keys(key -> assertThat(key.length).isLessThanOrEqualTo(input.length), Deadline.in(Clock.SYSTEM, 0));
        } catch (FlagstoneException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
