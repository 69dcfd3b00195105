package io.flagstone.server.internal.report;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.store.StatisticsGroup;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code stats}: memcached's 93 names in its order, then our own. */
public final class GeneralReport {
    private static final String[] NAMES = ("pid uptime time version libevent pointer_size rusage_user rusage_system"
                    + " max_connections curr_connections total_connections rejected_connections connection_structures"
                    + " response_obj_oom response_obj_count response_obj_bytes read_buf_count read_buf_bytes"
                    + " read_buf_bytes_free read_buf_oom reserved_fds cmd_get cmd_set cmd_flush cmd_touch cmd_meta"
                    + " get_hits get_misses get_expired get_flushed delete_misses delete_hits incr_misses incr_hits"
                    + " decr_misses decr_hits cas_misses cas_hits cas_badval touch_hits touch_misses store_too_large"
                    + " store_no_memory auth_cmds auth_errors bytes_read bytes_written limit_maxbytes accepting_conns"
                    + " listen_disabled_num time_in_listen_disabled_us threads conn_yields hash_power_level hash_bytes"
                    + " hash_is_expanding slab_reassign_rescues slab_reassign_chunk_rescues"
                    + " slab_reassign_inline_reclaim slab_reassign_busy_items slab_reassign_busy_deletes"
                    + " slab_reassign_busy_nomem slab_reassign_last_busy_status slab_reassign_running slabs_moved"
                    + " lru_crawler_running lru_crawler_starts lru_maintainer_juggles malloc_fails log_worker_dropped"
                    + " log_worker_written log_watcher_skipped log_watcher_sent log_watchers unexpected_napi_ids"
                    + " round_robin_fallback bytes curr_items total_items slab_global_page_pool expired_unfetched"
                    + " evicted_unfetched evicted_active evictions reclaimed crawler_reclaimed crawler_items_checked"
                    + " lrutail_reflocked moves_to_cold moves_to_warm moves_within_lru direct_reclaims"
                    + " lru_bumps_dropped")
            .split(" ");

    private static final int READ_BUFFER = 64 * 1024;

    private GeneralReport() {}

    /** The report as of now. */
    public static Map<String, String> of(NodeFacts facts) {
        Map<String, String> known = new HashMap<>(facts.engine().statistics(StatisticsGroup.GENERAL));
        for (Counter counter : Counter.values()) {
            put(known, counter.statName(), facts.counters().value(counter));
        }
        process(known, facts);
        connections(known, facts);
        Map<String, String> report = new LinkedHashMap<>();
        for (String name : NAMES) {
            report.put(name, known.getOrDefault(name, "0"));
        }
        own(report, facts);
        return report;
    }

    private static void put(Map<String, String> report, String name, long value) {
        report.put(name, Long.toString(value));
    }

    private static void process(Map<String, String> report, NodeFacts facts) {
        int now = facts.clock().now();
        CpuTime cpu = CpuTime.ofThisProcess();
        put(report, "pid", ProcessHandle.current().pid());
        put(report, "uptime", now - 2);
        put(report, "time", facts.clock().unix(now));
        report.put("version", Version.TEXT);
        report.put("libevent", "none");
        put(report, "pointer_size", 64);
        report.put("rusage_user", cpu.user());
        report.put("rusage_system", cpu.system());
        put(report, "threads", facts.options().threads());
        put(report, "read_buf_count", facts.options().threads());
        put(report, "read_buf_bytes", (long) facts.options().threads() * READ_BUFFER);
    }

    private static void connections(Map<String, String> report, NodeFacts facts) {
        put(report, "max_connections", facts.connections().limit());
        put(report, "curr_connections", facts.connections().current());
        put(report, "total_connections", facts.connections().total());
        put(report, "rejected_connections", facts.connections().rejected());
        put(report, "connection_structures", facts.connections().current());
        put(report, "accepting_conns", facts.connections().accepting() ? 1 : 0);
        put(report, "listen_disabled_num", facts.connections().stops());
        put(report, "time_in_listen_disabled_us", facts.connections().stoppedMicros());
        put(report, "log_worker_written", facts.journal().written());
        put(report, "log_watcher_sent", facts.journal().sent());
        put(report, "log_watcher_skipped", facts.journal().skipped());
        put(report, "log_watchers", facts.journal().watchers());
    }

    /** What was turned away or closed by a limit, where there is one. */
    private static void guards(Map<String, String> report, NodeFacts facts) {
        NodeOptions options = facts.options();
        if (options.number(Option.REQUEST_TIMEOUT) > 0) {
            put(report, "request_timeouts", facts.connections().requestTimeouts());
        }
        if (options.number(Option.MAX_CONNECTIONS_PER_ADDRESS) > 0) {
            put(report, "rejected_by_address", facts.connections().rejectedByAddress());
        }
        if (options.number(Option.MAX_PIPELINE) > 0) {
            put(report, "pipeline_kicks", facts.connections().pipelineKicks());
        }
        if (options.authenticates() && options.number(Option.MAX_LOGIN_FAILURES) > 0) {
            put(report, Counter.REJECTED_LOGINS.statName(), facts.counters().value(Counter.REJECTED_LOGINS));
        }
    }

    private static void own(Map<String, String> report, NodeFacts facts) {
        if (facts.options().number(Option.IDLE_TIMEOUT) > 0) {
            put(report, "idle_kicks", facts.connections().idleKicks());
        }
        guards(report, facts);
        if (facts.options().is(Option.TLS)) {
            put(report, "ssl_handshake_errors", facts.connections().handshakeErrors());
            put(report, "time_since_server_cert_refresh", facts.runtime().secondsSinceRefresh());
            put(report, "rejected_handshakes", facts.connections().rejectedHandshakes());
        }
        if (facts.options().file(Option.RIGHTS) != null) {
            put(report, Counter.DENIED_CMDS.statName(), facts.counters().value(Counter.DENIED_CMDS));
        }
        put(report, "slots", facts.options().slots());
        report.put("transport", facts.runtime().transport());
        long faults = 0;
        for (long count : facts.faults().counts().values()) {
            faults += count;
        }
        put(report, "faults", faults);
    }
}
