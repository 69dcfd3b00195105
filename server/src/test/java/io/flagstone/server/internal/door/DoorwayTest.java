package io.flagstone.server.internal.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorwayTest {
    private static final int PATIENCE_MILLIS = 10_000;

    @TempDir
    Path directory;

    /** A connection to this machine that takes itself for one to another. */
    private static Socket faraway() {
        return new Socket() {
            @Override
            public InetAddress getInetAddress() {
                try {
                    return InetAddress.getByName("192.0.2.1");
                } catch (UnknownHostException e) {
                    throw new AssertionError(e);
                }
            }
        };
    }

    private Terms terms(boolean plain, @Nullable String user, @Nullable Path password) {
        return new Terms(false, null, null, null, user, password, plain, name -> "~" + name);
    }

    @Test
    void aPasswordGoesToAnotherMachineOverTlsOrWhereThatWasAllowed() throws IOException {
        Path users = Certificates.write(directory.resolve("users"), "bob:secret\n");
        Path password = Certificates.write(directory.resolve("password"), "secret\n");
        try (Node node = Node.start(NodeOptions.defaults().withPort(0).with("auth_file", users.toString()))) {
            Doorway door = new Doorway("127.0.0.1", node.port(), PATIENCE_MILLIS);
            assertThatThrownBy(() -> door.enter(terms(false, "bob", password), DoorwayTest::faraway))
                    .isInstanceOf(Barred.class)
                    .hasMessage("the password is not sent without TLS; give ~tls, or ~password-plain");
            assertThat(node.statistics()).containsEntry("auth_cmds", "0");
            door.enter(terms(true, "bob", password), DoorwayTest::faraway).close();
            door.enter(terms(false, "bob", password), Socket::new).close();
            assertThat(node.statistics()).containsEntry("auth_cmds", "2").containsEntry("auth_errors", "0");
        }
    }

    @Test
    void whatGoesTogetherIsNotTakenApart() {
        Doorway door = new Doorway("127.0.0.1", 1, PATIENCE_MILLIS);
        assertThatThrownBy(() -> door.enter(terms(false, "bob", null), Socket::new))
                .isInstanceOf(Barred.class)
                .hasMessage("~user and ~password-file go together");
        assertThat(terms(false, "bob", null)).asString().doesNotContain("bob");
    }
}
