package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Names;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error that memcached 1.6.45 has words for is answered in these words, or cannot happen here, with the reason. */
class ErrorNamesTest {
    private static final NodeOptions PLAIN = NodeOptions.defaults().withPort(0);
    private static final NodeOptions RESTRICTED =
            PLAIN.with("flush_enabled", "no").with("dump_enabled", "no").with("watch_enabled", "no");
    private static final NodeOptions FULL =
            PLAIN.with("mem_size", "8m").withEvictions(false).with("slab_automove", "0");
    private static final NodeOptions STOPPABLE = PLAIN.with("shutdown_command", "yes");
    private static final NodeOptions HEAP = PLAIN.withStorageEngine("heap");

    /** How each is provoked: the node's options, and a script that has it among its answers. */
    record Provocation(NodeOptions options, String script) {}

    private static Provocation plain(String script) {
        return new Provocation(PLAIN, script);
    }

    private static Provocation restricted(String script) {
        return new Provocation(RESTRICTED, script);
    }

    /** Behind so many values that nothing else finds room. */
    private static Provocation full(String script) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            all.append("set k")
                    .append(i)
                    .append(" 0 0 200000 noreply|")
                    .append("x".repeat(200_000))
                    .append('|');
        }
        for (int i = 0; i < 12_000; i++) {
            all.append("set s").append(i).append(" 0 0 1 noreply|x|");
        }
        return new Provocation(FULL, all + script);
    }

    private static final Map<String, Provocation> PROVOKED = Map.ofEntries(
            Map.entry("ERROR", plain("dance|")),
            Map.entry("CLIENT_ERROR bad command line format", plain("get|")),
            Map.entry("CLIENT_ERROR bad data chunk", plain("set a 0 0 1|xy|")),
            Map.entry(
                    "SERVER_ERROR object too large for cache",
                    plain("set a 0 0 2000000|" + "x".repeat(2_000_000) + "|")),
            Map.entry(
                    "SERVER_ERROR out of memory storing object",
                    full("set big 0 0 200000|" + "x".repeat(200_000) + "|")),
            Map.entry(
                    "SERVER_ERROR Out of memory during read", // The first one has the page that its class may take
                    // beyond the limit.
                    full(("set big 0 0 700000|" + "x".repeat(700_000) + "|").repeat(2))),
            Map.entry("SERVER_ERROR Out of memory allocating new item", full("mg none N30|")),
            Map.entry("CLIENT_ERROR invalid exptime argument", plain("touch a x|")),
            Map.entry("CLIENT_ERROR invalid numeric delta argument", plain("incr a x|")),
            Map.entry(
                    "CLIENT_ERROR cannot increment or decrement non-numeric value",
                    plain("set a 0 0 1 noreply|x|incr a 1|")),
            Map.entry("CLIENT_ERROR duplicate flag", plain("mg a v v|")),
            Map.entry("CLIENT_ERROR invalid flag", plain("mg a y|")),
            Map.entry("CLIENT_ERROR invalid or duplicate flag", plain("ma a v v|")),
            Map.entry("CLIENT_ERROR bad token in command line format", plain("mg a Tx|")),
            Map.entry("CLIENT_ERROR opaque token too long", plain("mg a O" + "o".repeat(32) + "|")),
            Map.entry(
                    "CLIENT_ERROR options flags are too long",
                    plain("mg a b c C d e f g h i j k l m n o p q r s t u v|")),
            Map.entry("CLIENT_ERROR error decoding key", plain("mg a$ b|")),
            Map.entry("CLIENT_ERROR invalid mode for ms M token", plain("ms a 1 MX|y|")),
            Map.entry("CLIENT_ERROR invalid mode for ma M token", plain("ma a MX|")),
            Map.entry("CLIENT_ERROR flush_all not allowed", restricted("flush_all|")),
            Map.entry("CLIENT_ERROR watch commands not allowed", restricted("watch|")),
            Map.entry("SERVER_ERROR: shutdown not enabled", plain("shutdown|")),
            Map.entry("CLIENT_ERROR invalid shutdown mode", new Provocation(STOPPABLE, "shutdown now|")),
            Map.entry("CLIENT_ERROR bad command line", plain("stats cachedump|")),
            Map.entry("CLIENT_ERROR Illegal slab id", plain("stats cachedump 64 1|")),
            Map.entry("CLIENT_ERROR usage: stats detail on|off|dump", plain("stats detail|")),
            Map.entry("CLIENT_ERROR stats cachedump not allowed", restricted("stats cachedump 1 1|")),
            Map.entry("CLIENT_ERROR slab reassignment disabled", new Provocation(HEAP, "slabs reassign 1 2|")),
            Map.entry("CLIENT_ERROR automove window too low or too high", plain("slabs automove window 2|")),
            Map.entry("BADCLASS invalid src or dst class id", plain("slabs reassign 1 99|")),
            Map.entry("NOSPARE source class has no spare pages", plain("slabs reassign 5 6|")),
            Map.entry("SAME src and dst class are identical", plain("slabs reassign 1 1|")),
            Map.entry("CLIENT_ERROR lru crawler disabled", plain("lru_crawler disable|lru_crawler crawl all|")),
            Map.entry("CLIENT_ERROR sleep must be one second or less", plain("lru_crawler sleep 1000001|")),
            Map.entry("BADCLASS invalid class id", plain("lru_crawler metadump 99|")),
            Map.entry("ERROR metadump not allowed", restricted("lru_crawler metadump all|")),
            Map.entry("ERROR key dump not allowed", restricted("lru_crawler mgdump all|")),
            Map.entry("ERROR failed to start lru crawler thread", plain("lru_crawler enable|")),
            Map.entry("ERROR hot and warm pcts must not exceed 80", plain("lru tune 50 40 0.2 2.0|")),
            Map.entry("ERROR hot/warm age factors must be greater than 0", plain("lru tune 20 40 0 2.0|")),
            Map.entry("MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m", plain("cache_memlimit 7|")),
            Map.entry("MEMLIMIT_ADJUST_FAILED input value is megabytes not bytes", plain("cache_memlimit 1000000001|")),
            Map.entry(
                    "MEMLIMIT_ADJUST_FAILED out of bounds or unable to adjust",
                    new Provocation(HEAP, "cache_memlimit 100|")),
            Map.entry("Error TLS not enabled", plain("refresh_certs|")));

    /** Those that need more than a script; each has a test below. */
    private static final List<String> APART = List.of(
            "ERROR Too many open connections",
            "WATCHER_TOO_MANY log watcher limit reached",
            "BUSY currently processing reassign request",
            "CLIENT_ERROR unauthenticated",
            "CLIENT_ERROR auth token too long",
            "CLIENT_ERROR bad command line termination",
            "CLIENT_ERROR bad authentication token format",
            "CLIENT_ERROR authentication failure");

    private static final String OWN_BUFFERS = "requests and replies take no memory of their own that could be refused";
    private static final String PIPELINED = "what stands in front is answered first";
    private static final String CRAWLER = "the crawler runs by itself, and a dump needs no crawler";

    private static final Map<String, String> NEVER = Map.ofEntries(
            Map.entry("SERVER_ERROR output line too long", "no line of an answer has a limit"),
            Map.entry("SERVER_ERROR out of memory", OWN_BUFFERS),
            Map.entry("SERVER_ERROR out of memory reading request", OWN_BUFFERS),
            Map.entry("SERVER_ERROR out of memory writing get response", OWN_BUFFERS),
            Map.entry("SERVER_ERROR Unhandled storage type.", "no outcome of storing is left unhandled"),
            Map.entry("SERVER_ERROR refcount overflow during fetch", "readers are counted in 32 bits"),
            Map.entry("ERROR cannot pipeline other commands before watch", PIPELINED),
            Map.entry("ERROR cannot pipeline other commands before metadump", PIPELINED),
            Map.entry("ERROR cannot pipeline other commands before mgdump", PIPELINED),
            Map.entry("WATCHER_FAILED failed to add log watcher", "a watcher can always be added up to the limit"),
            Map.entry("CLIENT_ERROR stats detail not allowed", "nothing forbids it, in memcached 1.6.18 neither"),
            Map.entry("BUSY currently processing crawler request", CRAWLER),
            Map.entry("NOTSTARTED no items to crawl", CRAWLER),
            Map.entry("ERROR an unknown error happened", CRAWLER),
            Map.entry("ERROR locked try again later", CRAWLER),
            Map.entry("ERROR failed to stop lru crawler thread", CRAWLER));

    @Test
    void everyErrorOfMemcachedsIsAccountedFor() {
        TreeSet<String> known = new TreeSet<>(PROVOKED.keySet());
        known.addAll(APART);
        known.addAll(NEVER.keySet());
        assertThat(known).isEqualTo(new TreeSet<>(Names.of("errors")));
    }

    static Stream<Arguments> provoked() {
        return PROVOKED.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("provoked")
    void isAnsweredInItsWords(String error, Provocation by) {
        try (Node node = Node.start(by.options());
                Wire wire = new Wire(node.port())) {
            assertThat(wire.talk(by.script().replace("|", "\r\n")).lines()).contains(error);
        }
    }

    @Test
    void oneConnectionTooManyIsTold() {
        try (Node node = Node.start(PLAIN.withMaxConnections(1));
                Wire first = new Wire(node.port())) {
            assertThat(first.ask("mn")).isEqualTo("MN");
            try (Wire second = new Wire(node.port())) {
                assertThat(second.line()).isEqualTo("ERROR Too many open connections");
            }
        }
    }

    @Test
    void oneWatcherTooManyIsTold() {
        List<Wire> watchers = new ArrayList<>();
        try (Node node = Node.start(PLAIN)) {
            for (int i = 0; i < 20; i++) {
                watchers.add(new Wire(node.port()));
                assertThat(watchers.get(i).ask("watch")).isEqualTo("OK");
            }
            watchers.add(new Wire(node.port()));
            assertThat(watchers.get(20).ask("watch")).isEqualTo("WATCHER_TOO_MANY log watcher limit reached");
        } finally {
            watchers.forEach(Wire::close);
        }
    }

    @Test
    void aStrangerIsToldWhy(@TempDir Path directory) throws IOException {
        Path users = Files.writeString(directory.resolve("users"), "bob:secret\n");
        try (Node node = Node.start(PLAIN.with("auth_file", users.toString()));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.ask("mn")).isEqualTo("CLIENT_ERROR unauthenticated");
            assertThat(wire.ask("set a 0 0 9\r\nbob wrong")).isEqualTo("CLIENT_ERROR authentication failure");
            assertThat(wire.ask("set a 0 0 3\r\nbob")).isEqualTo("CLIENT_ERROR bad authentication token format");
            assertThat(wire.ask("set a 0 0 2\r\nbob")).isEqualTo("CLIENT_ERROR bad command line termination");
            assertThat(wire.line()).isEqualTo("CLIENT_ERROR unauthenticated");
            assertThat(wire.ask("set a 0 0 512")).isEqualTo("CLIENT_ERROR auth token too long");
        }
    }

    @Test
    void aSecondReassignmentIsToldThatOneIsUnderWay() {
        try (Node node = Node.start(PLAIN);
                Wire wire = new Wire(node.port())) {
            String value = "x".repeat(200_000);
            for (int i = 0; i < 50; i++) {
                wire.ask("set k" + i + " 0 0 200000\r\n" + value);
            }
            String twice = "slabs reassign 35 1\r\nslabs reassign 35 1\r\n";
            await().until(() -> wire.talk(twice).contains("BUSY currently processing reassign request"));
        }
    }
}
