package io.flagstone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** libmemcached's tools, and memcached-tool of memcached itself, find in the node what they find in memcached. */
class ToolsIT {
    private static final String TEXT = "text";
    private static final String BINARY = "binary";

    @TempDir
    Path directory;

    private Program.Result libmemcached(Server server, String tool, String... arguments) {
        return Program.ofDebian("libmemcached-tools", directory, tool, "--servers=127.0.0.1:" + server.port())
                .run(arguments);
    }

    /** One of libmemcached's tools, in one of the protocols. */
    private Program.Result speaking(String protocol, Server server, String tool, String... arguments) {
        String servers = "--servers=127.0.0.1:" + server.port();
        Program program = BINARY.equals(protocol)
                ? Program.ofDebian("libmemcached-tools", directory, tool, servers, "--binary")
                : Program.ofDebian("libmemcached-tools", directory, tool, servers);
        return program.run(arguments);
    }

    private Program.Result memcachedTool(Server server, String... arguments) {
        return Program.ofDebian(
                        "memcached",
                        directory,
                        "perl",
                        "/usr/share/memcached/scripts/memcached-tool",
                        "127.0.0.1:" + server.port())
                .run(arguments);
    }

    private void store(Server server, String key, byte[] value) throws IOException {
        Files.write(directory.resolve(key), value);
        assertThat(libmemcached(server, "memccp", key).status()).isZero();
    }

    private void store(Server server, String key, String value) throws IOException {
        store(server, key, value.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"NODE, " + TEXT, "NODE, " + BINARY, "MEMCACHED, " + TEXT, "MEMCACHED, " + BINARY})
    void whatMemccpStoresMemccatReadsAndMemcrmRemoves(Server.Kind kind, String protocol) throws IOException {
        try (Server server = kind.start()) {
            byte[] large = new byte[500_000];
            new Random(1).nextBytes(large);
            Files.writeString(directory.resolve("greeting"), "hello");
            Files.write(directory.resolve("large"), large);
            assertThat(speaking(protocol, server, "memccp", "greeting", "large").status())
                    .isZero();
            assertThat(speaking(protocol, server, "memccat", "greeting").output())
                    .startsWith("hello");
            assertThat(speaking(protocol, server, "memccat", "--file=read", "large")
                            .status())
                    .isZero();
            assertThat(directory.resolve("read")).hasBinaryContent(large);
            assertThat(speaking(protocol, server, "memcexist", "greeting").status())
                    .isZero();
            assertThat(speaking(protocol, server, "memcexist", "nothing").status())
                    .isEqualTo(1);
            assertThat(speaking(protocol, server, "memctouch", "--expire=1000", "greeting")
                            .status())
                    .isZero();
            assertThat(speaking(protocol, server, "memctouch", "--expire=1000", "nothing")
                            .status())
                    .isEqualTo(1);
            assertThat(speaking(protocol, server, "memcrm", "greeting").status())
                    .isZero();
            assertThat(speaking(protocol, server, "memcrm", "greeting").status())
                    .isEqualTo(1);
            assertThat(speaking(protocol, server, "memccat", "greeting").status())
                    .isEqualTo(1);
            assertThat(speaking(protocol, server, "memcflush").status()).isZero();
            assertThat(speaking(protocol, server, "memcexist", "large").status())
                    .isEqualTo(1);
            server.assertUnharmed();
        }
    }

    @ParameterizedTest
    @EnumSource
    void memcstatMemcdumpAndMemcpingUnderstandTheServer(Server.Kind kind) throws IOException {
        try (Server server = kind.start()) {
            store(server, "first", "one");
            store(server, "second", "two");
            assertThat(libmemcached(server, "memcping").status()).isZero();
            assertThat(libmemcached(server, "memcdump").lines()).containsExactlyInAnyOrder("first", "second");
            assertThat(libmemcached(server, "memcstat").output()).contains("curr_items: 2", "version: 1.6.");
            assertThat(speaking(BINARY, server, "memcstat").output()).contains("curr_items: 2");
            assertThat(libmemcached(server, "memcstat", "--server-version").output())
                    .contains(" 1.6.");
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"NODE, " + TEXT, "NODE, " + BINARY, "MEMCACHED, " + TEXT, "MEMCACHED, " + BINARY})
    void memcslapAndMemcaslapPutLoadOn(Server.Kind kind, String protocol) {
        try (Server server = kind.start()) {
            for (String test : new String[] {"set", "get", "mget"}) {
                Program.Result slap = speaking(
                        protocol,
                        server,
                        "memcslap",
                        "--concurrency=2",
                        "--execute-number=200",
                        "--initial-load=200",
                        "--test=" + test);
                assertThat(slap.status()).as(slap.output()).isZero();
            }
            Program.Result load = memcaslap(server, BINARY.equals(protocol));
            assertThat(load.output()).contains("get_misses: 0", "verify_failed: 0", "cmd_get: ");
            assertThat(load.status()).isZero();
            server.assertUnharmed();
        }
    }

    /** 5,000 requests over eight connections, every value compared with the one stored. */
    private Program.Result memcaslap(Server server, boolean binary) {
        String[] load = {
            "memcaslap", "-s", "127.0.0.1:" + server.port(), "-x", "5000", "-T", "1", "-c", "8", "-v", "1.0"
        };
        return Program.ofDebian("libmemcached-tools", directory, load)
                .run(binary ? new String[] {"-B"} : new String[0]);
    }

    @ParameterizedTest
    @EnumSource
    void memcachedToolShowsSlabsStatisticsSettingsAndSizes(Server.Kind kind) throws IOException {
        try (Server server = kind.start()) {
            store(server, "first", "one");
            assertThat(memcachedTool(server).output()).containsPattern("(?m)^ +1 +96B +\\d+s +1 +1 +no +0 +0 +0$");
            assertThat(memcachedTool(server, "stats").output())
                    .containsPattern("(?m)^ +curr_items +1$")
                    .containsPattern("(?m)^ +limit_maxbytes +67108864$");
            assertThat(memcachedTool(server, "settings").output())
                    .containsPattern("(?m)^ +maxbytes +67108864$")
                    .containsPattern("(?m)^ +growth_factor +1\\.25$");
            assertThat(memcachedTool(server, "sizes").output()).containsPattern("(?m)^ +sizes_status +disabled$");
        }
    }

    @ParameterizedTest
    @EnumSource
    void memcachedToolDumpsKeysAndWhatStoresThemAgain(Server.Kind kind) throws IOException {
        try (Server server = kind.start()) {
            store(server, "first", "one");
            store(server, "second", "two");
            assertThat(memcachedTool(server, "keys").lines())
                    .filteredOn(line -> line.startsWith("key="))
                    .hasSize(2)
                    .anyMatch(line -> line.startsWith("key=first exp=-1 la="));
            assertThat(memcachedTool(server, "dump").output())
                    .contains("add first 0 0 3\r\none\r\n", "add second 0 0 3\r\ntwo\r\n");
        }
    }
}
