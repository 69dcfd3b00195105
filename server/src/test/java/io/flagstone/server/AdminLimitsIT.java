package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.support.NodeProcess;
import io.flagstone.server.support.Web;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The admin port of the node's own process withstands those who take its time. */
class AdminLimitsIT {
    private static int adminPort(NodeProcess node) {
        Matcher port = Pattern.compile(" admin=127\\.0\\.0\\.1:(\\d+)$").matcher(node.readyLine());
        assertThat(port.find()).as(node.readyLine()).isTrue();
        return Integer.parseInt(port.group(1));
    }

    @Test
    void clientsThatNeverFinishTheirRequestAreHungUpOnAndOthersAreAnswered() throws IOException {
        List<String> hasty = List.of("-Xmx64m", "-XX:MaxDirectMemorySize=160m", "-Dsun.net.httpserver.maxReqTime=1");
        List<Socket> idlers = new ArrayList<>();
        try (NodeProcess node = NodeProcess.start(hasty, "-p", "0", "--admin-port", "0")) {
            int port = adminPort(node);
            for (int i = 0; i < 12; i++) {
                Socket idler = new Socket("127.0.0.1", port);
                idler.getOutputStream().write("GET /metrics HTT".getBytes(StandardCharsets.US_ASCII));
                idlers.add(idler);
            }
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> new Web(port).get("/health/live").status() == 200);
            for (Socket idler : idlers) {
                idler.setSoTimeout(30_000);
                assertThat(ends(idler)).isTrue();
            }
        } finally {
            for (Socket idler : idlers) {
                idler.close();
            }
        }
    }

    private static boolean ends(Socket idler) {
        try {
            return idler.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }
}
