package io.flagstone.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator may change about a running node, and that it has the effect it says. */
class OperatorCommandsTest {
    private static final NodeOptions ANY = NodeOptions.defaults().withPort(0);
    private static final int VALUE = 200_000;

    private Node node;
    private Wire wire;

    @BeforeEach
    void start() {
        node = Node.start(ANY.withMemory(MemorySize.mebibytes(32)));
        wire = new Wire(node.port());
    }

    @AfterEach
    void stop() {
        wire.close();
        node.close();
    }

    /** Items of a fifth of a page each: class 35, five to a page. */
    private void fill(int items) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < items; i++) {
            script.append("set key").append(i).append(" 0 0 ").append(VALUE).append(" noreply\r\n");
            script.append(String.valueOf((char) ('a' + i % 26)).repeat(VALUE)).append("\r\n");
        }
        assertThat(wire.talk(script.toString())).isEmpty();
    }

    private String stat(String group, String name) {
        String stats = wire.askUntil("stats" + group, "END");
        String line = stats.lines()
                .filter(one -> one.startsWith("STAT " + name + " "))
                .findFirst()
                .orElse("none of that name");
        return line.substring(line.lastIndexOf(' ') + 1);
    }

    @Test
    void reassignMovesAPageAndLosesNoItem() {
        fill(20);
        assertThat(stat(" slabs", "35:total_pages")).isEqualTo("4");
        for (int i = 0; i < 5; i++) {
            wire.ask("delete key" + i);
        }
        assertThat(wire.ask("slabs reassign 35 1")).isEqualTo("OK");
        await().untilAsserted(() -> assertThat(stat("", "slabs_moved")).isEqualTo("1"));
        assertThat(stat(" slabs", "35:total_pages")).isEqualTo("3");
        assertThat(stat(" slabs", "1:total_pages")).isEqualTo("1");
        for (int i = 5; i < 20; i++) {
            String value = String.valueOf((char) ('a' + i)).repeat(VALUE);
            assertThat(wire.talk("get key" + i + "\r\n"))
                    .isEqualTo("VALUE key" + i + " 0 " + VALUE + "\r\n" + value + "\r\nEND\r\n");
        }
    }

    @Test
    void reassignTakesFromAnyClassAndFromAndToThePool() {
        fill(20);
        for (int i = 0; i < 10; i++) {
            // Room for what has to leave the pages that move.
            wire.ask("delete key" + i);
        }
        assertThat(wire.ask("slabs reassign -1 0")).isEqualTo("OK");
        await().untilAsserted(
                        () -> assertThat(stat("", "slab_global_page_pool")).isEqualTo("1"));
        assertThat(wire.ask("slabs reassign 0 1")).isEqualTo("NOSPARE source class has no spare pages");
        await().untilAsserted(() ->
                assertThat(wire.ask("slabs reassign 35 0")).isIn("OK", "BUSY currently processing reassign request"));
        await().untilAsserted(
                        () -> assertThat(stat("", "slab_global_page_pool")).isEqualTo("2"));
        await().untilAsserted(() -> assertThat(wire.ask("slabs reassign 0 7")).isEqualTo("OK"));
        await().untilAsserted(() -> assertThat(stat(" slabs", "7:total_pages")).isEqualTo("1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "slabs reassign 35 35|SAME src and dst class are identical",
                "slabs reassign 35 64|BADCLASS invalid src or dst class id",
                "slabs reassign -2 35|BADCLASS invalid src or dst class id",
                "slabs reassign 2 35|NOSPARE source class has no spare pages",
                "slabs reassign x 35|CLIENT_ERROR bad command line format",
                "slabs reassign 35|ERROR",
                "slabs automove 3|ERROR",
                "slabs automove window 2|CLIENT_ERROR automove window too low or too high",
                "slabs automove window 1801|CLIENT_ERROR automove window too low or too high",
                "slabs automove freeratio 0.1|CLIENT_ERROR bad command line format",
                "lru tune 41 40 1 1|ERROR hot and warm pcts must not exceed 80",
                "lru tune 20 40 0 1|ERROR hot/warm age factors must be greater than 0",
                "lru mode round|ERROR",
                "lru|ERROR",
                "refresh_certs|Error TLS not enabled"
            })
    void whatCannotBeDoneIsSaidInMemcachedsWords(String command, String answer) {
        fill(1);
        assertThat(wire.ask(command)).isEqualTo(answer);
    }

    @Test
    void settingsSayWhatWasChanged() {
        assertThat(wire.talk("slabs automove 2\r\nslabs automove ratio 0.5\r\nslabs automove window 30\r\n"
                        + "lru tune 10 25 0.1 1.5\r\nlru mode flat\r\nlru temp_ttl 90\r\nverbosity 1\r\n"
                        + "slabs automove 0 noreply\r\nstats sizes_enable\r\n"))
                .isEqualTo("OK\r\n".repeat(7) + "STAT sizes_status enabled\r\n");
        assertThat(wire.askUntil("stats settings", "END"))
                .contains(
                        "STAT slab_automove 0\r\n",
                        "STAT slab_automove_ratio 0.50\r\n",
                        "STAT slab_automove_window 30\r\n",
                        "STAT hot_lru_pct 10\r\n",
                        "STAT warm_lru_pct 25\r\n",
                        "STAT hot_max_factor 0.10\r\n",
                        "STAT warm_max_factor 1.50\r\n",
                        "STAT lru_segmented no\r\n",
                        "STAT temp_lru yes\r\n",
                        "STAT temporary_ttl 90\r\n",
                        "STAT verbosity 1\r\n",
                        "STAT track_sizes yes\r\n");
        wire.ask("lru temp_ttl -1");
        assertThat(stat(" settings", "temp_lru")).isEqualTo("no");
    }

    @Test
    void itemsOfAFlatLruAreInColdFromTheirBeginning() {
        assertThat(wire.ask("lru mode flat")).isEqualTo("OK");
        fill(6);
        assertThat(stat(" items", "items:35:number_cold")).isEqualTo("6");
        assertThat(stat(" items", "items:35:moves_to_cold")).isEqualTo("0");
        assertThat(wire.ask("lru mode segmented")).isEqualTo("OK");
        fill(12);
        await().untilAsserted(() ->
                assertThat(stat(" items", "items:35:moves_to_cold")).isNotEqualTo("0"));
    }

    @Test
    void aFlatLruEvictsWhatWasAskedForLast() {
        assertThat(wire.ask("lru mode flat")).isEqualTo("OK");
        fill(20);
        for (int round = 0; round < 40; round++) {
            // Asked for twice, an item is active, and saved when it comes to the tail.
            wire.talk("mg key0\r\nmg key0\r\n");
            for (int i = 0; i < 10; i++) {
                wire.talk(
                        "set filler" + round + "-" + i + " 0 0 " + VALUE + " noreply\r\n" + "x".repeat(VALUE) + "\r\n");
            }
        }
        assertThat(Integer.parseInt(stat("", "evictions"))).isGreaterThan(100);
        assertThat(wire.talk("mg key0\r\nmg key1\r\n")).isEqualTo("HD\r\nEN\r\n");
    }

    @Test
    void itemsWithAShortLifeGoToTempOnceThatIsSwitchedOn() {
        wire.talk("set a 0 60 1\r\nx\r\n");
        assertThat(stat(" items", "items:1:number_temp")).isEqualTo("name");
        wire.ask("lru temp_ttl 61");
        wire.talk("set b 0 60 1\r\nx\r\nset c 0 90 1\r\nx\r\n");
        assertThat(stat(" items", "items:1:number_temp")).isEqualTo("1");
    }

    @Test
    void pagesFollowEvictionsAtTheHighestLevelAndStayAtTheLowest() {
        assertThat(pagesOfTheClassThatEvicts("0", 1)).isEqualTo(1);
        assertThat(pagesOfTheClassThatEvicts("2", 4)).isGreaterThanOrEqualTo(4);
    }

    /** Fills a node with large items, then stores smaller ones until their class has so many pages. */
    private static int pagesOfTheClassThatEvicts(String level, int wanted) {
        try (Node small = Node.start(ANY.withMemory(MemorySize.mebibytes(8)).with("slab_automove", level));
                Wire client = new Wire(small.port())) {
            store(client, "large", 60, VALUE);
            AtomicInteger pages = new AtomicInteger();
            await().atMost(60, SECONDS).untilAsserted(() -> {
                store(client, "medium", 100, 50_000);
                Matcher line = Pattern.compile("29:total_pages (\\d+)").matcher(client.askUntil("stats slabs", "END"));
                assertThat(line.find()).isTrue();
                pages.set(Integer.parseInt(line.group(1)));
                assertThat(pages.get()).isGreaterThanOrEqualTo(wanted);
            });
            return pages.get();
        }
    }

    private static void store(Wire client, String name, int items, int length) {
        for (int i = 0; i < items; i++) {
            client.talk("set " + name + i + " 0 0 " + length + " noreply\r\n" + "x".repeat(length) + "\r\n");
        }
    }

    @Test
    void sizesAreCountedWhenThatIsSwitchedOn() {
        wire.talk("set a 0 0 10\r\n0123456789\r\nset b 0 0 10\r\n0123456789\r\nset c 0 0 100\r\n" + "c".repeat(100)
                + "\r\n");
        assertThat(wire.askUntil("stats sizes", "END")).isEqualTo("STAT sizes_status disabled\r\nEND\r\n");
        assertThat(wire.ask("stats sizes_enable")).isEqualTo("STAT sizes_status enabled");
        assertThat(wire.askUntil("stats sizes", "END")).isEqualTo("STAT 96 2\r\nSTAT 160 1\r\nEND\r\n");
        assertThat(wire.ask("stats sizes_disable")).isEqualTo("STAT sizes_status disabled");
        assertThat(wire.askUntil("stats sizes", "END")).isEqualTo("STAT sizes_status disabled\r\nEND\r\n");
    }

    @Test
    void cachedumpShowsSomeKeysOfAClass() {
        wire.talk("set a 0 0 5\r\nhello\r\nset b 0 100 3\r\nabc\r\nset long 0 0 100\r\n" + "x".repeat(100) + "\r\n");
        String all = wire.askUntil("stats cachedump 1 0", "END");
        assertThat(all.lines()).hasSize(3);
        assertThat(all).contains("ITEM a [5 b; 0 s]\r\n").containsPattern("ITEM b \\[3 b; \\d{10} s\\]");
        assertThat(wire.askUntil("stats cachedump 1 1", "END").lines()).hasSize(2);
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            script.append("set key").append(i).append(" 0 0 1 noreply\r\nx\r\n");
        }
        wire.talk(script.toString());
        assertThat(wire.askUntil("stats cachedump 1 0", "END").length()).isBetween(1_000_000, 2 << 20);
        try (Node silent = Node.start(ANY.with("dump_enabled", "no"));
                Wire client = new Wire(silent.port())) {
            assertThat(client.ask("stats cachedump 1 1")).isEqualTo("CLIENT_ERROR stats cachedump not allowed");
        }
    }

    @Test
    void keysAreCountedByPrefixFromTheStartWhereThatIsWanted() {
        try (Node counting = Node.start(ANY.with("stat_key_prefix", "/").with("detail_enabled", "yes"));
                Wire client = new Wire(counting.port())) {
            client.talk("set a/b 0 0 1\r\nx\r\nget a/b a:c a/d\r\n");
            assertThat(client.askUntil("stats detail dump", "END"))
                    .isEqualTo("PREFIX a get 2 hit 1 set 1 del 0\r\nEND\r\n");
        }
    }

    @Test
    void resetBeginsEveryCountAnewAndKeepsWhatIs() {
        try (Wire watcher = new Wire(node.port())) {
            watcher.ask("watch fetchers");
            fill(200);
            wire.talk("get key1\r\nget none\r\ndelete none\r\n");
            assertThat(stat("", "evictions")).isNotEqualTo("0");
            assertThat(wire.ask("stats reset")).isEqualTo("RESET");
            assertThat(wire.askUntil("stats", "END"))
                    .contains(
                            "STAT total_connections 0\r\n",
                            "STAT curr_connections 2\r\n",
                            "STAT get_hits 0\r\n",
                            "STAT get_misses 0\r\n",
                            "STAT cmd_set 0\r\n",
                            "STAT delete_misses 0\r\n",
                            "STAT total_items 0\r\n",
                            "STAT evictions 0\r\n",
                            "STAT log_worker_written 0\r\n",
                            "STAT log_watcher_sent 0\r\n",
                            "STAT log_watchers 1\r\n");
            assertThat(stat("", "curr_items")).isNotEqualTo("0");
        }
    }

    @Test
    void shutdownStopsANodeThatAllowsIt() throws Exception {
        assertThat(wire.ask("shutdown")).isEqualTo("SERVER_ERROR: shutdown not enabled");
        try (Node obedient = Node.start(ANY.with("shutdown_command", "yes"));
                Wire client = new Wire(obedient.port())) {
            assertThat(client.ask("shutdown now")).isEqualTo("CLIENT_ERROR invalid shutdown mode");
            client.send("shutdown graceful\r\n");
            assertThat(client.isClosedByServer()).isTrue();
            obedient.awaitClose();
        }
    }

    @Test
    void clientsAreToldTheListOfNodesWhereThereIsOne(@TempDir Path directory) throws IOException {
        assertThat(wire.ask("config get cluster")).isEqualTo("ERROR");
        StringBuilder list = new StringBuilder("12\n");
        StringBuilder nodes = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            list.append("cache").append(i).append(".example.org:11211\n");
            nodes.append(i == 0 ? "" : " ").append("cache").append(i).append(".example.org||11211");
        }
        Path file = Files.writeString(directory.resolve("cluster"), list);
        try (Node endpoint = Node.start(ANY.with("cluster_file", file.toString()));
                Wire client = new Wire(endpoint.port())) {
            assertThat(client.talk("config get cluster\r\nconfig get other\r\nconfig\r\nconfig get cluster x\r\n"))
                    .isEqualTo("CONFIG cluster 0 " + (nodes.length() + 4) + "\r\n12\n" + nodes + "\n\r\nEND\r\n"
                            + "ERROR\r\nERROR\r\nERROR\r\n");
        }
    }

    @Test
    void aDelayedFlushIsObeyedWhenItsTimeHasCome() {
        wire.talk("set a 0 0 1\r\nx\r\n");
        assertThat(wire.talk("flush_all 1\r\nmg a\r\n")).isEqualTo("OK\r\nHD\r\n");
        await().untilAsserted(() -> assertThat(wire.ask("mg a")).isEqualTo("EN"));
    }

    @Test
    void anEngineWithoutSlabsSaysSo() {
        try (Node plain = Node.start(ANY.withStorageEngine("heap"));
                Wire client = new Wire(plain.port())) {
            assertThat(client.ask("slabs reassign 1 2")).isEqualTo("CLIENT_ERROR slab reassignment disabled");
            assertThat(client.ask("lru mode flat")).isEqualTo("ERROR");
            assertThat(client.askUntil("stats settings", "END")).contains("STAT slab_reassign no\r\n");
        }
    }
}
