package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Browser;
import io.flagstone.server.support.Web;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console as a browser shows it: with what the node says, on a small screen, and when the node is away. */
class ConsoleIT {
    private static final Node OTHER = Node.start(NodeOptions.defaults().withPort(0));
    private static final Node NODE = Node.start(NodeOptions.defaults()
            .withPort(0)
            .with("admin_port", "0")
            .with("admin_fleet", "127.0.0.1:" + OTHER.port()));
    private static final Web WEB = new Web(AdminPortTest.admin(NODE));

    @TempDir
    Path directory;

    /** Some traffic, and the first step of the history behind it. */
    @BeforeAll
    static void traffic() {
        try (Wire wire = new Wire(NODE.port());
                Wire other = new Wire(OTHER.port())) {
            other.ask("set elsewhere 0 0 1\r\nx");
            wire.talk("set favourite 0 0 10\r\n0123456789\r\nset large 0 0 50000\r\n" + "x".repeat(50_000) + "\r\n");
            String gets = "get favourite\r\nget none\r\n".repeat(200);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                wire.talk(gets);
                return !WEB.get("/console/data").body().contains("\"median\":[]");
            });
            wire.ask("slabs automove 0");
        }
    }

    @AfterAll
    static void close() {
        NODE.close();
        OTHER.close();
    }

    private static String address() {
        return "http://127.0.0.1:" + AdminPortTest.admin(NODE).getPort() + "/console";
    }

    @Test
    void everyPartShowsWhatTheNodeSays() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> WEB.get("/console/data").body().contains("slab_automove was changed from 1 to 0"));
        Browser.Seen seen = new Browser(directory).open(address(), 1280);
        assertThat(seen.console()).as("errors and forbidden things").isEmpty();
        assertThat(seen.dom())
                .contains("data-state=\"ok\"")
                .contains("<h1 id=\"address\">127.0.0.1:" + NODE.port() + "</h1>")
                .contains(">healthy</p>")
                .containsPattern("Hit ratio</dt><dd class=\"figure\">5\\d %")
                .containsPattern("Items</dt><dd class=\"figure\">2<")
                .containsPattern("<path class=\"s1\" d=\"M")
                .contains("127.0.0.1:" + OTHER.port())
                .contains("class 1</span>", "stack")
                .containsPattern("<code>[0-9a-f]{12}</code>")
                .contains("slab_automove was changed from 1 to 0", "the node started")
                .doesNotContain("favourite", "NaN", "undefined", "[object");
    }

    /** Serves the console's files with this in the page, and the node's data, or nothing in their place. */
    private static HttpServer stage(String script, boolean answers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/probe.js")) {
                send(exchange, 200, "text/javascript", script);
            } else if (path.equals("/console/data") && !answers) {
                send(exchange, 500, "text/plain", "");
            } else {
                Web.Page page = WEB.get(path);
                String body =
                        page.body().replace("</head>", "<script type=\"module\" src=\"/probe.js\"></script></head>");
                send(exchange, 200, page.headers().getOrDefault("content-type", "text/plain"), body);
            }
        });
        server.start();
        return server;
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Browser.Seen open(HttpServer stage, int width) {
        try {
            return new Browser(directory)
                    .open("http://127.0.0.1:" + stage.getAddress().getPort() + "/console", width);
        } finally {
            stage.stop(0);
        }
    }

    /** The window of a browser without one cannot be made so narrow, but the page can. */
    @Test
    void nothingStandsOutOfASmallScreen() throws IOException {
        String measure = "document.body.style.width = '360px';"
                + "setTimeout(() => { let most = 0, which = '';"
                + " for (const node of document.body.querySelectorAll('*')) {"
                + "  const box = node.getBoundingClientRect();"
                + "  const hidden = node.closest('thead, .skip, .scroll');"
                + "  if (!hidden && box.right > most) { most = box.right; which = node.outerHTML.slice(0, 80); } }"
                + " const left = document.body.getBoundingClientRect().left;"
                + " document.body.dataset.most = Math.round(most - left) + ' ' + which; }, 4000);";
        String dom = open(stage(measure, true), 500).dom();
        String most = dom.replaceFirst("(?s).*data-most=\"", "").replaceFirst("(?s)[ \"].*", "");
        assertThat(dom).contains("data-state=\"ok\"");
        assertThat(Integer.parseInt(most)).as("rightmost edge, of 360").isLessThanOrEqualTo(360);
    }

    @Test
    void itSaysSoWhenTheNodeIsAway() throws IOException {
        assertThat(open(stage("", false), 1280).dom())
                .contains("data-state=\"away\"")
                .contains(">away</p>")
                .contains("The node does not answer.</p>");
    }
}
