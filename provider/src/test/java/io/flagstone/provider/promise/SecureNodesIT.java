package io.flagstone.provider.promise;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.FlagstoneCachingProvider;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.testing.Authority;
import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.Ports;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockRelease;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Encrypted and password-protected nodes are used as such, or not at all. */
@ParameterizedClass
@MethodSource("io.flagstone.testkit.process.StockRelease#all")
class SecureNodesIT {
    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    StockRelease release;

    private static final String PASSWORD = "tr0ub4dor&3";

    @TempDir
    Path folder;

    private final Properties properties = new Properties();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Authority authority;

    @BeforeEach
    void prepare() {
        authority = new Authority(folder);
        set("flagstone.namespace", UUID.randomUUID().toString());
        set("flagstone.cache.*.failure", "fail");
        set("flagstone.timeout", "10s");
        set("flagstone.connect-timeout", "10s");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private void set(String key, String value) {
        properties.setProperty(key, value);
    }

    /** A memcached that speaks TLS; besides, it listens in the clear, for that is how its being ready is found out. */
    private ServerProcess encrypted(int port, Authority.Identity identity, String... options) {
        ServerProcess process = ServerProcess.start("memcached with TLS", clear -> {
            List<String> line = new ArrayList<>(List.of(
                    release.require().toString(),
                    "-u",
                    "root",
                    "-U",
                    "0",
                    "-l",
                    "notls:127.0.0.1:" + clear,
                    "-l",
                    "127.0.0.1:" + port,
                    "-Z",
                    "-o",
                    "ssl_chain_cert=" + identity.certificate() + ",ssl_key=" + identity.key()));
            line.addAll(List.of(options));
            return line;
        });
        open.add(process);
        return process;
    }

    private int encrypted(String... options) {
        int port = Ports.free();
        encrypted(port, authority.identity("node", "127.0.0.1"), options);
        return port;
    }

    private void trustAuthority() {
        set("flagstone.tls", "on");
        set("flagstone.tls.trust", authority.trust("ca.pem").toString());
    }

    private String users(String user, String password) throws IOException {
        return Files.writeString(folder.resolve("users"), user + ":" + password + "\n")
                .toString();
    }

    private CacheManager manager(int port) {
        set("flagstone.nodes", "127.0.0.1:" + port);
        return manager();
    }

    private CacheManager manager() {
        CacheManager manager = new FlagstoneCachingProvider()
                .getCacheManager(URI.create("flagstone:" + UUID.randomUUID()), null, properties);
        open.add(0, manager);
        return manager;
    }

    private Cache<String, String> cache(int port) {
        set("flagstone.nodes", "127.0.0.1:" + port);
        return cache();
    }

    private Cache<String, String> cache() {
        return manager()
                .createCache("c", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    private static void works(Cache<String, String> cache) {
        cache.put("k", "v".repeat(50_000));
        assertThat(cache.get("k")).hasSize(50_000);
        assertThat(cache.iterator().next().getKey()).isEqualTo("k");
    }

    private static void isRefused(Cache<String, String> cache, String... words) {
        assertThatThrownBy(() -> cache.get("k"))
                .isInstanceOf(NodeUnavailable.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void aNodeWithTlsAndAPasswordServesWhoeverTrustsItAndKnowsIt() throws IOException {
        int port = encrypted("-Y", users("app", PASSWORD));
        trustAuthority();
        set("flagstone.user", "app");
        set("flagstone.password", PASSWORD);
        set("flagstone.weights", "measured");
        works(cache(port));
    }

    @Test
    void aNodeThatAsksForACertificateIsShownOne() {
        int port = encrypted("-o", "ssl_verify_mode=2,ssl_ca_cert=" + authority.trust("clients.pem"));
        trustAuthority();
        Authority.Identity own = authority.identity("app", "app.example");
        set("flagstone.tls.certificate", own.certificate().toString());
        set("flagstone.tls.key", own.key().toString());
        works(cache(port));
    }

    @Test
    void whatANodeWantsAndIsNotGivenIsNamedAsASetting() throws IOException {
        set("flagstone.timeout", "2s");
        isRefused(cache(encrypted()), "flagstone.tls=on");
        trustAuthority();
        isRefused(cache(encrypted("-Y", users("app", PASSWORD))), "flagstone.user", "flagstone.password-file");
        String[] mutual = {"-o", "ssl_verify_mode=2,ssl_ca_cert=" + authority.trust("clients.pem")};
        isRefused(cache(encrypted(mutual)), "flagstone.tls.certificate");
        set("flagstone.user", "app");
        set("flagstone.password", PASSWORD);
        isRefused(cache(encrypted(mutual)), "flagstone.tls.certificate");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotTrusted() {
        int port = encrypted();
        trustAuthority();
        set("flagstone.timeout", "2s");
        set("flagstone.tls.trust", new Authority(folder).trust("other.pem").toString());
        isRefused(cache(port), "TLS", "flagstone.tls.trust");
    }

    @Test
    void aCertificateOfAnotherHostIsRefusedUnlessItsNameIsTheOneExpected() {
        int port = Ports.free();
        encrypted(port, authority.identity("elsewhere", "cache.example"));
        trustAuthority();
        set("flagstone.timeout", "2s");
        isRefused(cache(port), "TLS", "flagstone.tls.server-name");
        set("flagstone.tls.server-name", "cache.example");
        set("flagstone.timeout", "10s");
        works(cache(port));
    }

    @Test
    void aNodeWithoutTlsIsToldNothing() throws Exception {
        trustAuthority();
        set("flagstone.user", "app");
        set("flagstone.password", PASSWORD);
        set("flagstone.timeout", "2s");
        try (ServerSocket clear = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> heard(clear));
            isRefused(cache(clear.getLocalPort()), "127.0.0.1:" + clear.getLocalPort(), "the node speaks no TLS");
            assertThat(heard.get(10, TimeUnit.SECONDS))
                    .startsWith("\u0016\u0003")
                    .doesNotContain("app", "version", PASSWORD);
        }
    }

    /** What the first client sends, to whom memcached's refusal is said. */
    private static String heard(ServerSocket clear) {
        try (Socket client = clear.accept()) {
            byte[] begin = new byte[1024];
            InputStream in = client.getInputStream();
            int length = in.read(begin);
            client.getOutputStream().write("ERROR\r\n".getBytes(US_ASCII));
            return new String(begin, 0, length, ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aWrongPasswordIsToldWithoutTheRightOneOrTheWrong() throws IOException {
        int port = encrypted("-Y", users("app", "another"));
        trustAuthority();
        set("flagstone.user", "app");
        set("flagstone.password", PASSWORD);
        set("flagstone.timeout", "2s");
        isRefused(cache(port), "refused user app", "authentication failure");
    }

    @Test
    void aPasswordFileIsReadAnewForEveryConnection() throws IOException {
        int port = encrypted("-Y", users("app", PASSWORD));
        Path file = Files.writeString(folder.resolve("password"), "outdated\n");
        trustAuthority();
        set("flagstone.user", "app");
        set("flagstone.password-file", file.toString());
        set("flagstone.timeout", "1s");
        set("flagstone.retry.longest", "20ms");
        Cache<String, String> cache = cache(port);
        isRefused(cache, "refused user app");
        Files.writeString(file, PASSWORD + "\n");
        becomesUsable(cache);
    }

    @Test
    void aRenewedAuthorityIsTrustedWithoutARestart() {
        int port = Ports.free();
        ServerProcess before = encrypted(port, authority.identity("before", "127.0.0.1"));
        trustAuthority();
        set("flagstone.retry.longest", "20ms");
        set("flagstone.timeout", "1s");
        Cache<String, String> cache = cache(port);
        becomesUsable(cache);
        before.kill9();
        Authority next = new Authority(folder);
        next.trust("ca.pem");
        encrypted(port, next.identity("after", "127.0.0.1"));
        becomesUsable(cache);
        works(cache);
    }

    private static void becomesUsable(Cache<String, String> cache) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                cache.put("k", "v");
                return;
            } catch (NodeUnavailable e) {
                assertThat(System.nanoTime()).as("still %s", e.getMessage()).isLessThan(end);
            }
        }
    }

    @Test
    void aNodeThatAsksForNoLoginIsNotSentThePassword() throws IOException {
        set("flagstone.user", "app");
        set("flagstone.password", PASSWORD);
        set("flagstone.password.plain", "allow");
        ServerProcess plain = release.start();
        open.add(plain);
        works(cache(plain.port()));
        try (Socket socket = new Socket(plain.address().getAddress(), plain.port())) {
            socket.getOutputStream().write("get login\r\nquit\r\n".getBytes(US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isEqualTo("END\r\n".getBytes(US_ASCII));
        }
    }

    @Test
    void aPasswordWorksInTheClearWhereThatIsAllowed() throws IOException {
        set("flagstone.user", "app");
        set("flagstone.password", PASSWORD);
        set("flagstone.password.plain", "allow");
        ServerProcess node = release.start("-Y", users("app", PASSWORD));
        open.add(node);
        works(cache(node.port()));
    }

    @Test
    void ourNodeAndItsListOfNodesAreReachedThroughTheSameDoor() throws IOException {
        int port = Ports.free();
        Authority.Identity identity = authority.identity("ours", "127.0.0.1");
        Path list = Files.writeString(folder.resolve("cluster"), "1\n127.0.0.1:" + port + "\n");
        NodeOptions options = NodeOptions.defaults()
                .withPort(port)
                .with("ssl_enabled", "yes")
                .with("ssl_chain_cert", identity.certificate().toString())
                .with("ssl_key", identity.key().toString())
                .with("auth_file", users("app", PASSWORD))
                .with("cluster_file", list.toString());
        Node node = Node.start(options);
        open.add(node);
        trustAuthority();
        set("flagstone.user", "app");
        set("flagstone.password", PASSWORD);
        set("flagstone.nodes.source", "cluster:127.0.0.1:" + port);
        works(cache());
        assertThat(node.statistics()).containsEntry("auth_errors", "0");
    }

    @Test
    void aDoorThatCannotBeBuiltIsToldAtOnce() throws IOException {
        trustAuthority();
        set(
                "flagstone.tls.trust",
                Files.writeString(folder.resolve("ca.pem"), "no certificate").toString());
        assertThatThrownBy(() -> manager(1))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("ca.pem");
    }
}
