package io.flagstone.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.StockMemcached;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands come in where TLS and a login are asked for, by our node and by memcached alike, and nowhere else. */
class ToolsAccessIT {
    private static final Certificates CA = new Certificates("authority");
    private static final Certificates OTHER = new Certificates("another");

    @TempDir
    static Path directory;

    private static Path authority;
    private static Path users;
    private static Path password;
    private static Path ownChain;
    private static Path ownKey;
    private static final List<AutoCloseable> RUNNING = new ArrayList<>();

    /** Who answers, and how he is reached. */
    enum Server {
        NODE,
        MEMCACHED;

        int open;
        int login;
        int tls;
        int mutual;
    }

    @BeforeAll
    static void start() throws IOException {
        authority = CA.authorityIn(directory.resolve("ca.pem"));
        X509Bundle node = CA.signed("CN=node");
        Path chain = Certificates.chainIn(directory.resolve("node.pem"), node);
        Path key = Certificates.keyIn(directory.resolve("node.key"), node);
        X509Bundle own = CA.signed("CN=operator");
        ownChain = Certificates.chainIn(directory.resolve("own.pem"), own);
        ownKey = Certificates.keyIn(directory.resolve("own.key"), own);
        users = Certificates.write(directory.resolve("users"), "bob:secret\n");
        password = Certificates.write(directory.resolve("password"), "secret\n");
        // memcached reads them as another user.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        NodeOptions plain = NodeOptions.defaults().withPort(0);
        NodeOptions tls = plain.with("ssl_enabled", "yes")
                .with("ssl_chain_cert", chain.toString())
                .with("ssl_key", key.toString());
        Server.NODE.open = node(plain);
        Server.NODE.login = node(plain.with("auth_file", users.toString()));
        Server.NODE.tls = node(tls.with("auth_file", users.toString()));
        Server.NODE.mutual = node(tls.with("ssl_verify_mode", "2").with("ssl_ca_cert", authority.toString()));
        String files = "ssl_chain_cert=" + chain + ",ssl_key=" + key;
        Server.MEMCACHED.open = memcached();
        Server.MEMCACHED.login = memcached("-Y", users.toString());
        Server.MEMCACHED.tls = memcached("-Z", "-o", files, "-Y", users.toString());
        Server.MEMCACHED.mutual = memcached("-Z", "-o", files + ",ssl_verify_mode=2,ssl_ca_cert=" + authority);
    }

    private static int node(NodeOptions options) {
        Node node = Node.start(options);
        RUNNING.add(node);
        return node.port();
    }

    private static int memcached(String... flags) {
        StockMemcached memcached = StockMemcached.start(flags);
        RUNNING.add(memcached);
        return memcached.port();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : RUNNING) {
            one.close();
        }
    }

    private static Called stats(int port, Object... options) {
        List<String> words = new ArrayList<>(List.of("stats", "127.0.0.1:" + port, "pid"));
        for (Object option : options) {
            words.add(option.toString());
        }
        return Called.with(words.toArray(new String[0]));
    }

    private static void assertShown(Called called) {
        assertThat(called.err()).isEmpty();
        assertThat(called.out()).containsPattern("pid +\\d+");
        assertThat(called.status()).isZero();
    }

    private static void assertEnds(Called called, int status, String reason) {
        assertThat(called.err()).contains(reason).hasLineCount(1).doesNotContain("secret");
        assertThat(called.status()).isEqualTo(status);
        assertThat(called.out()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aLoginIsMadeWhereItIsAskedFor(Server server) {
        assertShown(stats(server.login, "--user", "bob", "--password-file", password));
        assertShown(stats(server.tls, "--ca", authority, "--user", "bob", "--password-file", password));
        assertShown(stats(server.open, "--user", "bob", "--password-file", password));
    }

    @ParameterizedTest
    @EnumSource
    void withoutTheRightLoginItSaysWhatIsMissing(Server server) {
        assertEnds(stats(server.login), 77, "the node wants a login; give --user and --password-file");
        assertEnds(
                stats(server.login, "--user", "eve", "--password-file", password),
                77,
                "user eve is not let in: CLIENT_ERROR");
        Called load = Called.reading("k\tsecret\n", "load", "-", "127.0.0.1:" + server.login);
        assertThat(load.err()).contains("the node wants a login").doesNotContain("secret");
        assertThat(load.out()).startsWith("stored=0 ");
        assertThat(load.status()).isEqualTo(77);
        assertThat(Called.with("top", "127.0.0.1:" + server.login, "--every", "50ms", "--for", "100ms")
                        .out())
                .contains(" refused - ");
    }

    @ParameterizedTest
    @EnumSource
    void aNodeWhoseCertificateIsNotBelievedIsNotTalkedTo(Server server) {
        String unbelieved = "nobody who is believed has signed its certificate; name the file of who did with --ca";
        assertEnds(stats(server.tls, "--tls"), 69, unbelieved);
        assertEnds(stats(server.tls, "--ca", OTHER.authorityIn(directory.resolve("other.pem"))), 69, unbelieved);
    }

    @Test
    void aNodeIsNotTalkedToUnderANameThatItsCertificateDoesNotHave() {
        assertEnds(
                Called.with("stats", "localhost:" + Server.NODE.tls, "--ca", authority.toString()),
                69,
                "its certificate is not for localhost; ask by a name that it has");
    }

    @ParameterizedTest
    @EnumSource
    void whoSpeaksTlsToAPortWithoutItOrTheOtherWayRoundIsToldSo(Server server) {
        assertEnds(stats(server.open, "--tls", "--timeout", "2s"), 69, " no TLS");
        assertEnds(stats(server.tls, "--timeout", "500ms"), 69, "--tls");
        assertEnds(stats(server.tls, "--timeout", "500ms", "--user", "bob", "--password-file", password), 69, "--tls");
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateOfOnesOwnOpensWhatDemandsOne(Server server) {
        assertShown(stats(server.mutual, "--ca", authority, "--cert", ownChain, "--key", ownKey));
        assertEnds(stats(server.mutual, "--ca", authority), 69, "--cert, --key");
        assertEnds(stats(server.mutual, "--ca", authority, "--cert", ownChain, "--key", password), 66, "PKCS #8");
        assertEnds(stats(server.mutual, "--ca", password), 66, "there is no certificate in PEM in it");
    }
}
