package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.BinaryWire;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.Wire;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A principal does what its lines of the file say, to the keys that they name, and nothing else. */
class RightsTest {
    private static final String DENIED = "CLIENT_ERROR permission denied\r\n";
    private static final int FORBIDDEN = 0x20;
    private static final String RIGHTS = """
            # name   prefix   rights
            reader   a:       read
            writer   a:       write
            remover  a:       delete
            user     a:       read,write
            user     a:       delete
            user     b:       read
            odd      %2a%00   read,write
            ops      *        admin
            flusher  *        flush
            spy      *        watch
            master   *        read,write,delete,admin,watch,flush
            """;

    @TempDir
    static Path directory;

    private static Path rights;
    private static NodeOptions options;
    private static Node node;

    @BeforeAll
    static void start() {
        StringBuilder users = new StringBuilder();
        for (String name : "reader writer remover user odd ops flusher spy master stranger".split(" ")) {
            users.append(name).append(":pw\n");
        }
        rights = Certificates.write(directory.resolve("rights"), RIGHTS);
        Path passwords = Certificates.write(directory.resolve("users"), users.toString());
        options = NodeOptions.defaults()
                .withPort(0)
                .with("auth_file", passwords.toString())
                .with("sasl", "yes")
                .with("rights", rights.toString());
        node = Node.start(options);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void begin() {
        Certificates.write(rights, RIGHTS);
        assertThat(node.reload()).isEmpty();
        try (Wire master = as("master")) {
            assertThat(master.talk("flush_all\r\nset a:1 0 0 1\r\n5\r\nset b:1 0 0 1\r\n7\r\nstats reset\r\n"))
                    .isEqualTo("OK\r\nSTORED\r\nSTORED\r\nRESET\r\n");
        }
    }

    private static Wire as(String user) {
        Wire wire = new Wire(node.port());
        String token = user + " pw";
        assertThat(wire.ask("set login 0 0 " + token.length() + "\r\n" + token)).isEqualTo("STORED");
        return wire;
    }

    private static BinaryWire binaryAs(String user) {
        BinaryWire wire = new BinaryWire(node.port());
        assertThat(wire.ask(Ask.join(0x21, "PLAIN", "\0" + user + "\0pw")).status())
                .isZero();
        return wire;
    }

    private static String said(String user, String script) {
        try (Wire wire = as(user)) {
            return wire.talk(script.replace("|", "\r\n")).replace("\r\n", "|");
        }
    }

    /** Each command to a key that the right is given for, and to one that it is not given for. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "reader; get K|; VALUE a:1 0 1|5|END|",
                "reader; gets K|; VALUE a:1 0 1|5|*",
                "reader; mg K v|; VA 1|5|",
                "reader; mg K s t f|; HD s1 t-1 f0|",
                "writer; set K 0 0 1|x|; STORED|",
                "writer; add K 0 0 1|x|; NOT_STORED|",
                "writer; replace K 0 0 1|x|; STORED|",
                "writer; append K 0 0 1|x|; STORED|",
                "writer; prepend K 0 0 1|x|; STORED|",
                "writer; cas K 0 0 1 999|x|; EXISTS|",
                "writer; touch K 0|; TOUCHED|",
                "writer; ms K 1|x|; HD|",
                "writer; ms K 1 MA|x|; HD|",
                "user; incr K 1|; 6|",
                "user; decr K 1|; 4|",
                "user; ma K v|; VA 1|6|",
                "user; gat 0 K|; VALUE a:1 0 1|5|END|",
                "user; gats 0 K|; VALUE a:1 0 1|5|*",
                "user; mg K v T60|; VA 1|5|",
                "user; mg K v N60|; VA 1|5|",
                "user; mg K v R60|; VA 1|5|",
                "remover; delete K|; DELETED|",
                "remover; md K|; HD|",
                "remover; md K I T30|; HD|",
                "remover; md K x|; HD|"
            })
    void aRightToAKeyEndsWithItsPrefix(String user, String command, String answer) {
        String allowed = said(user, command.replace("K", "a:1"));
        if (answer.endsWith("*")) {
            assertThat(allowed).startsWith(answer.substring(0, 8)).endsWith("END|");
        } else {
            assertThat(allowed).isEqualTo(answer);
        }
        String before = said("master", "get b:1 a b|");
        for (String key : new String[] {"b:1", "a", "b", "aa:1"}) {
            // "b:" may be read by one of them, so the command is also sent by one who may do everything else.
            assertThat(said(user.equals("user") ? "writer" : user, command.replace("K", key)))
                    .isEqualTo(DENIED.replace("\r\n", "|"));
        }
        assertThat(said("master", "get b:1 a b|")).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "writer; get a:1|",
                "writer; mg a:1 v|",
                "writer; incr a:1 1|",
                "writer; ma a:1|",
                "reader; set a:1 0 0 1|x|",
                "reader; ms a:1 1|x|",
                "reader; delete a:1|",
                "reader; md a:1|",
                "reader; touch a:1 0|",
                "reader; gat 0 a:1|",
                "reader; mg a:1 T30|",
                "reader; mg a:1 N30|",
                "reader; mg a:1 R30|",
                "reader; incr a:1 1|",
                "remover; get a:1|",
                "remover; set a:1 0 0 1|x|",
                "user; me a:1|",
                "ops; me a:1|",
                "ops; get a:1|",
                "stranger; get a:1|",
                "user; mg Yjox b v T1|",
                "user; ms Yjox 1 b|x|",
                "user; md Yjox b|"
            })
    void oneRightIsNotAnother(String user, String command) {
        assertThat(said(user, command)).isEqualTo(DENIED.replace("\r\n", "|"));
        assertThat(said("master", "get a:1|get b:1|")).isEqualTo("VALUE a:1 0 1|5|END|VALUE b:1 0 1|7|END|");
    }

    /** "YTox" is "a:1", and "Yjox" is "b:1": what counts is the key that is meant. */
    @Test
    void aKeyIsDecodedBeforeItIsLookedAt() {
        assertThat(said("reader", "mg YTox b v|")).isEqualTo("VA 1|5|");
        assertThat(said("reader", "mg Yjox b v|")).isEqualTo("CLIENT_ERROR permission denied|");
        // As it stands, without b, it is another key, to which nobody but the master has a right.
        assertThat(said("reader", "mg YTox v|")).isEqualTo("CLIENT_ERROR permission denied|");
        // "*" and NUL in front, written %2a%00 in the file.
        assertThat(said("odd", "ms KgAx 1 b|y|mg KgAx b v|")).isEqualTo("HD|VA 1|y|");
        assertThat(said("odd", "get anything|")).isEqualTo("CLIENT_ERROR permission denied|");
    }

    @Test
    void aDeniedValueIsNotTakenForCommands() {
        String value = "delete a:1\r\nxx";
        assertThat(said("reader", "set a:1 0 0 " + value.length() + "|" + value + "|get a:1|"))
                .isEqualTo("CLIENT_ERROR permission denied|VALUE a:1 0 1|5|END|");
        assertThat(said("reader", "ms a:1 " + value.length() + " q|" + value + "|get a:1|"))
                .isEqualTo("CLIENT_ERROR permission denied|VALUE a:1 0 1|5|END|");
    }

    @Test
    void noreplyIsKeptWhenItIsDenied() {
        assertThat(said(
                        "reader",
                        "set a:1 0 0 1 noreply|x|delete a:1 noreply|incr a:1 1 noreply|touch a:1 1 noreply|"
                                + "flush_all noreply|verbosity 1 noreply|get a:1|"))
                .isEqualTo("VALUE a:1 0 1|5|END|");
    }

    @Test
    void ofManyKeysAllOrNoneAreAnswered() {
        assertThat(said("user", "get a:1 b:1|")).isEqualTo("VALUE a:1 0 1|5|VALUE b:1 0 1|7|END|");
        assertThat(said("user", "get a:1 c:1 b:1|get a:1|"))
                .isEqualTo("CLIENT_ERROR permission denied|VALUE a:1 0 1|5|END|");
        assertThat(said("user", "gat 0 a:1 b:1|")).isEqualTo("CLIENT_ERROR permission denied|");
        // Longer than any buffer: what stands behind is not executed, and the next command is.
        String many = "get " + "a:1 ".repeat(40_000) + "c:1 a:1|get b:1|";
        assertThat(said("user", many)).endsWith("|CLIENT_ERROR permission denied|VALUE b:1 0 1|7|END|");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stats settings",
                "stats s",
                "stats conns",
                "stats detail dump",
                "stats cachedump 1 1",
                "stats sizes",
                "stats reset",
                "stats sizes_enable",
                "lru_crawler metadump all",
                "lru_crawler mgdump all",
                "lru_crawler crawl all",
                "lru mode flat",
                "slabs reassign 1 2",
                "slabs automove 0",
                "cache_memlimit 64",
                "verbosity 1",
                "refresh_certs",
                "shutdown"
            })
    void theNodeIsSteeredByAdministratorsOnly(String command) {
        for (String user : new String[] {"user", "flusher", "spy", "stranger"}) {
            assertThat(said(user, command + "|")).isEqualTo("CLIENT_ERROR permission denied|");
        }
        try (Wire ops = as("ops")) {
            assertThat(ops.ask(command)).doesNotContain("permission");
        }
    }

