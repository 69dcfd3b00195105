package io.flagstone.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.Ports;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.spy.memcached.AddrUtil;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.auth.AuthDescriptor;
import net.spy.memcached.auth.PlainCallbackHandler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that log in, or speak TLS, find in the node what they find in memcached; those who may not, nothing. */
class SecureClientsIT {
    private static final String USER = "bob";
    private static final String PASSWORD = "secret";

    @TempDir
    static Path directory;

    private static Path users;
    private static String authority;
    private static X509Bundle ca;

    @BeforeAll
    static void write() throws Exception {
        users = Files.writeString(directory.resolve("users"), USER + ":" + PASSWORD + "\n");
        ca = new CertificateBuilder()
                .rsa2048()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        authority = file("ca.pem", ca.getCertificatePEM());
        signed("node", ca);
        signed("client", ca);
        X509Bundle other = new CertificateBuilder()
                .rsa2048()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        signed("stranger", other);
    }

    private static String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static void signed(String name, X509Bundle issuer) throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .rsa2048()
                .subject("CN=" + name)
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(issuer);
        file(name + ".pem", bundle.getCertificatePathPEM());
        file(name + ".key", bundle.getPrivateKeyPEM());
    }

    private static NodeOptions login() {
        return NodeOptions.defaults()
                .withPort(0)
                .with("auth_file", users.toString())
                .with("sasl", "yes");
    }

    private static NodeOptions encrypted() {
        return NodeOptions.defaults()
                .withPort(0)
                .with("ssl_enabled", "yes")
                .with("ssl_chain_cert", directory.resolve("node.pem").toString())
                .with("ssl_key", directory.resolve("node.key").toString())
                .with("ssl_ca_cert", authority);
    }

    private static void assertAllKept(Map<Promise, String> outcome) {
        assertThat(outcome.values()).as("%s", outcome).containsOnly("ok");
    }

    @ParameterizedTest
    @EnumSource(names = {"PYLIBMC_BINARY", "PHP_MEMCACHED_BINARY"})
    void libmemcachedLogsInBySasl(ForeignClient client) {
        try (Node node = Node.start(login())) {
            assertAllKept(client.keep(node.port(), List.of(USER, PASSWORD)));
            assertThat(node.statistics()).containsEntry("auth_errors", "0");
            assertThat(client.keep(node.port(), List.of(USER, "wrong"))).doesNotContainEntry(Promise.STORES, "ok");
            assertThat(node.statistics()).doesNotContainEntry("auth_errors", "0");
            assertThat(node.statistics()).containsEntry("faults", "0");
        }
    }

    @Test
    void libmemcachedsToolsLogIn() throws IOException {
        try (Node node = Node.start(login())) {
            Program.Result right = tool("memcstat", node, PASSWORD);
            assertThat(right.status()).as(right.output()).isZero();
            assertThat(right.output()).contains("auth_cmds: 1", "auth_errors: 0");
            assertThat(tool("memcstat", node, "wrong").output()).doesNotContain("auth_cmds");
            file("greeting", "hello");
            assertThat(tool("memccp", node, PASSWORD, "greeting").status()).isZero();
            assertThat(tool("memccat", node, PASSWORD, "greeting").output()).startsWith("hello");
        }
    }

    private static Program.Result tool(String name, Node node, String password, String... arguments) {
        return Program.ofDebian(
                        "libmemcached-tools",
                        directory,
                        name,
                        "--servers=127.0.0.1:" + node.port(),
                        "--binary",
                        "--username=" + USER,
                        "--password=" + password)
                .run(arguments);
    }

    @Test
    void spymemcachedLogsInBySasl() throws IOException {
        try (Node node = Node.start(login())) {
            MemcachedClient client = new MemcachedClient(
                    new ConnectionFactoryBuilder()
                            .setProtocol(ConnectionFactoryBuilder.Protocol.BINARY)
                            .setAuthDescriptor(new AuthDescriptor(
                                    new String[] {"PLAIN"}, new PlainCallbackHandler(USER, PASSWORD)))
                            .build(),
                    AddrUtil.getAddresses("127.0.0.1:" + node.port()));
            try {
                assertThat(client.set("key", 0, "value").getStatus().isSuccess())
                        .isTrue();
                assertThat(client.get("key")).isEqualTo("value");
            } finally {
                client.shutdown();
            }
        }
    }

    @Test
    void pymemcacheSpeaksTlsAndLogsIn() {
        try (Node open = Node.start(encrypted());
                Node closed = Node.start(encrypted().with("auth_file", users.toString()))) {
            assertAllKept(ForeignClient.PYMEMCACHE.keep(open.port(), List.of(authority)));
            assertAllKept(ForeignClient.PYMEMCACHE.keep(closed.port(), List.of(authority, USER, PASSWORD)));
            assertThat(ForeignClient.PYMEMCACHE.keep(closed.port(), List.of(authority)))
                    .doesNotContainEntry(Promise.STORES, "ok");
        }
    }

    private static String versions(int port, String... shown) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port), authority));
        Arrays.stream(shown).map(name -> directory.resolve(name).toString()).forEach(arguments::add);
        Program.Result result = Program.ofDebian(
                        "python3",
                        Path.of("src", "test", "clients"),
                        "/usr/bin/python3",
                        "-B",
                        "python/tls_versions.py")
                .run(arguments.toArray(String[]::new));
        return result.output()
                .lines()
                .map(line -> line.replace("TLSv", "").replace('_', '.'))
                .collect(Collectors.joining(", "));
    }

    /** What memcached speaks when it is told to shows that the client would speak what the node refuses. */
    @Test
    void onlyTls12And13AreSpoken() throws IOException {
        int encryptedPort = Ports.free();
        try (ServerProcess stock = ServerProcess.start("stock memcached", port -> memcached(port, encryptedPort))) {
            assertThat(stock.isAlive()).isTrue();
            assertThat(versions(encryptedPort)).startsWith("1 spoken, 1.1 spoken, 1.2 spoken");
        }
        try (Node node = Node.start(encrypted());
                Node recent = Node.start(encrypted().with("ssl_min_version", "3"))) {
            assertThat(versions(node.port())).isEqualTo("1 refused, 1.1 refused, 1.2 spoken, 1.3 spoken");
            assertThat(versions(recent.port())).isEqualTo("1 refused, 1.1 refused, 1.2 refused, 1.3 spoken");
        }
    }

    /** One that is asked without TLS whether it is there. */
    private static List<String> memcached(int port, int encryptedPort) {
        String listen = "notls:127.0.0.1:" + port + ",127.0.0.1:" + encryptedPort;
        String tls = "ssl_chain_cert=%s,ssl_key=%s,ssl_min_version=0,ssl_ciphers=ALL:@SECLEVEL=0"
                .formatted(directory.resolve("node.pem"), directory.resolve("node.key"));
        String user = System.getProperty("user.name");
        return List.of(StockMemcached.require().toString(), "-u", user, "-U", "0", "-l", listen, "-Z", "-o", tls);
    }

    @ParameterizedTest
    @CsvSource({"client, spoken", "stranger, refused", "none, refused"})
    void whereACertificateIsDemandedOnlyTheAuthoritysCounts(String shown, String outcome) {
        String[] files = shown.equals("none") ? new String[0] : new String[] {shown + ".pem", shown + ".key"};
        try (Node node = Node.start(encrypted().with("ssl_verify_mode", "2"))) {
            assertThat(versions(node.port(), files))
                    .isEqualTo("1 refused, 1.1 refused, 1.2 " + outcome + ", 1.3 " + outcome);
            assertThat(node.statistics()).containsEntry("faults", "0");
        }
    }
}
