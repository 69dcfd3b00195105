package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassicCommandsTest {
    private static final String[] GENERAL = ("pid uptime time version libevent pointer_size rusage_user rusage_system"
                    + " max_connections curr_connections total_connections rejected_connections connection_structures"
                    + " response_obj_oom response_obj_count response_obj_bytes read_buf_count read_buf_bytes"
                    + " read_buf_bytes_free read_buf_oom reserved_fds cmd_get cmd_set cmd_flush cmd_touch cmd_meta get_hits"
                    + " get_misses get_expired get_flushed delete_misses delete_hits incr_misses incr_hits decr_misses"
                    + " decr_hits cas_misses cas_hits cas_badval touch_hits touch_misses store_too_large store_no_memory"
                    + " auth_cmds auth_errors bytes_read bytes_written limit_maxbytes accepting_conns listen_disabled_num"
                    + " time_in_listen_disabled_us threads conn_yields hash_power_level hash_bytes hash_is_expanding"
                    + " slab_reassign_rescues slab_reassign_chunk_rescues slab_reassign_inline_reclaim"
                    + " slab_reassign_busy_items slab_reassign_busy_deletes slab_reassign_busy_nomem"
                    + " slab_reassign_last_busy_status slab_reassign_running slabs_moved lru_crawler_running"
                    + " lru_crawler_starts lru_maintainer_juggles malloc_fails log_worker_dropped log_worker_written"
                    + " log_watcher_skipped log_watcher_sent log_watchers unexpected_napi_ids round_robin_fallback bytes"
                    + " curr_items total_items slab_global_page_pool expired_unfetched evicted_unfetched evicted_active"
                    + " evictions reclaimed crawler_reclaimed crawler_items_checked lrutail_reflocked moves_to_cold"
                    + " moves_to_warm moves_within_lru direct_reclaims lru_bumps_dropped")
            .split(" ");

    private final ManualTime time = new ManualTime();
    private final Node node = Node.start(NodeOptions.defaults().withPort(0), time.clock());
    private final Wire wire = new Wire(node.port());

    @AfterEach
    void close() {
        wire.close();
        node.close();
    }

    private List<String> names(String command) {
        List<String> names = new ArrayList<>();
        for (String line : wire.askUntil(command, "END").split("\r\n")) {
            if (line.startsWith("STAT ")) {
                names.add(line.split(" ")[1]);
            }
        }
        return names;
    }

    @Test
    void generalStatisticsAreMemcacheds93InOrderThenOurs() {
        assertThat(GENERAL).hasSize(93);
        assertThat(names("stats"))
                .startsWith(GENERAL)
                .endsWith("request_timeouts", "slots", "transport", "faults")
                .hasSize(97);
        assertThat(node.statistics().keySet()).startsWith(GENERAL).contains("slots");
        assertThat(node.statistics()).containsEntry("slots", Long.toString((64L << 20) / 48));
    }

    @Test
    void requestsAreCountedWhereMemcachedCountsThem() {
        wire.talk(
                "set a 0 0 1\r\n1\r\nget a b\r\nincr a 1\r\nincr b 1\r\ndecr a 1\r\ndelete b\r\ntouch a 0\r\ntouch b 0\r\n"
                        + "gets a\r\ncas a 0 0 1 99\r\nx\r\ncas b 0 0 1 1\r\nx\r\ngat 0 a\r\nmg a v\r\nmg a T0\r\nmg b T0\r\nma m N0\r\nms c 1\r\nx\r\n"
                        + "set big 0 0 2000000\r\n" + "x".repeat(2_000_000) + "\r\nflush_all\r\nget a\r\n");
        assertThat(node.statistics())
                .containsEntry("cmd_get", "6")
                .containsEntry("get_hits", "3")
                .containsEntry("get_misses", "3")
                .containsEntry("get_flushed", "1")
                .containsEntry("cmd_set", "4")
                .containsEntry("incr_hits", "1")
                .containsEntry("incr_misses", "1")
                .containsEntry("decr_hits", "1")
                .containsEntry("delete_misses", "1")
                .containsEntry("cmd_touch", "4")
                .containsEntry("touch_hits", "3")
                .containsEntry("touch_misses", "1")
                .containsEntry("cas_badval", "1")
                .containsEntry("cas_misses", "1")
                .containsEntry("cmd_meta", "5")
                .containsEntry("cmd_flush", "1")
                .containsEntry("store_too_large", "1")
                .containsEntry("total_items", "3");
    }

    @Test
    void resetStartsCountingAnew() {
        wire.talk("set a 0 0 1\r\n1\r\nget a b\r\n");
        assertThat(wire.ask("stats reset")).isEqualTo("RESET");
        assertThat(node.statistics())
                .containsEntry("cmd_get", "0")
                .containsEntry("get_hits", "0")
                .containsEntry("curr_items", "1");
    }

    @Test
    void settingsShowWhatTheNodeWasTold() {
        assertThat(wire.askUntil("stats settings", "END"))
                .startsWith("STAT maxbytes 67108864\r\nSTAT maxconns 1024\r\nSTAT tcpport " + node.port() + "\r\n")
                .contains("STAT chunk_size 48\r\n", "STAT growth_factor 1.25\r\n", "STAT item_size_max 1048576\r\n")
                .contains("STAT slots 1398101\r\n", "STAT hash_algorithm folded\r\n", "STAT storage_engine slab\r\n");
        assertThat(names("stats settings")).doesNotHaveDuplicates().contains("client_flags_size");
    }

    @Test
    void slabsAndItemsAreReportedPerClass() {
        wire.talk("set a 0 0 1\r\n1\r\nget a\r\nset b 0 0 1000\r\n" + "x".repeat(1000) + "\r\n");
        assertThat(wire.askUntil("stats slabs", "END"))
                .startsWith("STAT 1:chunk_size 96\r\nSTAT 1:chunks_per_page 10922\r\nSTAT 1:total_pages 1\r\n"
                        + "STAT 1:total_chunks 10922\r\nSTAT 1:used_chunks 1\r\nSTAT 1:free_chunks 10921\r\n"
                        + "STAT 1:free_chunks_end 0\r\nSTAT 1:get_hits 1\r\nSTAT 1:cmd_set 1\r\n")
                .endsWith("STAT active_slabs 2\r\nSTAT total_malloced 2097152\r\nEND\r\n");
        assertThat(wire.askUntil("stats items", "END"))
                .startsWith("STAT items:1:number 1\r\n")
                .contains("STAT items:1:mem_requested 61\r\n", "STAT items:12:number 1\r\n")
                .contains("STAT items:12:mem_requested 1060\r\n", "STAT items:1:hits_to_temp 0\r\n");
        assertThat(wire.askUntil("stats sizes", "END")).isEqualTo("STAT sizes_status disabled\r\nEND\r\n");
    }

    @Test
    void keysAreListedWithWhatIsKnownAboutThem() {
        wire.talk("set a/b 7 100 1\r\n1\r\n");
        long unix = ManualTime.START_UNIX_SECONDS;
        assertThat(wire.askUntil("lru_crawler metadump hash", "END"))
                .isEqualTo("OK\r\nkey=a%2Fb exp=" + (unix + 100) + " la=" + unix
                        + " cas=1 fetch=no cls=1 size=67 flags=7 \r\nEND\r\n");
        assertThat(wire.askUntil("lru_crawler metadump 2,3", "END")).isEqualTo("OK\r\nEND\r\n");
        assertThat(wire.askUntil("lru_crawler metadump 1", "END")).contains("key=a%2Fb");
        assertThat(wire.askUntil("lru_crawler metadump all", "END")).contains("key=a%2Fb exp=" + (unix + 100));
        assertThat(wire.askUntil("lru_crawler mgdump 1,2", "EN")).isEqualTo("OK\r\nmg a/b\r\nEN\r\n");
        assertThat(wire.askUntil("lru_crawler mgdump 2", "EN")).isEqualTo("OK\r\nEN\r\n");
        assertThat(wire.askUntil("lru_crawler mgdump all", "EN")).isEqualTo("OK\r\nmg a/b\r\nEN\r\n");
        assertThat(wire.ask("lru_crawler metadump 64")).isEqualTo("BADCLASS invalid class id");
    }

    @Test
    void theCrawlerIsSteeredByCommands() {
        assertThat(wire.ask("lru_crawler enable")).isEqualTo("ERROR failed to start lru crawler thread");
        assertThat(wire.ask("lru_crawler disable")).isEqualTo("OK");
        assertThat(wire.ask("lru_crawler metadump all")).isEqualTo("CLIENT_ERROR lru crawler disabled");
        assertThat(wire.ask("lru_crawler crawl all")).isEqualTo("CLIENT_ERROR lru crawler disabled");
        assertThat(wire.ask("lru_crawler enable")).isEqualTo("OK");
        assertThat(wire.ask("lru_crawler crawl 1,2")).isEqualTo("OK");
        assertThat(wire.ask("lru_crawler crawl 0")).isEqualTo("BADCLASS invalid class id");
        assertThat(wire.ask("lru_crawler sleep 1000001")).isEqualTo("CLIENT_ERROR sleep must be one second or less");
        assertThat(wire.ask("lru_crawler tocrawl 5")).isEqualTo("OK");
    }

    @Test
    void theMemoryLimitMayBeChanged() {
        assertThat(wire.ask("cache_memlimit 4")).startsWith("MEMLIMIT_TOO_SMALL");
        assertThat(wire.ask("cache_memlimit 1000000001")).startsWith("MEMLIMIT_ADJUST_FAILED");
        assertThat(wire.ask("cache_memlimit 16")).isEqualTo("OK");
        assertThat(node.statistics()).containsEntry("limit_maxbytes", "16777216");
    }

    @Test
    void aDelayedFlushComesInItsTime() {
        wire.talk("set a 0 0 1\r\n1\r\n");
        assertThat(wire.ask("flush_all 10")).isEqualTo("OK");
        time.passSeconds(9);
        assertThat(wire.askUntil("get a", "END")).startsWith("VALUE");
        time.passSeconds(1);
        assertThat(wire.askUntil("get a", "END")).isEqualTo("END\r\n");
    }

    @Test
    void aMultigetMayBeLongerThanAnyBuffer() {
        StringBuilder script = new StringBuilder();
        StringBuilder get = new StringBuilder("get");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            String key = "some-rather-long-key-" + i;
            script.append("set ").append(key).append(" 0 0 3 noreply\r\nabc\r\n");
            get.append(i % 7 == 0 ? "  " : " ").append(key);
            expected.append("VALUE ").append(key).append(" 0 3\r\nabc\r\n");
        }
        assertThat(get.length()).isGreaterThan(200_000);
        assertThat(wire.talk(script + get.toString() + "\r\n")).isEqualTo(expected + "END\r\n");
    }

    @Test
    void aLineThatNeverEndsIsGivenUpUnlessItIsAMultiget() {
        try (Wire other = new Wire(node.port())) {
            other.send("set " + "x".repeat(2045));
            assertThat(other.isClosedByServer()).isTrue();
        }
        wire.send("get " + "x ".repeat(1500));
        assertThat(wire.ask("y")).isEqualTo("END");
        try (Wire other = new Wire(node.port())) {
            other.send("get " + "x".repeat(70_000));
            assertThat(other.ask("")).isEqualTo("CLIENT_ERROR bad command line format");
            assertThat(other.ask("mn")).isEqualTo("MN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"quit", "GET / HTTP/1.1", "POST /x HTTP/1.0"})
    void theConnectionIsClosedWithoutAWord(String line) {
        assertThat(wire.talk("")).isEmpty();
        wire.send(line + "\r\nmn\r\n");
        assertThat(wire.rest()).isEmpty();
    }

    @Test
    void whatWasAskedBeforeQuitIsStillAnswered() {
        wire.send("set a 0 0 1\r\n1\r\nget a\r\nquit\r\nget a\r\n");
        assertThat(Wire.text(wire.rest())).isEqualTo("STORED\r\nVALUE a 0 1\r\n1\r\nEND\r\n");
    }

    @Test
    void aClientThatHasSaidAllStillGetsItsAnswers() {
        StringBuilder script = new StringBuilder("set a 0 0 50000\r\n" + "v".repeat(50_000) + "\r\n");
        for (int i = 0; i < 200; i++) {
            script.append("get a\r\n");
        }
        wire.send(script.toString());
        wire.shutdownOutput();
        byte[] answers = wire.rest();
        assertThat(answers).hasSize(8 + 200 * (17 + 50_000 + 2 + 5));
    }
}
