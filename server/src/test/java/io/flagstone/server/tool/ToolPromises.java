package io.flagstone.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.support.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do, whoever the node is. */
abstract class ToolPromises {
    @TempDir
    Path directory;

    private int port;

    /** Starts a node for one test; answers its port. */
    abstract int start();

    @BeforeEach
    void startAnew() {
        port = start();
    }

    private String node() {
        return "127.0.0.1:" + port;
    }

    /** The same by another name. */
    private String sameNode() {
        return "localhost:" + port;
    }

    private String talk(String script) {
        try (Wire wire = new Wire(port)) {
            return wire.talk(script);
        }
    }

    private static void assertFine(Called called) {
        assertThat(called.err()).isEmpty();
        assertThat(called.status()).isZero();
    }

    @Test
    void statsHasAllGroupsAndAColumnForEachNode() {
        talk("set a 0 0 1\r\nx\r\n");
        Called called = Called.with("stats", node(), sameNode());
        assertFine(called);
        assertThat(called.lines())
                .filteredOn(line -> !line.startsWith(" "))
                .extracting(line -> line.split(" +")[0])
                .containsExactly("general", "items", "slabs", "settings");
        assertThat(called.out())
                .containsPattern("general +" + node() + " +" + sameNode() + "\n")
                .containsPattern("\n  curr_items +1 +1\n")
                .containsPattern("\n  items:1:number +1 +1\n")
                .containsPattern("\n  1:chunk_size +96 +96\n")
                .containsPattern("\n  evictions +on +on\n");
    }

    @Test
    void statsShowsWhatIsNamed() {
        talk("set a 0 0 1\r\nx\r\n");
        assertThat(Called.with("stats", node(), "curr_items", "threads").lines())
                .extracting(line -> line.strip().split(" +")[0])
                .containsExactlyInAnyOrder("general", "curr_items", "threads");
        assertThat(Called.with("stats", "items", "number", node()).lines())
                .extracting(line -> line.strip().split(" +")[0])
                .containsExactly("items", "items:1:number");
        assertThat(Called.with("stats", "*_hits", node()).out())
                .contains("get_hits", "delete_hits")
                .doesNotContain("get_misses");
        Called nothing = Called.with("stats", "get_hist", node());
        assertThat(nothing.status()).isEqualTo(64);
        assertThat(nothing.err()).contains("no statistic has such a name").hasLineCount(1);
    }

    @Test
    void statsIsOneJsonObjectALine() {
        talk("set a 0 0 1\r\nx\r\n");
        Called called = Called.with("stats", "--json", node(), sameNode());
        assertFine(called);
        assertThat(called.lines())
                .hasSize(2)
                .allMatch(line -> line.matches("\\{\"node\":\"[a-z0-9.]+:" + port + "\",\"time\":\"20.*}"));
        assertThat(called.out())
                .contains("\"general\":{\"pid\":", "\"curr_items\":1,", "\"items\":{\"1\":{\"number\":1,")
                .contains("\"slabs\":{", "\"1\":{\"chunk_size\":96,", "\"settings\":{\"maxbytes\":");
    }

    @Test
    void statsSaysWhatChangesInASecond() {
        Pattern changing = Pattern.compile("bytes_written +\\d+ +[0-9.]+\n");
        Called called = Called.until(
                out -> changing.matcher(out).find(),
                () -> {},
                "stats",
                node(),
                "bytes_written",
                "threads",
                "--every",
                "50ms");
        assertFine(called);
        assertThat(called.out()).startsWith("time 20").containsPattern("threads +\\d+\n");
    }

    @Test
    void statsEndsWhenTheTimeIsOver() {
        assertFine(Called.with("stats", node(), "threads", "--every", "10ms", "--for", "50ms"));
    }

