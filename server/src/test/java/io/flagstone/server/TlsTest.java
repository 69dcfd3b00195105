package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.Wire;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection over TLS is a connection like any other, and nobody gets one who may not. */
class TlsTest {
    private static final Certificates CA = new Certificates("authority");
    private static final Certificates OTHER_CA = new Certificates("another authority");

    @TempDir
    Path directory;

    private Path chain;
    private Path key;
    private NodeOptions options;

    @BeforeEach
    void write() {
        X509Bundle own = CA.signed("CN=node");
        chain = Certificates.chainIn(directory.resolve("chain.pem"), own);
        key = Certificates.keyIn(directory.resolve("key.pem"), own);
        CA.authorityIn(directory.resolve("ca.pem"));
        options = NodeOptions.defaults()
                .withPort(0)
                .with("ssl_enabled", "yes")
                .with("ssl_chain_cert", chain.toString())
                .with("ssl_key", key.toString());
    }

    private NodeOptions verifying(int mode) {
        return options.with("ssl_verify_mode", Integer.toString(mode))
                .with("ssl_ca_cert", directory.resolve("ca.pem").toString());
    }

    /** Says where they differ, for they are long. */
    private static void assertSame(String actual, String expected) {
        assertThat(Arrays.mismatch(Wire.bytes(actual), Wire.bytes(expected)))
                .as("first difference")
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("io.flagstone.server.support.Transports#available")
    void whatIsStoredOverTlsIsReadOverTls(String transport) {
        Random random = new Random(7);
        try (Node node = Node.start(options.with("transport", transport));
                Wire wire = CA.wire(node.port())) {
            List<Integer> lengths = List.of(0, 1, 100, 4_000, 5_000, 16_383, 16_384, 16_385, 70_000, 600_000);
            List<String> values = new ArrayList<>();
            StringBuilder keys = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            for (int length : lengths) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                String value = Wire.text(bytes);
                values.add(value);
                assertThat(wire.ask("set k" + length + " 5 0 " + length + "\r\n" + value))
                        .isEqualTo("STORED");
                keys.append(" k").append(length);
                expected.append("VALUE k" + length + " 5 " + length + "\r\n" + value + "\r\n");
            }
            // Twice: what went out must not have been written over where it lies.
            for (int round = 0; round < 2; round++) {
                assertSame(wire.talk("get" + keys + "\r\n"), expected + "END\r\n");
            }
            assertSame(wire.talk("mg k70000 v s\r\nmd k1\r\n"), "VA 70000 s70000\r\n" + values.get(8) + "\r\nHD\r\n");
            assertThat(node.statistics())
                    .containsEntry("faults", "0")
                    .containsEntry("ssl_handshake_errors", "0")
                    .containsKey("time_since_server_cert_refresh");
        }
    }

    /** Values leave from where they lie; one that stayed held would keep its memory for ever. */
    @ParameterizedTest
    @MethodSource("io.flagstone.server.support.Transports#available")
    void aValueIsLetGoOnceItIsEncrypted(String transport) {
        NodeOptions small =
                options.with("transport", transport).with("mem_size", "8m").withEvictions(false);
        String value = "v".repeat(400_000);
        try (Node node = Node.start(small);
                Wire wire = CA.wire(node.port())) {
            for (int i = 0; i < 25; i++) {
                assertThat(wire.talk("set big 0 0 400000\r\n" + value + "\r\nget big\r\ndelete big\r\n"))
                        .startsWith("STORED\r\nVALUE big 0 400000\r\n")
                        .endsWith("\r\nEND\r\nDELETED\r\n");
            }
        }
    }

