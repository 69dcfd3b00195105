package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Wire;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes inside this JVM that leave their items to the next one. */
class WarmNodeTest {
    @TempDir
    Path directory;

    private NodeOptions options;

    @BeforeEach
    void options() {
        options = NodeOptions.defaults()
                .withPort(0)
                .with("memory_file", directory.resolve("memory").toString());
    }

    private static void store(Node node) {
        try (Wire wire = new Wire(node.port())) {
            assertThat(wire.ask("set key 7 0 5\r\nvalue")).isEqualTo("STORED");
        }
    }

    private static String fetch(Node node) {
        try (Wire wire = new Wire(node.port())) {
            return wire.ask("mg key v f");
        }
    }

    private Path file() {
        return directory.resolve("memory");
    }

    @Test
    void aGracefulEndLeavesTheItemsAndACloseDoesNot() {
        try (Node node = Node.start(options)) {
            store(node);
            node.closeGracefully();
        }
        try (Node node = Node.start(options)) {
            assertThat(node.restored()).isEqualTo(1);
            assertThat(file()).as("before anybody is served").doesNotExist();
            assertThat(fetch(node)).isEqualTo("VA 5 f7");
        }
        assertThat(file()).doesNotExist();
        try (Node node = Node.start(options)) {
            assertThat(node.restored()).isZero();
            assertThat(fetch(node)).isEqualTo("EN");
        }
    }

    @Test
    void withSaveEveryEndLeavesThem() {
        NodeOptions saving = options.with("save", "yes");
        try (Node node = Node.start(saving)) {
            store(node);
        }
        try (Node node = Node.start(saving)) {
            assertThat(fetch(node)).isEqualTo("VA 5 f7");
        }
        assertThat(file()).exists();
    }

    @Test
    void aGracefulEndWithoutAFileIsAnEnd() {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            node.closeGracefully();
            assertThat(node.restored()).isZero();
        }
    }

    @Test
    void aGracefulShutdownByAClientLeavesThem() throws InterruptedException {
        NodeOptions obeying = options.with("shutdown_command", "yes");
        try (Node node = Node.start(obeying);
                Wire wire = new Wire(node.port())) {
            store(node);
            wire.send("shutdown graceful\r\n");
            node.awaitClose();
        }
        try (Node node = Node.start(obeying);
                Wire wire = new Wire(node.port())) {
            assertThat(fetch(node)).isEqualTo("VA 5 f7");
            wire.send("shutdown\r\n");
            node.awaitClose();
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void aNodeThatCannotStartGivesTheItemsBack() {
        try (Node node = Node.start(options)) {
            store(node);
            node.closeGracefully();
        }
        try (Node other = Node.start(NodeOptions.defaults().withPort(0))) {
            assertThatCode(() -> Node.start(options.withPort(other.port()))).isInstanceOf(UncheckedIOException.class);
        }
        try (Node node = Node.start(options)) {
            assertThat(fetch(node)).isEqualTo("VA 5 f7");
        }
    }

    @Test
    void twoNodesDoNotShareAFile() {
        try (Node node = Node.start(options)) {
            assertThatCode(() -> Node.start(options))
                    .isInstanceOf(OptionException.class)
                    .hasMessageContaining("belongs to a node that has not ended");
            assertThat(fetch(node)).isEqualTo("EN");
        }
    }

    @Test
    void anEngineThatKeepsItsItemsForItselfIsNamed() {
        assertThatCode(() -> Node.start(options.withStorageEngine("heap")))
                .isInstanceOf(OptionException.class)
                .hasMessage("memory_file: storage engine heap cannot hand its items over; leave memory_file (-e) out");
        Node.start(options).close();
    }

    @Test
    void savingNeedsAFile() {
        assertThatCode(() -> Node.start(NodeOptions.defaults().withPort(0).with("save", "yes")))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("save: there is nowhere to save to");
    }

    @Test
    void theFileIsShownAmongTheSettings() throws Exception {
        try (Node node = Node.start(options);
                Wire wire = new Wire(node.port())) {
            assertThat(wire.askUntil("stats settings", "END")).contains("STAT memory_file " + file() + "\r\n");
        }
        try (Node node = Node.start(NodeOptions.defaults().withPort(0));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.askUntil("stats settings", "END")).contains("STAT memory_file (null)\r\n");
        }
        try (var left = Files.list(directory)) {
            assertThat(left).hasSize(1);
        }
    }
}
