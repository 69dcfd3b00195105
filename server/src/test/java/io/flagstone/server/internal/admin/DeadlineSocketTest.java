package io.flagstone.server.internal.admin;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.door.Doorway;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that says a little every now and then does not keep its asker for ever. */
@Timeout(60)
class DeadlineSocketTest {
    private static final int PATIENCE_MILLIS = 30_000;

    /** Begins a record of TLS, and then sends byte after byte of it. */
    private static ServerSocket dripping() throws IOException {
        ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try (Socket client = door.accept()) {
                OutputStream out = client.getOutputStream();
                out.write(new byte[] {0x16, 0x03, 0x03, 0x40, 0x00});
                while (!door.isClosed()) {
                    out.write(0);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                }
            } catch (IOException e) {
                // The client has seen enough, or the test has.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return door;
    }

    private static long soon() {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no"})
    void whoDripsIsLeftAtTheDeadlineWithTlsAndWithout(String tls) throws IOException {
        try (ServerSocket slow = dripping()) {
            Doorway door = new Doorway("127.0.0.1", slow.getLocalPort(), PATIENCE_MILLIS);
            NodeOptions options = NodeOptions.defaults().with("admin_fleet_tls", tls);
            assertThatThrownBy(() -> {
                        long deadline = soon();
                        try (Socket in = door.enter(FleetTerms.of(options), () -> new DeadlineSocket(deadline))) {
                            in.getInputStream().readAllBytes();
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("time");
        }
    }

    @Test
    void nothingIsReadAfterIt() throws IOException {
        try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket late = new DeadlineSocket(System.nanoTime())) {
            late.connect(door.getLocalSocketAddress());
            try (Socket there = door.accept()) {
                there.getOutputStream().write(1);
                assertThatThrownBy(() -> late.getInputStream().read()).hasMessage("the time is over");
            }
        }
    }
}
