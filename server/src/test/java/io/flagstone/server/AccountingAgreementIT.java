package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.StoringScript;
import io.flagstone.server.support.Twins;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.process.StockRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same commands leave the same items in the same chunks of the same pages as in a stock memcached. Threads that work
 * in the background are off on both sides, for what they do depends on time.
 */
@ParameterizedClass
@MethodSource("io.flagstone.testkit.process.StockRelease#all")
class AccountingAgreementIT {
    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    StockRelease release;

    private static final int ROUNDS = 2;

    private static final Set<String> GENERAL = Set.of("curr_items", "total_items", "bytes", "limit_maxbytes");
    private static final Set<String> OF_SLABS = Set.of(
            "chunk_size",
            "chunks_per_page",
            "total_pages",
            "total_chunks",
            "used_chunks",
            "free_chunks",
            "free_chunks_end",
            "active_slabs",
            "total_malloced");
    private static final Set<String> OF_ITEMS = Set.of(
            "number", "mem_requested", "evicted", "evicted_nonzero", "evicted_unfetched", "outofmemory", "tailrepairs");

    /** Options: memcached's flags, a bar, and the node's options by name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-m 64|",
                "-m 256 -I 8m|item_size_max=8m",
                "-m 64 -I 2m|item_size_max=2m",
                "-m 64 -n 8|chunk_size=8",
                "-m 64 -n 512|chunk_size=512",
                "-m 64 -f 2|growth_factor=2",
                "-m 128 -f 1.05|growth_factor=1.05",
                "-m 64 -C|cas_enabled=no",
                "-m 64 -M|evictions=no",
                "-m 64 -o slab_chunk_max=256|slab_chunk_max=256k",
                "-m 64 -o slab_sizes=100-200-1000-20000|slab_sizes=100-200-1000-20000"
            })
    void theSameCommandsTakeTheSameMemory(String options) {
        int largest = options.contains("-I 8m") ? 3_000_000 : 700_000;
        try (Twins twins = start(options)) {
            StoringScript script = new StoringScript(options.hashCode(), largest);
            for (int round = 0; round < (release == StockRelease.INSTALLED ? ROUNDS : 1); round++) {
                List<String> commands = script.make(300);
                String expected = talk(twins.memcached(), commands);
                assertThat(talk(twins.node(), commands)).isEqualTo(expected);
                assertSame(twins, "round " + round);
                assertThat(sizes(twins.node())).isEqualTo(sizes(twins.memcached()));
            }
        }
    }

    private Twins start(String options) {
        String[] sides = options.split("\\|", -1);
        NodeOptions node =
                NodeOptions.defaults().with("mem_size", memory(sides[0])).with("lru_crawler", "no");
        for (String setting : sides[1].isEmpty() ? new String[0] : sides[1].split(" ")) {
            node = node.with(setting.split("=")[0], setting.split("=")[1]);
        }
        // until 1.6.18 it takes bytes, though its help says kilobytes
        String theirs = release.version().isAtLeast("1.6.38") ? sides[0] : sides[0].replace("_max=256", "_max=262144");
        List<String> flags = new ArrayList<>(List.of(theirs.split(" ")));
        flags.addAll(List.of("-o", "no_lru_maintainer,no_lru_crawler"));
        Twins twins = Twins.start(release, node.with("slab_automove", "0"), flags.toArray(String[]::new));
        try (Wire wire = new Wire(twins.node())) {
            assertThat(wire.ask("lru mode flat")).isEqualTo("OK");
        }
        return twins;
    }

    private static String memory(String flags) {
        return flags.split(" ")[1] + "m";
    }

    private static String talk(int port, String commands) {
        try (Wire wire = new Wire(port)) {
            return wire.talk(commands);
        }
    }

    /** One after the other, for memcached does not count in place while an answer before is still to be sent. */
    private static String talk(int port, List<String> commands) {
        try (Wire wire = new Wire(port)) {
            StringBuilder answers = new StringBuilder();
            for (String command : commands) {
                answers.append(brief(wire.talk(command)));
            }
            return answers.toString();
        }
    }

    /** Long values are told by their hash. */
    private static String brief(String answer) {
        return answer.length() < 1000 ? answer : answer.substring(0, 50) + "... " + answer.hashCode() + "\r\n";
    }

    /** What {@code me} says about the size and class of every item. */
    private static String sizes(int port) {
        StringBuilder asked = new StringBuilder();
        for (int key = 0; key < StoringScript.keys(); key++) {
            asked.append("me ").append(StoringScript.name(key)).append("\r\n");
        }
        return talk(port, asked.toString()).replaceAll("exp=\\S+ la=\\S+ cas=\\S+ ", "");
    }

    private static void assertSame(Twins twins, String when) {
        Map<String, String> expected = accounts(twins.memcached());
        Map<String, String> actual = accounts(twins.node());
        Set<String> same = new TreeSet<>(expected.keySet());
        same.removeIf(name -> !Objects.equals(expected.get(name), actual.get(name)));
        expected.keySet().removeAll(same);
        actual.keySet().removeAll(same);
        assertThat(actual).as("accounts that differ, %s", when).isEqualTo(expected);
    }

    private static Map<String, String> accounts(int port) {
        Map<String, String> accounts = new TreeMap<>();
        try (Wire wire = new Wire(port)) {
            collect(accounts, wire.askUntil("stats", "END"), GENERAL);
            collect(accounts, wire.askUntil("stats slabs", "END"), OF_SLABS);
            collect(accounts, wire.askUntil("stats items", "END"), OF_ITEMS);
        }
        return accounts;
    }

    private static void collect(Map<String, String> accounts, String statistics, Set<String> wanted) {
        for (String line : statistics.split("\r\n")) {
            String[] words = line.split(" ");
            if (words.length == 3 && wanted.contains(words[1].substring(words[1].lastIndexOf(':') + 1))) {
                accounts.put(words[1], words[2]);
            }
        }
    }

    /** One class, one connection, nothing read: the oldest make way, and as many of them. */
    @Test
    void underPressureAsManyAreEvictedAndTheSameSurvive() {
        try (Twins twins = start("-m 8|")) {
            StringBuilder stores = new StringBuilder();
            StringBuilder questions = new StringBuilder();
            for (int key = 0; key < 12_000; key++) {
                stores.append("set key").append(10_000 + key).append(" 0 0 1000\r\n");
                stores.append("v".repeat(1000)).append("\r\n");
                questions.append("mg key").append(10_000 + key).append("\r\n");
            }
            assertThat(talk(twins.node(), stores.toString())).isEqualTo(talk(twins.memcached(), stores.toString()));
            assertSame(twins, "after twelve thousand stores");
            assertThat(accounts(twins.node())).containsEntry("items:12:evicted", Integer.toString(12_000 - 8 * 885));
            assertThat(talk(twins.node(), questions.toString()))
                    .isEqualTo(talk(twins.memcached(), questions.toString()));
        }
    }

    @Test
    void withoutEvictionsTheSameStoresAreRefused() {
        try (Twins twins = start("-m 8 -M|evictions=no")) {
            StringBuilder stores = new StringBuilder();
            for (int key = 0; key < 12_000; key++) {
                stores.append("set key")
                        .append(key)
                        .append(" 0 0 ")
                        .append(key % 1000)
                        .append("\r\n");
                stores.append("v".repeat(key % 1000)).append("\r\n");
            }
            String answers = talk(twins.memcached(), stores.toString());
            assertThat(answers).contains("SERVER_ERROR out of memory");
            assertThat(talk(twins.node(), stores.toString())).isEqualTo(answers);
            assertSame(twins, "after it was full");
        }
    }
}