    @Test
    void flushAndWatchAreRightsOfTheirOwn() {
        assertThat(said("ops", "flush_all|watch|")).isEqualTo("CLIENT_ERROR permission denied|".repeat(2));
        assertThat(said("spy", "flush_all|")).isEqualTo("CLIENT_ERROR permission denied|");
        assertThat(said("flusher", "watch|flush_all|")).isEqualTo("CLIENT_ERROR permission denied|OK|");
        assertThat(said("master", "get a:1|")).isEqualTo("END|");
        try (Wire spy = as("spy")) {
            assertThat(spy.ask("watch fetchers")).isEqualTo("OK");
        }
    }

    @Test
    void whatTellsNothingIsFree() {
        assertThat(said("stranger", "version|")).startsWith("VERSION ");
        try (Wire stranger = as("stranger")) {
            assertThat(stranger.askUntil("stats", "END")).contains("STAT denied_cmds ");
            stranger.askUntil("stats items", "END");
            stranger.askUntil("stats slabs", "END");
            stranger.send("quit\r\n");
            assertThat(stranger.rest()).isEmpty();
        }
    }

    @Test
    void theBinaryProtocolKnowsTheSameRights() {
        try (BinaryWire reader = binaryAs("reader");
                BinaryWire user = binaryAs("user");
                BinaryWire ops = binaryAs("ops");
                BinaryWire master = binaryAs("master")) {
            assertThat(reader.ask(Ask.get("a:1")).value()).isEqualTo("5");
            for (Ask denied : new Ask[] {
                Ask.get("b:1"),
                Ask.of(0x09, "b:1"),
                Ask.of(0x0d, "b:1"),
                Ask.set("a:1", "x"),
                Ask.store(0x11, "a:1", "x", 0, 0),
                Ask.join(0x0e, "a:1", "x"),
                Ask.of(0x04, "a:1"),
                Ask.of(0x14, "a:1"),
                Ask.count(0x05, "a:1", 1, 1, 0),
                Ask.timed(0x1c, "a:1", 0),
                Ask.timed(0x1d, "a:1", 0),
                Ask.timed(0x23, "a:1", 0),
                Ask.of(0x08),
                Ask.of(0x18),
                Ask.of(0x10, "settings"),
                Ask.of(0x10, "detail on"),
                Ask.of(0x10, "reset")
            }) {
                assertThat(reader.ask(denied).status())
                        .as("%s", denied.opcode())
                        .isEqualTo(FORBIDDEN);
            }
            assertThat(reader.ask(Ask.noop()).status()).isZero();
            assertThat(ops.ask(Ask.of(0x08)).status()).isEqualTo(FORBIDDEN);
            assertThat(user.ask(Ask.count(0x05, "a:1", 1, 1, 0)).status()).isZero();
            assertThat(user.ask(Ask.set("a:1", "x")).status()).isZero();
            assertThat(user.ask(Ask.of(0x04, "a:1")).status()).isZero();
            assertThat(master.ask(Ask.of(0x08)).status()).isZero();
        }
    }

