package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Twins;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.process.StockRelease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Operators' commands are answered, and watchers told, as by a stock memcached. Commands that versions answer differently
 * are in {@link MemcachedDifferencesIT}.
 */
@ParameterizedClass
@MethodSource("io.flagstone.testkit.process.StockRelease#all")
class OperatorAgreementIT {
    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    StockRelease release;

    @SuppressWarnings("NullAway.Init") // started before each round
    private static Twins twins;

    @BeforeParameterizedClassInvocation
    static void start(StockRelease release) {
        twins = Twins.start(release, NodeOptions.defaults().with("track_sizes", "yes"), "-o", "track_sizes");
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        twins.close();
    }

    /** The answer to a command, told from that to the next one by a command that both know. */
    private static String talk(int port, String command) {
        try (Wire wire = new Wire(port)) {
            return wire.talk(command.replace("|", "\r\n") + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "slabs",
                "slabs reassign",
                "slabs reassign 1",
                "slabs reassign a b",
                "slabs reassign 1 1",
                "slabs reassign 1 99",
                "slabs reassign 1 2",
                "slabs reassign 0 1",
                "slabs reassign -1 1",
                "slabs reassign -1 -1",
                "slabs reassign 1 0",
                "slabs reassign 1 2 3",
                "slabs reassign -2 2",
                "slabs automove",
                "slabs automove 0",
                "slabs automove 2",
                "slabs automove 1",
                "slabs automove 3",
                "slabs automove -1",
                "slabs automove x",
                "slabs automove 1 noreply",
                "slabs automove ratio 0.8",
                "slabs automove ratio",
                "slabs automove ratio x",
                "slabs automove noreply",
                "slabs automove x noreply",
                "slabs automove ratio noreply",
                "slabs foo",
                "slabs foo bar",
                "lru",
                "lru tune",
                "lru tune 10 20",
                "lru tune 10 20 0.1 2.0",
                "lru tune 10 80 0.1 2.0",
                "lru tune 10 20 0 2.0",
                "lru tune 10 20 x 2.0",
                "lru tune x 20 0.1 2.0",
                "lru tune 10 20 0.1 2.0 5",
                "lru mode",
                "lru mode flat",
                "lru mode segmented",
                "lru mode foo",
                "lru temp_ttl",
                "lru temp_ttl 61",
                "lru temp_ttl -1",
                "lru temp_ttl x",
                "lru temp_ttl -1 noreply",
                "lru foo",
                "lru noreply",
                "lru foo noreply",
                "lru tune 10 20 0.1 2.0 noreply",
                "lru tune 10 20 noreply",
                "lru mode noreply",
                "watch foo",
                "watch fetchers foo",
                "verbosity 1 2",
                "verbosity 0 noreply",
                "flush_all -1",
                "flush_all x",
                "flush_all 0 noreply",
                "flush_all noreply",
                "cache_memlimit 7",
                "cache_memlimit 64",
                "cache_memlimit x",
                "cache_memlimit 64 noreply",
                "cache_memlimit x noreply",
                "cache_memlimit 7 noreply",
                "verbosity x noreply",
                "flush_all x noreply",
                "stats reset",
                "stats detail",
                "stats foo",
                "stats detail foo",
                "stats detail on|set p:a 0 0 1|x|get p:a p:b q|delete p:a|add p:b 0 0 1|x|gat 0 p:b|touch p:b 1|mg p:b|ms p:c 1|"
                        + "x|md p:c|incr p:z 1|stats detail dump|stats detail off|get p:a|stats detail dump|stats reset|"
                        + "stats detail dump",
                "lru mode flat|flush_all|set only 0 0 5|hello|ms YSBi 1 b|x|stats cachedump 1 0|lru mode segmented",
                "stats cachedump",
                "stats cachedump 1",
                "stats cachedump 63 1",
                "stats cachedump 64 1",
                "stats cachedump 1 x",
                "stats cachedump x 1",
                "stats cachedump -1 1",
                "refresh_certs"
            })
    void answersAgree(String command) {
        assertThat(settled(twins.node(), command)).isEqualTo(settled(twins.memcached(), command));
    }

    /** The answer once no page is being moved any more that a command before this one asked for. */
    private static String settled(int port, String command) {
        return await().pollDelay(Duration.ZERO).until(() -> talk(port, command), answer -> !answer.startsWith("BUSY"));
    }

    @Test
    void sizesAgree() {
        StringBuilder script = new StringBuilder("flush_all\r\n");
        for (int i = 0; i < 200; i++) {
            int length = i * i * i / 40;
            script.append("set key")
                    .append(i)
                    .append(' ')
                    .append(i % 3)
                    .append(" 0 ")
                    .append(length);
            script.append(" noreply\r\n").append("x".repeat(length)).append("\r\n");
        }
        script.append("delete key7 noreply\r\nstats sizes");
        assertThat(talk(twins.node(), script.toString())).isEqualTo(talk(twins.memcached(), script.toString()));
    }

    /** What a watcher of these topics is told about the script, without times and numbers. */
    private static List<String> watched(int port, String topics, String before, String script, int count) {
        try (Wire watcher = new Wire(port);
                Wire client = new Wire(port)) {
            client.talk("flush_all\r\n" + before);
            assertThat(watcher.ask("watch " + topics)).isEqualTo("OK");
            client.talk(script);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                lines.add(watcher.line()
                        .replaceFirst("^ts=\\d+\\.\\d+ gid=\\d+ ", "")
                        .replaceAll("cfd=\\d+", "cfd=N")
                        .replaceAll("rport=\\d+", "rport=N"));
            }
            return lines;
        }
    }

