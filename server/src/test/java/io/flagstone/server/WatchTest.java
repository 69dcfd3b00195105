package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What watchers are told, in memcached's line formats, and what watching does not cost the others. */
class WatchTest {
    private static final NodeOptions ANY = NodeOptions.defaults().withPort(0);
    private static final Pattern START = Pattern.compile("ts=\\d+\\.\\d{6} gid=(\\d+) type=");
    private static final Pattern SKIPPED = Pattern.compile("skipped=(\\d+)");

    private Node node;
    private Wire client;

    @BeforeEach
    void start() {
        node = Node.start(ANY.withMemory(MemorySize.mebibytes(16)));
        client = new Wire(node.port());
        // Once it has been answered, the node knows it.
        client.ask("mn");
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
    }

    private Wire watch(String topics) {
        Wire watcher = new Wire(node.port());
        assertThat(watcher.ask("watch " + topics)).isEqualTo("OK");
        return watcher;
    }

    /** The next lines without time and number; connections lose their numbers. */
    private static List<String> lines(Wire watcher, int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String line = watcher.line();
            assertThat(line).matches(START.pattern() + ".*");
            lines.add(START.matcher(line).replaceFirst("").replaceAll("cfd=\\d+", "cfd=N"));
        }
        return lines;
    }

    @Test
    void fetchersAreToldOfEveryKeyThatIsAskedFor() {
        // Or it might be quicker than the question for what has expired.
        assertThat(client.ask("lru_crawler disable")).isEqualTo("OK");
        try (Wire watcher = watch("fetchers")) {
            client.talk(
                    "set a 0 0 5\r\nhello\r\nset gone 0 -1 1\r\nx\r\nget a b\r\nmg a v\r\nmg YSBi b v\r\ngat 9 a\r\n"
                            + "touch a 9\r\nget gone\r\nflush_all\r\nget a\r\n");
            assertThat(lines(watcher, 8))
                    .containsExactly(
                            "item_get key=a status=found clsid=1 cfd=N size=5",
                            "item_get key=b status=not_found clsid=0 cfd=N size=0",
                            "item_get key=a status=found clsid=1 cfd=N size=5",
                            "item_get key=a%20b status=not_found clsid=0 cfd=N size=0",
                            "item_get key=a status=found clsid=1 cfd=N size=5",
                            "item_get key=a status=found clsid=1 cfd=N size=5",
                            "item_get key=gone status=expired clsid=0 cfd=N size=0",
                            "item_get key=a status=flushed clsid=0 cfd=N size=0");
        }
    }

    @Test
    void watchWithoutTopicsIsWatchFetchers() {
        try (Wire watcher = new Wire(node.port())) {
            assertThat(watcher.ask("watch")).isEqualTo("OK");
            client.talk("set a 0 0 1\r\nx\r\ndelete a\r\nget a\r\n");
            assertThat(lines(watcher, 1)).containsExactly("item_get key=a status=not_found clsid=0 cfd=N size=0");
        }
    }

    @Test
    void mutationsAreToldWithTheirOutcome() {
        try (Wire watcher = watch("mutations")) {
            client.talk(
                    "set a 5 100 1 noreply\r\nx\r\nadd a 0 0 1\r\nx\r\nappend a 0 0 2\r\nyz\r\ncas a 0 0 1 99\r\nx\r\n"
                            + "cas b 0 0 1 99\r\nx\r\nreplace b 0 0 1\r\nx\r\nms YSBi 1 b T50 q\r\nx\r\nms a 2 ME\r\nxx\r\n"
                            + "ma n N0 J7\r\nset big 0 0 2000000\r\n" + "x".repeat(2_000_000) + "\r\n");
            assertThat(lines(watcher, 10))
                    .containsExactly(
                            "item_store key=a status=stored cmd=set ttl=100 clsid=1 cfd=N size=1",
                            "item_store key=a status=not_stored cmd=add ttl=0 clsid=1 cfd=N size=1",
                            "item_store key=a status=stored cmd=append ttl=100 clsid=1 cfd=N size=3",
                            "item_store key=a status=exists cmd=cas ttl=0 clsid=1 cfd=N size=1",
                            "item_store key=b status=not_found cmd=cas ttl=0 clsid=1 cfd=N size=1",
                            "item_store key=b status=not_stored cmd=replace ttl=0 clsid=1 cfd=N size=1",
                            "item_store key=a%20b status=stored cmd=set ttl=50 clsid=1 cfd=N size=1",
                            "item_store key=a status=not_stored cmd=add ttl=0 clsid=1 cfd=N size=2",
                            "item_store key=n status=stored cmd=add ttl=0 clsid=1 cfd=N size=1",
                            "item_store key=big status=too_large cmd=set ttl=0 clsid=0 cfd=N size=0");
        }
    }

    @Test
    void deletionsAreToldOnceTheyHappen() {
        try (Wire watcher = watch("deletions")) {
            client.talk(
                    "delete a\r\nset a 0 0 4\r\nabcd\r\ndelete a\r\nset a 0 0 2\r\nab\r\nmd a I\r\nmd a q\r\nmd a\r\n");
            assertThat(lines(watcher, 2))
                    .containsExactly("deleted key=a cmd=delete clsid=1 size=4", "deleted key=a cmd=md clsid=1 size=2");
        }
    }

    @Test
    void everyEvictionIsTold() {
        try (Wire watcher = watch("evictions")) {
            StringBuilder script = new StringBuilder();
            String value = "v".repeat(100_000);
            for (int i = 0; i < 300; i++) {
                script.append("set key").append(i).append(" 0 ").append(i % 2 * 100);
                script.append(" 100000 noreply\r\n").append(value).append("\r\n");
            }
            client.talk(script.toString());
            int evictions = Integer.parseInt(node.statistics().get("evictions"));
            assertThat(evictions).isPositive();
            List<String> lines = lines(watcher, evictions);
            assertThat(lines)
                    .allMatch(line ->
                            line.matches("eviction key=key\\d+ fetch=no ttl=(-1|\\d+) la=\\d+ clsid=\\d+ size=100000"))
                    .doesNotHaveDuplicates();
            assertThat(lines.get(0)).startsWith("eviction key=key0 fetch=no ttl=-1 ");
        }
    }

    @Test
    void connectionsThatComeAndGoAreTold() {
        try (Wire watcher = watch("connevents");
                Wire visitor = new Wire(node.port())) {
            visitor.send("quit\r\n");
            assertThat(visitor.isClosedByServer()).isTrue();
            String who = "rip=127.0.0.1 rport=" + visitor.localPort() + " ";
            String come = watcher.lineWith(who);
            assertThat(come).matches(START.pattern() + "conn_new " + who + "transport=tcp cfd=\\d+");
            String number = come.substring(come.lastIndexOf('=') + 1);
            assertThat(watcher.lineWith(who))
                    .endsWith("type=conn_close " + who + "transport=tcp reason=normal cfd=" + number);
        }
    }

    @Test
    void theNumberOfAConnectionIsTheSameEverywhere() {
        try (Wire watcher = watch("connevents fetchers");
                Wire visitor = new Wire(node.port())) {
            String stats = visitor.askUntil("stats conns", "END");
            visitor.ask("mg a");
            String come = watcher.lineWith("rport=" + visitor.localPort() + " ");
            String number = come.substring(come.lastIndexOf('=') + 1);
            assertThat(watcher.lineWith("type=item_get")).contains("cfd=" + number + " ");
            assertThat(stats)
                    .contains("STAT " + number + ":addr tcp:127.0.0.1:" + visitor.localPort() + "\r\nSTAT " + number
                            + ":listen_addr tcp:127.0.0.1:" + node.port() + "\r\nSTAT " + number
                            + ":state conn_parse_cmd\r\nSTAT " + number + ":secs_since_last_cmd ")
                    .contains(":state conn_watch", ":state conn_listening");
        }
    }

    @Test
    void pagesThatMoveAndWalksOfTheCrawlerAreTold() {
        try (Wire watcher = watch("sysevents")) {
            String value = "v".repeat(200_000);
            for (int i = 0; i < 20; i++) {
                client.talk("set key" + i + " 0 0 200000\r\n" + value + "\r\n");
            }
            assertThat(client.ask("slabs reassign 35 1")).isEqualTo("OK");
            assertThat(lines(watcher, 1)).containsExactly("slab_move src=35 dst=1");
            client.talk("set gone 0 -1 1\r\nx\r\n");
            assertThat(lines(watcher, 1).get(0))
                    .matches("lru_crawler crawler=1 lru=\\w+ low_mark=\\d+ next_reclaims=\\d+ since_run=\\d+"
                            + " next_run=\\d+ elapsed=\\d+ examined=1 reclaimed=1");
        }
    }

    @Test
    void allWatchersOfATopicSeeTheSameLinesInTheSameOrder() {
        try (Wire one = watch("mutations");
                Wire other = watch("fetchers mutations");
                Wire third = watch("deletions");
                Wire second = new Wire(node.port())) {
            for (int i = 0; i < 200; i++) {
                client.send("set a" + i + " 0 0 1 noreply\r\nx\r\n");
                second.send("set b" + i + " 0 0 1 noreply\r\nx\r\n");
            }
            client.talk("delete a0\r\n");
            long last = 0;
            for (int i = 0; i < 400; i++) {
                String line = one.line();
                assertThat(other.line()).isEqualTo(line);
                Matcher start = START.matcher(line);
                assertThat(start.lookingAt()).isTrue();
                assertThat(Long.parseLong(start.group(1))).isGreaterThan(last);
                last = Long.parseLong(start.group(1));
            }
            assertThat(third.line()).contains("type=deleted key=a0 ");
        }
    }

    @Test
    void aWatcherThatNeverReadsLosesLinesThatAreCountedAndHoldsNobodyUp() {
        long requests = 0;
        try (Wire slow = new Wire(node.port(), 4096);
                Wire fast = watch("deletions")) {
            assertThat(slow.ask("watch fetchers")).isEqualTo("OK");
            String hundred = "mg some-key-that-makes-lines-longer-0123456789-0123456789-0123456789 q\r\n".repeat(100);
            // How much the kernel holds for a client that does not read is its own affair, but there is an end to it.
            while (requests < 10_000 || skipped() == 0) {
                assertThat(client.talk(hundred)).isEmpty();
                requests += 100;
                assertThat(requests).isLessThan(1_000_000);
            }
            client.talk("set a 0 0 1\r\nx\r\ndelete a\r\n");
            assertThat(fast.line()).contains("type=deleted key=a ");
            long skipped = skipped();
            assertThat(node.statistics())
                    .containsEntry("log_watchers", "2")
                    .containsEntry("log_worker_written", Long.toString(requests + 1))
                    .containsEntry("log_watcher_sent", Long.toString(requests + 1 - skipped));

            long lines = 0;
            long missing = 0;
            while (lines + missing < requests) {
                if (lines == requests - skipped) {
                    // Everything that was kept has been read; the next line that fits says what was lost last.
                    client.ask("mg one-more");
                }
                Matcher note = SKIPPED.matcher(slow.line());
                if (note.matches()) {
                    missing += Long.parseLong(note.group(1));
                } else {
                    lines++;
                }
            }
            assertThat(missing).isEqualTo(skipped);
        }
    }

    private long skipped() {
        return Long.parseLong(node.statistics().get("log_watcher_skipped"));
    }

    @Test
    void aWatcherThatLeavesIsForgotten() {
        Wire watcher = watch("fetchers");
        assertThat(node.statistics()).containsEntry("log_watchers", "1");
        watcher.close();
        await().untilAsserted(() -> assertThat(node.statistics()).containsEntry("log_watchers", "0"));
        String before = node.statistics().get("log_worker_written");
        client.ask("mg a");
        assertThat(node.statistics()).containsEntry("log_worker_written", before);
    }

    @Test
    void twentyMayWatch() {
        List<Wire> watchers = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                watchers.add(watch("fetchers"));
            }
            assertThat(client.ask("watch fetchers")).isEqualTo("WATCHER_TOO_MANY log watcher limit reached");
            assertThat(client.ask("mn")).isEqualTo("MN");
        } finally {
            watchers.forEach(Wire::close);
        }
    }

    @Test
    void whatAWatcherSendsIsIgnored() {
        try (Wire watcher = watch("mutations")) {
            watcher.send("set a 0 0 1\r\nx\r\nget a\r\nquit\r\n");
            client.talk("set b 0 0 1\r\nx\r\n");
            assertThat(watcher.line()).contains("key=b ");
            assertThat(client.ask("mg a")).isEqualTo("EN");
        }
    }

    @Test
    void unknownTopicsAreAnErrorAndWatchingCanBeSwitchedOff() {
        assertThat(client.ask("watch fetchers foo")).isEqualTo("ERROR");
        assertThat(client.ask("watch proxyreqs")).isEqualTo("ERROR");
        try (Node closed = Node.start(ANY.with("watch_enabled", "no"));
                Wire wire = new Wire(closed.port())) {
            assertThat(wire.ask("watch fetchers")).isEqualTo("CLIENT_ERROR watch commands not allowed");
        }
    }
}