    @Test
    void aChangedFileCountsAtOnceForEverybody() {
        try (Wire reader = as("reader")) {
            assertThat(reader.talk("get a:1\r\n")).startsWith("VALUE");
            Certificates.write(rights, "reader b: read\n");
            assertThat(node.reload()).isEmpty();
            assertThat(reader.talk("get a:1\r\nget b:1\r\n")).isEqualTo(DENIED + "VALUE b:1 0 1\r\n7\r\nEND\r\n");
            Certificates.write(rights, "reader a: flush\n");
            assertThat(node.reload())
                    .containsExactly(
                            "rights: " + rights + ", line 1: flush concerns the whole node and is given for * only");
            assertThat(reader.talk("get b:1\r\n")).startsWith("VALUE");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "x a:; line 1: allowed: a principal, a prefix or *, and rights",
                "x a: read write; line 1",
                "x a: reed; line 1: allowed rights: read,write,delete,admin,watch,flush",
                "x a: read,; line 1: allowed rights",
                "x a: admin; admin concerns the whole node",
                "x a: watch; watch concerns the whole node",
                "x %2 read; % stands in front of two hexadecimal digits",
                "# nobody; gives nobody a right"
            })
    void aFileThatSaysNothingClearIsRefused(String text, String message) {
        Certificates.write(rights, text + "\n");
        assertThatThrownBy(() -> Node.start(options))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("rights: " + rights, message);
    }