    @Test
    void aClientThatDoesNotReadIsWaitedForAndGetsEverything() {
        String value = "v".repeat(100_000);
        int times = 150;
        try (Node node = Node.start(options);
                Wire wire = CA.wire(node.port())) {
            assertThat(wire.ask("set a 0 0 100000\r\n" + value)).isEqualTo("STORED");
            wire.send("get a\r\n".repeat(times) + "mn\r\n");
            try (Wire other = CA.wire(node.port())) {
                // So much that it cannot all have left; the connection waits, and nothing is made ahead of it.
                await().until(() -> other.askUntil("stats conns", "END").contains(":state conn_mwrite"));
                assertThat(Long.parseLong(node.statistics().get("cmd_get"))).isLessThan(times);
            }
            for (int i = 0; i < times; i++) {
                assertThat(wire.line()).isEqualTo("VALUE a 0 100000");
                assertThat(wire.line()).hasSize(100_000);
                assertThat(wire.line()).isEqualTo("END");
            }
            assertThat(wire.line()).isEqualTo("MN");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, tlsv1.2, true", "TLSv1.3, tlsv1.2, true", "TLSv1.3, 3, true", "TLSv1.2, 3, false"})
    void theLowestVersionIsKept(String spoken, String lowest, boolean accepted) throws IOException {
        try (Node node = Node.start(options.with("ssl_min_version", lowest))) {
            if (accepted) {
                try (SSLSocket socket = Certificates.connect(CA.client(null), node.port(), spoken)) {
                    assertThat(socket.getSession().getProtocol()).isEqualTo(spoken);
                    assertThat(new Wire(socket).ask("mn")).isEqualTo("MN");
                }
            } else {
                assertThatThrownBy(() -> Certificates.connect(CA.client(null), node.port(), spoken))
                        .isInstanceOf(SSLException.class);
                await().until(() -> "1".equals(node.statistics().get("ssl_handshake_errors")));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1.0", "1", "0", "tlsv1.1", "x"})
    void aLowerVersionThanTls12CannotBeAskedFor(String version) {
        assertThatThrownBy(() -> options.with("ssl_min_version", version))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("ssl_min_version", "tlsv1.2, tlsv1.3");
    }

    @Test
    void onlyTheCipherSuitesNamedAreSpoken() throws IOException {
        NodeOptions chosen = options.with("ssl_ciphers", "ECDHE-ECDSA-AES256-GCM-SHA384");
        try (Node node = Node.start(chosen);
                SSLSocket old = Certificates.connect(CA.client(null), node.port(), "TLSv1.2");
                SSLSocket recent = Certificates.connect(CA.client(null), node.port(), "TLSv1.3")) {
            assertThat(old.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384");
            assertThat(recent.getSession().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(node.statistics()).containsEntry("ssl_handshake_errors", "0");
        }
        assertThatThrownBy(() -> Node.start(options.with("ssl_ciphers", "HIGH:!aNULL")))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("ssl_ciphers: HIGH is not allowed");
    }

    /** Over TLS 1.3 a client learns that it was refused from what it reads. */
    private static boolean isServed(Certificates trusted, @Nullable X509Bundle shown, int port) {
        try (Wire wire = Certificates.wire(trusted.client(shown), port)) {
            return wire.ask("mn").equals("MN");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true, true, true", "1, true, false, true", "2, false, false, true", "3, false, false, true"})
    void aClientsCertificateCountsAsTheModeSays(int mode, boolean none, boolean strange, boolean right) {
        try (Node node = Node.start(verifying(mode))) {
            assertThat(isServed(CA, null, node.port())).isEqualTo(none);
            assertThat(isServed(CA, CA.signed("CN=client"), node.port())).isEqualTo(right);
            // One from elsewhere, which a client shows although it was told whose are wanted.
            assertThat(isServed(CA, OTHER_CA.signed("CN=client"), node.port())).isEqualTo(none || strange);
            assertThat(node.statistics()).containsEntry("faults", "0");
        }
    }

    @Test
    void eachAddressMayHaveItsOwnWay() {
        NodeOptions each =
                verifying(0).withListenAddress("127.0.0.1:0,notls:127.0.0.1:0,btls:127.0.0.1:0,mtls:127.0.0.1:0");
        try (Node node = Node.start(each)) {
            List<Integer> ports =
                    node.addresses().stream().map(address -> address.getPort()).toList();
            assertThat(isServed(CA, null, ports.get(0))).isTrue();
            assertThat(isServed(CA, null, ports.get(2))).isTrue();
            assertThat(isServed(CA, null, ports.get(3))).isFalse();
            assertThat(isServed(CA, CA.signed("CN=client"), ports.get(3))).isTrue();
            try (Wire plain = new Wire(ports.get(1));
                    Wire lost = new Wire(ports.get(0))) {
                assertThat(plain.ask("mn")).isEqualTo("MN");
                lost.send("mn\r\nmn\r\n");
                assertThat(Wire.text(lost.rest())).doesNotContain("MN");
            }
            assertThat(node.statistics()).containsEntry("faults", "0");
        }
    }

    @Test
    void newFilesCountForNewConnectionsAndBadOnesForNobody() throws IOException {
        try (Node node = Node.start(options);
                Wire first = CA.wire(node.port())) {
            X509Bundle next = OTHER_CA.signed("CN=next");
            Certificates.chainIn(chain, next);
            assertThat(first.ask("refresh_certs")).startsWith("Error ssl_key: " + key + " is not the key of");
            assertThat(isServed(CA, null, node.port())).isTrue();
            Certificates.keyIn(key, next);
            assertThat(first.ask("refresh_certs")).isEqualTo("OK");
            assertThat(isServed(CA, null, node.port())).isFalse();
            assertThat(isServed(OTHER_CA, null, node.port())).isTrue();
            assertThat(first.ask("mn")).isEqualTo("MN");
            Certificates.write(chain, "nothing");
            assertThat(node.reload()).singleElement().asString().contains("has no certificate", chain.toString());
            assertThat(isServed(OTHER_CA, null, node.port())).isTrue();
        }
    }

    @Test
    void theKeyMayStandBehindTheCertificates() {
        X509Bundle own = CA.signed("CN=node");
        Certificates.write(chain, own.getCertificatePathPEM() + own.getPrivateKeyPEM());
        try (Node node = Node.start(options.with("ssl_key", "none"))) {
            assertThat(isServed(CA, null, node.port())).isTrue();
        }
    }

    private void refused(NodeOptions wrong, String... parts) {
        assertThatThrownBy(() -> Node.start(wrong))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void aFileThatCannotBeUsedIsNamedWithWhatToDo() {
        refused(options.with("ssl_chain_cert", "none"), "ssl_chain_cert", "name a PEM file");
        Path missing = directory.resolve("missing.pem");
        refused(options.with("ssl_key", missing.toString()), "ssl_key: " + missing + " cannot be read", "NoSuchFile");
        refused(options.with("ssl_key", chain.toString()), "ssl_key: " + chain + " has no private key");
        refused(options.with("ssl_chain_cert", key.toString()), "ssl_chain_cert: " + key + " has no certificate");
        refused(options.with("ssl_verify_mode", "2"), "ssl_ca_cert: none is not allowed");
        refused(options.withListenAddress("mtls:127.0.0.1"), "ssl_ca_cert: none is not allowed");
        Path other = Certificates.keyIn(directory.resolve("other.pem"), CA.signed("CN=node"));
        refused(options.with("ssl_key", other.toString()), "ssl_key: " + other + " is not the key of the first");
        Path locked = Certificates.write(
                directory.resolve("locked.pem"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----\n");
        refused(options.with("ssl_key", locked.toString()), "ssl_key: " + locked, "openssl pkcs8 -topk8 -nocrypt");
        Path damaged = Certificates.write(
                directory.resolve("damaged.pem"), "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n");
        refused(options.with("ssl_key", damaged.toString()), "ssl_key: " + damaged, "cannot be decoded");
        refused(
                NodeOptions.defaults().withPort(0).withListenAddress("notls:127.0.0.1"),
                "listen: notls:127.0.0.1",
                "add -Z");
    }

    @Test
    void whoDoesNotShakeHandsIsClosed() {
        try (Node node = Node.start(options.with("handshake_timeout", "1"));
                Wire silent = new Wire(node.port());
                Wire half = new Wire(node.port())) {
            half.send(new byte[] {22, 3, 1, 2, 0, 1});
            assertThat(silent.isClosedByServer()).isTrue();
            half.rest();
            await().until(() -> "2".equals(node.statistics().get("ssl_handshake_errors")));
            assertThat(node.statistics()).containsEntry("faults", "0");
        }
    }

    @Test
    void aRecordThatIsNotFinishedIsClosed() throws IOException {
        try (Node node = Node.start(options.with("request_timeout", "1"));
                Socket raw = new Socket("127.0.0.1", node.port());
                Wire idle = CA.wire(node.port())) {
            SSLContext client = CA.client(null);
            SSLSocket encrypted =
                    (SSLSocket) client.getSocketFactory().createSocket(raw, "127.0.0.1", node.port(), false);
            assertThat(new Wire(encrypted).ask("mn")).isEqualTo("MN");
            // The head of a record of 256 bytes, and nothing behind it.
            raw.getOutputStream().write(new byte[] {23, 3, 3, 1, 0});
            await().until(() -> "1".equals(node.statistics().get("request_timeouts")));
            assertThat(idle.ask("mn")).isEqualTo("MN");
        }
    }

    @Test
    void onlySoManyShakeHandsAtATime() {
        try (Node node = Node.start(options.with("max_handshakes", "2"));
                Wire two = new Wire(node.port())) {
            Wire one = new Wire(node.port());
            await().until(() -> "2".equals(node.statistics().get("curr_connections")));
            try (Wire three = new Wire(node.port())) {
                assertThat(three.isClosedByServer()).isTrue();
            }
            Map<String, String> statistics = node.statistics();
            assertThat(statistics).containsEntry("rejected_handshakes", "1");
            one.close();
            await().until(() -> isServed(CA, null, node.port()));
            assertThat(two.localPort()).isPositive();
        }
    }

    @Test
    void noiseInThePlaceOfTlsIsTheClientsFault() {
        try (Node node = Node.start(options);
                Wire noise = new Wire(node.port())) {
            noise.send("get a\r\n".repeat(100));
            noise.rest();
            await().until(() -> "0".equals(node.statistics().get("curr_connections")));
            assertThat(node.statistics())
                    .containsEntry("faults", "0")
                    .containsEntry("ssl_handshake_errors", "1")
                    .containsEntry("cmd_get", "0");
        }
    }

    @Test
    void aClientThatHasFinishedIsAnsweredFirst() throws IOException {
        try (Node node = Node.start(options);
                SSLSocket socket = Certificates.connect(CA.client(null), node.port(), "TLSv1.3")) {
            Wire wire = new Wire(socket);
            wire.send("set a 0 0 1\r\nx\r\nget a\r\n");
            socket.shutdownOutput();
            assertThat(Wire.text(wire.rest())).isEqualTo("STORED\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
        }
    }

    @Test
    void theSettingsHaveMemcachedsNames() {
        try (Node node = Node.start(verifying(2));
                Wire wire = Certificates.wire(CA.client(CA.signed("CN=client")), node.port())) {
            assertThat(wire.askUntil("stats settings", "END"))
                    .contains("STAT ssl_enabled yes\r\nSTAT ssl_chain_cert " + chain + "\r\nSTAT ssl_key " + key
                            + "\r\nSTAT ssl_verify_mode 2\r\nSTAT ssl_keyformat 1\r\nSTAT ssl_ciphers NULL\r\n"
                            + "STAT ssl_ca_cert " + directory.resolve("ca.pem")
                            + "\r\nSTAT ssl_wbuf_size 16384\r\nSTAT ssl_session_cache no\r\n"
                            + "STAT ssl_kernel_tls no\r\nSTAT ssl_min_version tlsv1.2\r\n");
        }
    }
}