    @Test
    void slabsShowsWhereMemoryWent() {
        talk("set a 0 0 1\r\nx\r\nset b 0 0 400\r\n" + "x".repeat(400) + "\r\n");
        Called called = Called.with("slabs", node());
        assertFine(called);
        List<String> lines = called.lines();
        assertThat(lines.get(0)).startsWith(node() + "  ").contains("in pages");
        assertThat(lines.get(1).strip().split(" +"))
                .containsExactly(
                        "class", "chunk", "pages", "used", "free", "items", "age", "evicted", "full%", "full", "waste%",
                        "waste");
        List<String> first = Arrays.asList(lines.get(2).strip().split(" +"));
        assertThat(first.subList(0, 6)).containsExactly("1", "96", "1", "1", "10921", "1");
        // 48 of header, 8 of CAS, 2 of key, 3 of value: 61 of 96 bytes; flags of 0 take none.
        assertThat(first.get(10)).isEqualTo("36.5");
        assertThat(lines.get(lines.size() - 1).strip()).startsWith("all ");
    }

    @Test
    void keysAreDecodedWithSizeAndTimes() {
        talk("set a%b\\ 0 0 1\r\nx\r\nset ttl 0 500 1\r\nx\r\nset gr\u00c3\u00b6\u00c3\u009fe 0 0 1\r\nx\r\n");
        Called called = Called.with("keys", node());
        assertFine(called);
        assertThat(called.lines())
                .anyMatch(line -> line.matches("\\d+\t-\t\\d+\ta%b\\\\\\\\"))
                .anyMatch(line -> line.matches("\\d+\t(50[01]|49\\d)\t\\d+\tttl"))
                .anyMatch(line -> line.matches("\\d+\t-\t\\d+\tgröße"))
                .hasSize(3);
    }

    @Test
    void keysTakesPrefixAndLimitAndNamesTheNodeWhereThereAreSeveral() {
        talk(IntStream.range(0, 50)
                .mapToObj(i -> "set " + (i % 2 == 0 ? "even" : "o\\dd") + i + " 0 0 1\r\nx\r\n")
                .collect(Collectors.joining()));
        assertThat(Called.with("keys", "--prefix", "even", node()).lines())
                .hasSize(25)
                .allMatch(line -> line.contains("\teven"));
        assertThat(Called.with("keys", "--prefix", "o\\\\d", "--limit", "7", node())
                        .lines())
                .hasSize(7);
        assertThat(Called.with("keys", "--limit", "3", node(), node()).lines())
                .hasSize(6)
                .allMatch(line -> line.startsWith(node() + "\t"));
        assertThat(Called.onTerminal("keys", "--limit", "1", node()).lines())
                .hasSize(2)
                .element(0)
                .isEqualTo("     size        ttl     unused  key");
    }

    @Test
    void keysOnANodeWithoutAnyAreNone() {
        assertThat(Called.with("keys", node())).isEqualTo(new Called(0, "", ""));
    }

    @Test
    void whatIsLoadedIsThere() throws Exception {
        Path file = directory.resolve("data");
        Files.writeString(
                file,
                IntStream.range(0, 5000)
                        .mapToObj(i -> "key" + i + "\tvalue\\t" + i + (i % 2 == 0 ? "\t1000" : "") + "\n")
                        .collect(Collectors.joining()));
        Called called = Called.with("load", file.toString(), node());
        assertFine(called);
        assertThat(called.out()).matches("stored=5000 failed=0 bad=0 unknown=0 seconds=[0-9.]+\n");
        assertThat(talk("get key4999\r\nmg key4998 v t\r\n"))
                .matches("(?s)VALUE key4999 0 10\r\nvalue\t4999\r\nEND\r\nVA 10 t(1000|99\\d)\r\nvalue\t4998\r\n");
    }

    @Test
    void blocksAreLoadedWithTheirFlags() {
        Called called = Called.reading(
                "ms a 2 F5 T900\r\n\r\n\r\nms YiBi 1 b\r\ny\r\n", "load", "--format", "meta", "-", node());
        assertFine(called);
        assertThat(called.out()).startsWith("stored=2 failed=0 ");
        assertThat(talk("mg a v f\r\nmg YiBi v b\r\n")).isEqualTo("VA 2 f5\r\n\r\n\r\nVA 1\r\ny\r\n");
    }