    @Test
    void rightsWithoutPrincipalsAreRefused() {
        assertThatThrownBy(() -> Node.start(NodeOptions.defaults().withPort(0).with("rights", rights.toString())))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("rights: nobody could be told from anybody else", "-Y", "ssl_verify_mode");
    }

    @Test
    void aCertificateIsAPrincipal() {
        Certificates ca = new Certificates("authority");
        X509Bundle own = ca.signed("CN=node");
        NodeOptions byCertificate = NodeOptions.defaults()
                .withPort(0)
                .with("ssl_enabled", "yes")
                .with(
                        "ssl_chain_cert",
                        Certificates.chainIn(directory.resolve("c"), own).toString())
                .with("ssl_key", Certificates.keyIn(directory.resolve("k"), own).toString())
                .with("ssl_ca_cert", ca.authorityIn(directory.resolve("ca")).toString())
                .with("ssl_verify_mode", "1")
                .with("rights", rights.toString());
        String set = "set a:1 0 0 1\r\nx\r\n";
        try (Node mutual = Node.start(byCertificate);
                Wire bySubject = Certificates.wire(ca.client(ca.signed("O=shop,CN=writer")), mutual.port());
                Wire byName = Certificates.wire(ca.client(ca.signed("CN=any", "x", "writer")), mutual.port());
                Wire unknown = Certificates.wire(ca.client(ca.signed("CN=any")), mutual.port());
                Wire none = ca.wire(mutual.port())) {
            assertThat(bySubject.talk(set + "get a:1\r\n")).isEqualTo("STORED\r\n" + DENIED);
            assertThat(byName.talk(set)).isEqualTo("STORED\r\n");
            assertThat(unknown.talk(set)).isEqualTo(DENIED);
            assertThat(none.talk(set)).isEqualTo(DENIED);
        }
        NodeOptions byBoth =
                byCertificate.with("auth_file", directory.resolve("users").toString());
        try (Node strict = Node.start(byBoth);
                Wire known = Certificates.wire(ca.client(ca.signed("CN=writer")), strict.port());
                Wire unknown = Certificates.wire(ca.client(ca.signed("CN=any")), strict.port())) {
            assertThat(known.talk(set)).isEqualTo("STORED\r\n");
            assertThat(unknown.ask("mn")).isEqualTo("CLIENT_ERROR unauthenticated");
            assertThat(unknown.ask("set l 0 0 9\r\nreader pw")).isEqualTo("STORED");
            assertThat(unknown.talk(set)).isEqualTo(DENIED);
        }
    }

    @Test
    void aDenialIsCountedAndNothingElse() {
        said("reader", "set a:1 0 0 1|x|get b:1|");
        assertThat(node.statistics())
                .containsEntry("denied_cmds", "2")
                .containsEntry("cmd_set", "0")
                .containsEntry("faults", "0");
    }
}