    private static void assertAgreement(String topics, String before, String script, int count) {
        assertThat(watched(twins.node(), topics, before, script, count))
                .isEqualTo(watched(twins.memcached(), topics, before, script, count));
    }

    @Test
    void fetchersAreToldTheSame() {
        assertAgreement(
                "fetchers",
                "set a 0 0 5\r\nhello\r\nset n 0 0 1\r\n5\r\n",
                "get a b\r\nmg a v\r\nmg none\r\ngat 0 a\r\ngets a\r\nmg a T30 v\r\nincr n 1\r\ntouch a 5\r\n"
                        + "mg YQ== b v\r\nmg YSBj b v\r\nget a\r\n",
                12);
    }

    @Test
    void mutationsAreToldTheSame() {
        assertAgreement(
                "mutations",
                "",
                "set a 5 0 1\r\nx\r\nadd a 0 0 1\r\nx\r\nreplace a 0 0 1\r\ny\r\nappend a 0 0 1\r\nz\r\nprepend a 0 0 1\r\nw\r\n"
                        + "cas a 0 0 1 1\r\nx\r\ncas q 0 0 1 1\r\nx\r\nms a 1\r\nx\r\nms a 1 ME\r\nx\r\nms a 1 MA\r\ny\r\n"
                        + "ms new 1 MR\r\nx\r\nma n N0\r\nms YQ== 1 b\r\nx\r\nms YSBi 10 b\r\n0123456789\r\n"
                        + "set quiet 0 0 1 noreply\r\nx\r\nappend none 0 0 1\r\nx\r\nset big 0 0 600000\r\n"
                        + "x".repeat(600_000) + "\r\n",
                17);
    }

    @Test
    void connectionsAreToldTheSame() {
        List<List<String>> told = new ArrayList<>();
        for (int port : new int[] {twins.node(), twins.memcached()}) {
            try (Wire watcher = new Wire(port)) {
                assertThat(watcher.ask("watch connevents")).isEqualTo("OK");
                Wire visitor = new Wire(port);
                String who = "rport=" + visitor.localPort() + " ";
                visitor.send("mn\r\nquit\r\n");
                assertThat(visitor.rest()).isEqualTo(Wire.bytes("MN\r\n"));
                visitor.close();
                told.add(List.of(normal(watcher.lineWith(who)), normal(watcher.lineWith(who))));
            }
        }
        assertThat(told.get(0)).isEqualTo(told.get(1));
    }

    private static String normal(String line) {
        return line.replaceFirst("^ts=\\d+\\.\\d+ gid=\\d+ ", "").replaceAll("(cfd|rport)=\\d+", "$1=N");
    }

    @Test
    void evictionsAreToldInTheSameWords() {
        String value = "v".repeat(300_000);
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            script.append("set key")
                    .append(i)
                    .append(" 0 0 300000 noreply\r\n")
                    .append(value)
                    .append("\r\n");
        }
        List<String> ours = watched(twins.node(), "evictions", "", script.toString(), 1);
        List<String> theirs = watched(twins.memcached(), "evictions", "", script.toString(), 1);
        assertThat(form(ours.get(0))).isEqualTo(form(theirs.get(0)));
    }

    private static String form(String eviction) {
        return eviction.replaceFirst("key=key\\d+", "key=K").replaceFirst("la=\\d+", "la=N");
    }
}
