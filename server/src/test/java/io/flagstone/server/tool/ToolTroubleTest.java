package io.flagstone.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong ends a command with the status for it, and one line that says what to do. */
class ToolTroubleTest {
    @TempDir
    Path directory;

    private static void assertEnds(Called called, int status, String... reason) {
        assertThat(called.err()).startsWith("flagstone: ").contains(reason).hasLineCount(1);
        assertThat(called.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "stats --for 1s; --for goes with --every",
                "stats 127.0.0.1:99999; '127.0.0.1:99999' is no HOST:PORT",
                "stats --every soon; 'soon' is no length of time",
                "top cache1; 'cache1' is no HOST:PORT",
                "top --evry; Unknown option: '--evry'",
                "slabs --timeout 0; no length of time",
                "keys --limit 0; --limit: 0 is not allowed; it is 1 or more",
                "keys --limit x; --limit",
                "keys --prefix \\q; --prefix: a backslash",
                "load; Missing required parameter: 'FILE'",
                "load - --rate -1; --rate: -1 is not allowed",
                "load - --format csv; --format",
                "load - --format meta --ttl 1s; T flag",
                "load - a:1 b:2; Unmatched argument",
                "stats --user bob; --user and --password-file go together",
                "stats --tls --cert x.pem; --cert and --key go together",
                "start; start"
            })
    void aWrongCallIsRefused(String words, String reason) {
        assertEnds(Called.with(words.split(" ")), 64, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "load nowhere.tsv; nowhere.tsv: there is no such file",
                "stats --ca nowhere.pem; --ca nowhere.pem: there is no such file",
                "stats --user a --password-file nowhere; --password-file nowhere: there is no such file"
            })
    void aFileThatIsNotThereIsNamed(String words, String reason) throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String node = "127.0.0.1:" + listening.getLocalPort();
            assertEnds(Called.with((words + " " + node).split(" ")), 66, reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats", "slabs", "keys", "load -"})
    void aNodeThatIsNotThereIsNamed(String words) {
        assertEnds(Called.with((words + " 127.0.0.1:1").split(" ")), 69, "127.0.0.1:1: ", "is a node running there?");
        assertEnds(Called.with((words + " no.such.invalid:1").split(" ")), 69, "no.such.invalid:1: there is no host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats", "top", "slabs", "keys", "load"})
    void everyCommandHasHelpWithItsStatuses(String word) {
        Called help = Called.with(word, "--help");
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .startsWith("Usage: flagstone " + word)
                .contains("--password-file", "64   called wrongly", "69   a node cannot be reached")
                .doesNotContain("\u001b", "%%");
        assertThat(help.lines()).allMatch(line -> line.length() <= 80);
        assertThat(help.status()).isZero();
    }

    @Test
    void aLengthOfTimeThatIsNoneIsToldInOurOwnWords() {
        Called called = Called.with("load", "-", "--ttl", "foo");
        assertEnds(called, 64, "--ttl", "'foo' is no length of time such as 500ms, 1s, 5m or 1h", "load --help");
        assertThat(called.err()).doesNotContain("Exception", "Duration");
    }

    @Test
    void topEndsWithoutSuccessWhenItReachedNobody() {
        Called called = Called.with("top", "127.0.0.1:1", "--every", "100ms", "--for", "150ms");
        assertThat(called.status()).isEqualTo(69);
        assertThat(called.err()).hasLineCount(1).contains("127.0.0.1:1");
    }

    @Test
    void ofSeveralNodesThoseThatAnswerAreShown() {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            Called called = Called.with("stats", "127.0.0.1:1", "127.0.0.1:" + node.port(), "threads");
            assertEnds(called, 69, "127.0.0.1:1");
            assertThat(called.out()).containsPattern("threads +\\d");
        }
    }

