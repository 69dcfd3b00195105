package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Web;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin port can be read, by those who may, and by nobody else; nothing else can be done with it. */
class AdminPortTest {
    private static final NodeOptions OPTIONS =
            NodeOptions.defaults().withPort(0).withThreads(2).with("admin_port", "0");
    private static final Node NODE = Node.start(OPTIONS);
    private static final Web WEB = new Web(admin(NODE));

    @AfterAll
    static void close() {
        NODE.close();
    }

    static InetSocketAddress admin(Node node) {
        return Objects.requireNonNull(node.adminAddress());
    }

    private static long adminThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("flagstone-admin"))
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8, <!doctype html>",
        "/console, text/html; charset=utf-8, <!doctype html>",
        "/console?theme=dark, text/html; charset=utf-8, <!doctype html>",
        "/console/console.js, text/javascript; charset=utf-8, import",
        "/console/charts.js, text/javascript; charset=utf-8, LineChart",
        "/console/console.css, text/css; charset=utf-8, prefers-color-scheme",
        "/console/icon.svg, image/svg+xml, <svg",
        "/console/data, application/json, \"slots\":1398101",
        "/metrics, text/plain; version=0.0.4; charset=utf-8, memcached_up 1.0",
        "/health/live, text/plain; charset=utf-8, live: 2 event loops",
        "/health/ready, text/plain; charset=utf-8, ready"
    })
    void everyPageIsThereWithItsType(String path, String type, String part) {
        Web.Page page = WEB.get(path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers()).containsEntry("content-type", type);
        assertThat(page.body()).contains(part);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console", "/console/data", "/metrics", "/health/live", "/nowhere"})
    void everyAnswerTellsBrowsersToBeCareful(String path) {
        assertThat(WEB.get(path).headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("x-frame-options", "DENY")
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("cross-origin-resource-policy", "same-origin")
                .containsEntry("cache-control", "no-store")
                .hasEntrySatisfying(
                        "content-security-policy", policy -> assertThat(policy).startsWith("default-src 'self';"))
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void thePageHasNothingInItThatItsPolicyForbids() {
        assertThat(WEB.get("/console").body())
                .doesNotContainPattern("<script(?! type=\"module\" src=\"/)")
                .doesNotContainPattern("style=|<style|javascript:| on[a-z]+=")
                .doesNotContainPattern("https?://");
        assertThat(WEB.get("/console/console.js").body()
                        + WEB.get("/console/charts.js").body())
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:9",
                "LOCALHOST:9",
                "127.0.0.1",
                "127.0.0.1:80",
                "127.1.2.3",
                "[::1]:80",
                "node.localhost"
            })
    void itAnswersUnderLoopbackNames(String host) {
        assertThat(WEB.ask("GET /health/live HTTP/1.1", "Host: " + host).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example:80",
                "127.0.0.1.evil.example",
                "10.0.0.1",
                "[::2]:80",
                "0.0.0.0",
                "localhost@evil.example"
            })
    void aPageFromElsewhereCannotReadItUnderANameOfItsOwn(String host) {
        for (String path : new String[] {"/metrics", "/console/data", "/console", "/health/live"}) {
            Web.Page page = WEB.ask("GET " + path + " HTTP/1.1", "Host: " + host);
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.body()).doesNotContain("memcached_");
        }
    }

    @Test
    void withoutOneNameThereIsNoAnswer() {
        assertThat(WEB.ask("GET /metrics HTTP/1.1").status()).isEqualTo(400);
        assertThat(WEB.ask("GET /metrics HTTP/1.1", "Host: localhost", "Host: evil.example")
                        .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"})
    void nothingCanBeDoneWithItButReading(String method) {
        Web.Page page = WEB.ask(method + " /metrics HTTP/1.1", "Host: localhost", "Content-Length: 0");
        assertThat(page.status()).isEqualTo(405);
        assertThat(page.headers()).containsEntry("allow", "GET, HEAD");
    }

    @Test
    void headHasTheLengthAndNoBody() {
        Web.Page page = WEB.ask("HEAD /console HTTP/1.1", "Host: localhost");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).isEmpty();
        assertThat(page.headers())
                .containsEntry(
                        "content-length",
                        Integer.toString(WEB.get("/console").body().length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/../../../../etc/passwd",
                "/console/%2e%2e/%2e%2e/etc/passwd",
                "/console/..%2fconsole.css",
                "/console/console.css/",
                "/console/package-info.class",
                "/console/Gate.class",
                "/META-INF/MANIFEST.MF",
                "/metrics/",
                "/etc/passwd"
            })
    void noOtherFileCanBeReached(String path) {
        Web.Page page = WEB.get(path);
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.body()).startsWith("nothing here");
    }

    @Test
    void withoutTheOptionThereIsNeitherPortNorThread() {
        long before = adminThreads();
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            assertThat(node.adminAddress()).isNull();
            assertThat(adminThreads()).isEqualTo(before);
        }
    }

    @Test
    void itEndsWithTheNode() {
        Node node = Node.start(OPTIONS);
        int port = admin(node).getPort();
        assertThat(new Web(port).get("/health/ready").status()).isEqualTo(200);
        node.close();
        assertThatThrownBy(() -> new Web(port).get("/health/ready")).isInstanceOf(UncheckedIOException.class);
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !thread.isDaemon())
                .noneMatch(thread -> thread.getName().contains("HTTP")));
    }

    @Test
    void aPortThatIsTakenEndsTheWholeStart() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NodeOptions options = OPTIONS.withPort(port).with("admin_port", Integer.toString(taken.getLocalPort()));
            assertThatThrownBy(() -> Node.start(options))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("--admin-port");
            // The node's own port is free again.
            Node.start(OPTIONS.withPort(port)).close();
        }
    }

    @Test
    void anAddressThatOthersCanReachNeedsToBeInsecure() {
        NodeOptions open = OPTIONS.with("admin_listen", "0.0.0.0");
        assertThatThrownBy(open::validated)
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("admin_listen: 0.0.0.0", "--insecure");
        try (Node node = Node.start(open.withInsecure(true))) {
            Web web = new Web(admin(node));
            assertThat(web.ask("GET /metrics HTTP/1.1", "Host: 10.1.2.3:9150").status())
                    .isEqualTo(200);
            assertThat(web.ask("GET /metrics HTTP/1.1", "Host: evil.example").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aCertificateOfTheFleetNeedsItsKeyAndAUserItsPassword() {
        for (String option : List.of("cert", "key", "user", "password_file")) {
            assertThatThrownBy(() ->
                            OPTIONS.with("admin_fleet_" + option, "something").validated())
                    .isInstanceOf(OptionException.class)
                    .hasMessageContainingAll("admin_fleet_" + option, "go together");
        }
    }

    @Test
    void aFleetThatNoAdminPortWouldShowIsRefused() {
        assertThatThrownBy(() -> OPTIONS.with("admin_port", "-1")
                        .with("admin_fleet", "10.0.0.1:11211")
                        .validated())
                .isInstanceOf(OptionException.class)
                .hasMessage("admin_fleet: there is no admin port that would show these nodes; add --admin-port PORT");
    }

    @Test
    void nodesOfTheFleetNeedTheirPorts() {
        assertThatThrownBy(() -> OPTIONS.with("admin_fleet", "10.0.0.1").validated())
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("admin_fleet: 10.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({"hashed, false", "plain, true", "off, false"})
    void aKeyIsShownAsTheOptionsSayAndAValueNever(String mode, boolean shown) {
        try (Node node = Node.start(OPTIONS.with("admin_keys", mode));
                Wire wire = new Wire(node.port())) {
            wire.ask("set customer:4711 0 0 9\r\nCONFIDENT");
            String gets = "get customer:4711\r\n".repeat(500);
            for (int i = 0; i < 8; i++) {
                wire.talk(gets);
            }
            Web web = new Web(admin(node));
            String told = await().until(
                            () -> web.get("/console/data").body(),
                            data -> mode.equals("off") || data.contains("\"share\":1,"));
            assertThat(told).contains("\"keys\":\"" + mode + "\"").doesNotContain("CONFIDENT");
            assertThat(told.contains("customer:4711")).isEqualTo(shown);
            assertThat(web.get("/metrics").body()).doesNotContain("customer", "CONFIDENT");
        }
    }
}