    @Test
    void whatCannotBeLoadedIsToldByItsLineAndTheRestIsStored() {
        String lines = "a\t1\nbroken\nbig\t" + "x".repeat(1_100_000) + "\nb\t2\n";
        Called called = Called.reading(lines, "load", "-", node());
        assertThat(called.status()).isEqualTo(65);
        assertThat(called.out()).startsWith("stored=2 failed=1 bad=1 unknown=0 ");
        assertThat(called.err())
                .contains("flagstone: line 2: there is no tab behind the key\n")
                .contains("flagstone: line 3: the node refuses: SERVER_ERROR object too large for cache\n");
        assertThat(talk("get a\r\nget b\r\n")).contains("VALUE a", "VALUE b");
    }

    @Test
    void strictEndsAtTheFirstLineThatCannotBeLoaded() {
        Called called = Called.reading("a\t1\nbroken\nb\t2\n", "load", "--strict", "-", node());
        assertThat(called.status()).isEqualTo(65);
        assertThat(called.out()).startsWith("stored=1 failed=0 bad=1 unknown=0 ");
        assertThat(talk("get b\r\n")).isEqualTo("END\r\n");
    }

    @Test
    void onlyTwentyBadLinesAreToldOneByOne() {
        Called called = Called.reading("bad\n".repeat(100), "load", "-", node());
        assertThat(called.out()).startsWith("stored=0 failed=0 bad=100 ");
        assertThat(called.err()).hasLineCount(21).endsWith("more such lines are only counted\n");
    }

    @Test
    void aRateIsNotExceeded() {
        String lines = IntStream.range(0, 60).mapToObj(i -> "k" + i + "\tx\n").collect(Collectors.joining());
        long start = System.nanoTime();
        assertFine(Called.reading(lines, "load", "--rate", "200", "-", node()));
        assertThat(System.nanoTime() - start).isGreaterThan(250_000_000);
    }

    /** The rows of this node in which something was counted, word by word. */
    private List<String[]> counted(String out) {
        return out.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" "))
                .filter(words -> words.length == 14 && words[1].equals(node()) && !words[5].equals("-"))
                .toList();
    }

    @Test
    void topInLinesCountsWhatOthersDo() {
        talk("set hit 0 0 1\r\nx\r\n");
        try (Wire wire = new Wire(port)) {
            // A reading may fall into the middle of a round.
            Called called = Called.until(
                    out -> counted(out).stream().anyMatch(ToolPromises::isBusyWithThreeHitsOfFour),
                    () -> wire.talk(("get hit\r\nget hit\r\nget hit\r\nget miss\r\n"
                                    + "delete miss\r\nset other 0 0 1\r\nx\r\n")
                            .repeat(20)),
                    "top",
                    node(),
                    "127.0.0.1:1",
                    "--every",
                    "200ms");
            List<String> lines = called.lines();
            assertThat(lines.get(0)).startsWith("# p99 of probes of our own");
            assertThat(lines.get(1).split(" "))
                    .startsWith("time", "node", "state")
                    .endsWith("p99_us");
            assertThat(lines.subList(1, lines.size())).allMatch(line -> line.split(" ").length == 14);
            assertThat(lines).anyMatch(line -> line.contains(" 127.0.0.1:1 down - - "));
            assertThat(lines.get(lines.size() - 1)).contains(" sum 1/2 - ");
            assertThat(called.err())
                    .isEqualTo("flagstone: 127.0.0.1:1: Connection refused; is a node running there?\n");
            assertThat(called.status()).isZero();
        }
    }

    private static boolean isBusyWithThreeHitsOfFour(String[] words) {
        boolean isBusy = IntStream.of(5, 6, 7, 11, 12, 13).allMatch(i -> Long.parseLong(words[i]) > 0);
        return isBusy && !words[4].equals("-") && Math.abs(Double.parseDouble(words[4]) - 75) < 5;
    }

    @Test
    void theProbesOfTopAreNotAmongTheGets() {
        Called called = Called.until(out -> counted(out).size() >= 3, () -> {}, "top", node(), "--every", "150ms");
        assertThat(counted(called.out())).allSatisfy(words -> {
            assertThat(words[4]).isEqualTo("-");
            assertThat(words[5]).isEqualTo("0");
        });
        assertThat(talk("stats\r\n")).doesNotContain("get_misses 0\r\n");
    }
}