    @Test
    void aNodeThatIsSilentIsNotWaitedForLongerThanSaid() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String node = "127.0.0.1:" + silent.getLocalPort();
            assertEnds(
                    Called.with("stats", "--timeout", "200ms", node), 69, node, "no answer within 200ms", "--timeout");
        }
    }

    @Test
    void whatIsNoMemcachedIsToldSoWithoutQuotingIt() {
        try (Pretender web = new Pretender(line -> "HTTP/1.1 400 secret\r\n\r\n")) {
            assertEnds(
                    Called.with("stats", web.node()), 76, web.node(), "this is no answer of memcached's: HTTP/1.1 ...");
            assertThat(Called.with("stats", web.node()).err()).doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "STAT",
                "STAT ",
                "STAT : :",
                "STAT 99999999999:chunk_size 1",
                "STAT 1:chunk_size x",
                "STAT time soon",
                "STAT cmd_get 99999999999999999999999999",
                "key= exp=1 la=1 size=1",
                "key=%zz exp=1 la=1 size=1",
                "key=a exp=1 la=1 size=",
                "END END"
            })
    void nonsenseIsShownOrRefusedAndNeverAFault(String answer) {
        try (Pretender odd = new Pretender(line -> answer + "\r\nEND\r\n")) {
            for (String words : List.of("stats", "slabs", "keys", "top --every 20ms --for 90ms")) {
                Called called = Called.with((words + " " + odd.node()).split(" "));
                assertThat(called.status()).isIn(0, 69, 76);
                assertThat(called.err().lines()).allMatch(line -> line.startsWith("flagstone: " + odd.node()));
            }
        }
    }

    @Test
    void aLineWithoutEndIsNotKept() {
        try (Pretender endless = new Pretender(line -> "x".repeat(1 << 20))) {
            assertEnds(Called.with("stats", endless.node()), 76, "a ...");
        }
    }

    @Test
    void whatANodeSaysCannotCommandATerminal() {
        try (Pretender nasty = new Pretender(line -> "STAT version \u001b[2J\u009b2J\r\nEND\r\n")) {
            Called called = Called.with("stats", "general", nasty.node());
            assertThat(called.out()).contains("?[2J?2J").doesNotContain("\u001b", "\u009b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"VERSION 1.6.45", "ERROR", "CLIENT_ERROR bad command line format"})
    void aPasswordIsNotSentToANodeThatDoesNotAskForIt(String answer) throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "secret\n");
        try (Pretender open = new Pretender(line -> line.equals("version") ? answer + "\r\n" : "END\r\n")) {
            Called called = Called.with(
                    "stats", "general", open.node(), "--user", "bob", "--password-file", password.toString());
            assertThat(called.status()).isEqualTo(answer.startsWith("VERSION") ? 0 : 77);
            assertThat(open.heard()).startsWith("version").noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void aWordOfTwoPartsIsNoPassword() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), "two words\n");
        assertEnds(Called.with("stats", "--user", "bob", "--password-file", password.toString()), 64, "without blanks");
    }

    @Test
    void whatWasUnderWayWhenANodeWentIsCountedAsUnknown() {
        AtomicInteger values = new AtomicInteger();
        // A line of null is the end of the connection.
        Function<String, @Nullable String> dies = line -> values.incrementAndGet() < 300 ? "HD\r\n" : null;
        try (Pretender dying = new Pretender(
                line -> line.startsWith("mn") ? "MN\r\n" : line.startsWith("ms ") ? "" : dies.apply(line))) {
            Called called = Called.reading("k\tx\n".repeat(512), "load", "-", dying.node());
            assertEnds(called, 69, dying.node());
            assertThat(called.out()).containsPattern("unknown=[1-9]").contains("failed=0 bad=0");
        }
    }

    @Test
    void aNodeWithoutMetaCommandsIsNotGivenValues() {
        try (Pretender old = new Pretender(line -> "ERROR\r\n")) {
            assertEnds(Called.reading("k\tsecret\n", "load", "-", old.node()), 77, "no meta commands");
            assertThat(old.heard()).containsExactly("mn    ");
        }
    }

    @Test
    void aWalkWaitsForOneThatIsUnderWay() {
        AtomicInteger asked = new AtomicInteger();
        try (Pretender busy = new Pretender(line -> line.equals("stats")
                ? "STAT time 1000\r\nEND\r\n"
                : asked.incrementAndGet() < 3
                        ? "BUSY currently processing crawler request\r\n"
                        : "OK\r\nkey=a%20b+ exp=1060 la=990 cas=1 fetch=no cls=1 size=70 flags=0 \nEND\r\n")) {
            Called called = Called.with("keys", busy.node());
            assertThat(called.err()).isEmpty();
            assertThat(called.out()).matches("70\t(60|5\\d)\t1\\d\ta\\\\x20b\\+\n");
        }
    }

    @Test
    void aNodeThatKeepsItsKeysToItselfIsToldSo() {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0).with("dump_enabled", "no"))) {
            assertEnds(Called.with("keys", "127.0.0.1:" + node.port()), 77, "does not tell its keys", "-X");
        }
    }

    @Test
    void aReaderThatHasSeenEnoughEndsACommandInSilence() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            String[] words = {"stats", "127.0.0.1:" + node.port()};
            assertThat(Called.on(broken("Broken pipe"), err, words)).isEqualTo(74);
            assertThat(err.size()).isZero();
            assertThat(Called.on(broken("No space left on device"), err, words)).isEqualTo(74);
            assertThat(Called.on(broken("Broken pipe"), new ByteArrayOutputStream(), "slabs", words[1]))
                    .isEqualTo(74);
            assertThat(err).hasToString("flagstone: standard output cannot be written to: No space left on device\n");
        }
    }

    private static OutputStream broken(String reason) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(reason);
            }
        };
    }
}
