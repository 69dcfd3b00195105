package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.support.NodeProcess;
import io.flagstone.server.support.StockMemcached;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.process.MemoryFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes in processes of their own that are ended by signals, and what the next process has of them. */
class WarmRestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ITEMS = 10_000;
    private static final String LARGE = "x".repeat(800_000);

    private final MemoryFolder directory = new MemoryFolder();

    @AfterEach
    void remove() {
        directory.close();
    }

    private Path file() {
        return directory.resolve("memory");
    }

    private NodeProcess node(String... more) {
        ProcessBuilder command =
                NodeProcess.command(List.of(), "-p", "0", "-m", "64", "-t", "2", "-e", file().toString());
        command.command().addAll(List.of(more));
        // Whoever runs the tests may have told them to ignore it.
        command.command().addAll(0, List.of("env", "--default-signal=USR1,TERM"));
        return NodeProcess.startAsIs(
                command.redirectError(directory.resolve("log").toFile()));
    }

    private static int end(Process process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Seconds to live of an item: most have no end, some have ended when the next process starts. */
    private static int ttl(int number) {
        return number % 10 == 0 ? 1 : number % 10 == 1 ? 1000 : 0;
    }

    private static String value(int number) {
        return number % 1000 == 5 ? LARGE : "value " + number;
    }

    private static void store(Wire wire) {
        for (int i = 0; i < ITEMS; i++) {
            String value = value(i);
            wire.send("ms k" + i + " " + value.length() + " F" + i + " T" + ttl(i) + " q\r\n" + value + "\r\n");
        }
        assertThat(wire.ask("mn")).isEqualTo("MN");
    }

    @Test
    void afterUsr1EverythingIsThereAgainAndAfterAKillNothing() throws Exception {
        String before;
        long stored;
        try (NodeProcess node = node();
                Wire wire = new Wire(node.port())) {
            assertThat(node.readyLine()).endsWith(" restored=0");
            store(wire);
            stored = System.nanoTime();
            before = wire.ask("mg k3 c");
            assertThat(end(node.process(), "USR1")).isZero();
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        await().until(() -> System.nanoTime() - stored > 2_100_000_000L);
        try (NodeProcess node = node();
                Wire wire = new Wire(node.port())) {
            assertThat(node.readyLine()).endsWith(" restored=" + ITEMS * 9 / 10);
            assertThat(wire.ask("mg k3 c")).isEqualTo(before);
            for (int i = 0; i < ITEMS; i++) {
                assertItem(wire, i);
            }
            assertThat(end(node.process(), "KILL")).isNotZero();
        }
        try (NodeProcess node = node();
                Wire wire = new Wire(node.port())) {
            assertThat(node.readyLine()).endsWith(" restored=0");
            assertThat(wire.ask("mg k3")).isEqualTo("EN");
        }
        assertThat(Files.readString(directory.resolve("log"))).contains("starting without items: there is no file");
    }

    private static void assertItem(Wire wire, int number) {
        String answer = wire.ask("mg k" + number + " v f t");
        if (ttl(number) == 1) {
            assertThat(answer).isEqualTo("EN");
            return;
        }
        String value = value(number);
        assertThat(answer).startsWith("VA " + value.length() + " f" + number + " t");
        int left = Integer.parseInt(answer.replaceFirst(".* t", ""));
        if (ttl(number) == 0) {
            assertThat(left).isEqualTo(-1);
        } else {
            assertThat(left).isBetween(1, 998);
        }
        assertThat(wire.line()).isEqualTo(value);
    }

    @Test
    void withSaveSigtermLeavesThemToo() throws Exception {
        for (String save : List.of("--save", "--verbose")) {
            try (NodeProcess node = node(save);
                    Wire wire = new Wire(node.port())) {
                assertThat(wire.ask("set a 0 0 1\r\n1")).isEqualTo("STORED");
                assertThat(end(node.process(), "TERM")).isZero();
            }
            assertThat(Files.exists(file())).as(save).isEqualTo(save.equals("--save"));
        }
    }

    @Test
    void otherSettingsStartWithoutItemsAndSayWhichDiffers() throws Exception {
        try (NodeProcess node = node();
                Wire wire = new Wire(node.port())) {
            assertThat(wire.ask("set a 0 0 1\r\n1")).isEqualTo("STORED");
            end(node.process(), "USR1");
        }
        try (NodeProcess node = node("-f", "1.5");
                Wire wire = new Wire(node.port())) {
            assertThat(wire.ask("get a")).isEqualTo("END");
        }
        assertThat(Files.readString(directory.resolve("log")))
                .contains("it was written with growth_factor=1.25, and now there is growth_factor=1.5");
    }

    /** What can be asked of an item after a restart, on memcached and here. */
    private static final List<String> SCRIPT = List.of(
            "set plain 0 0 5\r\nhello",
            "set flags 4711 0 2\r\nok",
            "set number 0 0 2\r\n10",
            "incr number 5",
            "set short 0 1 1\r\nx",
            "set long 0 500 1\r\nx",
            "set gone 0 0 1\r\nx",
            "delete gone",
            "set flushed 0 0 1\r\nx",
            "flush_all",
            "set after 5 0 5\r\nhello",
            "append after 0 0 6\r\n world",
            "ms stale 1\r\nx",
            "md stale I T60",
            "ms base 2 T600\r\nxx",
            "gat 300 base",
            "ms Zm9v 3 b\r\nfoo");

    private static final List<String> QUESTIONS = List.of(
            "mg plain v f",
            "mg flags v f",
            "mg number v",
            "mg short v",
            "mg long v",
            "mg gone v",
            "mg flushed v",
            "mg after v f",
            "mg stale v",
            "mg base v",
            "mg Zm9v v b k",
            "incr number 1");

    private static void tell(int port, List<String> script) {
        try (Wire wire = new Wire(port)) {
            wire.talk(String.join("\r\n", script) + "\r\n");
        }
    }

    private static String ask(int port) {
        try (Wire wire = new Wire(port)) {
            return wire.talk(String.join("\r\n", QUESTIONS) + "\r\n");
        }
    }

    @Test
    void theSameSurvivesAsWithMemcached() throws Exception {
        Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
        String stock = directory.resolve("stock").toString();
        try (StockMemcached memcached = StockMemcached.start("-m", "64", "-e", stock);
                NodeProcess node = node()) {
            tell(memcached.port(), SCRIPT.subList(0, 10));
            tell(node.port(), SCRIPT.subList(0, 10));
            // memcached flushes what was stored in this second, and the next store must not be in it
            long flushed = System.nanoTime();
            await().until(() -> System.nanoTime() - flushed > 2_100_000_000L);
            tell(memcached.port(), SCRIPT.subList(10, SCRIPT.size()));
            tell(node.port(), SCRIPT.subList(10, SCRIPT.size()));
            end(memcached.process(), "USR1");
            end(node.process(), "USR1");
        }
        // memcached takes no file that it has written in the same second
        long ended = System.currentTimeMillis() / 1000;
        await().until(() -> System.currentTimeMillis() / 1000 > ended + 1);
        String expected;
        try (StockMemcached memcached = StockMemcached.start("-m", "64", "-e", stock)) {
            expected = ask(memcached.port());
        }
        assertThat(expected).contains("hello world").contains(" W");
        try (NodeProcess node = node()) {
            assertThat(ask(node.port())).isEqualTo(expected);
        }
    }
}
