package io.flagstone.server.internal.metrics;

import static io.flagstone.server.internal.metrics.Kind.COUNTER;
import static io.flagstone.server.internal.metrics.Kind.GAUGE;
import static io.flagstone.server.internal.metrics.Kind.UNTYPED;

import java.util.List;

/**
 * A name of {@code stats} and the metric that Prometheus' memcached exporter makes of it.
 *
 * @param statistic the name in {@code stats}, {@code stats settings}, {@code stats items} or {@code stats slabs}
 * @param metric the name of the metric
 */
record Row(String statistic, Kind kind, String metric, String help) {
    /** Of {@code stats}. */
    static final List<Row> GENERAL = List.of(
            new Row("uptime", UNTYPED, "memcached_uptime_seconds", "Seconds since the node started."),
            new Row("time", GAUGE, "memcached_time_seconds", "Unix time by the node's clock."),
            new Row(
                    "rusage_user",
                    COUNTER,
                    "memcached_process_user_cpu_seconds_total",
                    "Processor time of the process."),
            new Row(
                    "rusage_system",
                    COUNTER,
                    "memcached_process_system_cpu_seconds_total",
                    "Kernel time of the process."),
            new Row("bytes_read", COUNTER, "memcached_read_bytes_total", "Bytes from clients."),
            new Row("bytes_written", COUNTER, "memcached_written_bytes_total", "Bytes to clients."),
            new Row("curr_connections", GAUGE, "memcached_current_connections", "Connections open."),
            new Row("total_connections", COUNTER, "memcached_connections_total", "Connections let in."),
            new Row(
                    "rejected_connections",
                    COUNTER,
                    "memcached_connections_rejected_total",
                    "Connections turned away."),
            new Row("conn_yields", COUNTER, "memcached_connections_yielded_total", "Turns that ended at the limit -R."),
            new Row(
                    "listen_disabled_num",
                    COUNTER,
                    "memcached_connections_listener_disabled_total",
                    "Times that accepting stopped at the limit of connections."),
            new Row("accepting_conns", GAUGE, "memcached_accepting_connections", "Whether connections are accepted."),
            new Row("bytes", GAUGE, "memcached_current_bytes", "Bytes taken by items."),
            new Row("limit_maxbytes", GAUGE, "memcached_limit_bytes", "Memory for items."),
            new Row("total_malloced", GAUGE, "memcached_malloced_bytes", "Memory in slab pages."),
            new Row("curr_items", GAUGE, "memcached_current_items", "Items held."),
            new Row("total_items", COUNTER, "memcached_items_total", "Items ever stored."),
            new Row("evictions", COUNTER, "memcached_items_evicted_total", "Live items that made way for others."),
            new Row("reclaimed", COUNTER, "memcached_items_reclaimed_total", "Stores into the room of expired items."),
            new Row("store_too_large", COUNTER, "memcached_item_too_large_total", "Items refused for their size."),
            new Row("store_no_memory", COUNTER, "memcached_item_no_memory_total", "Items refused for lack of memory."),
            new Row("direct_reclaims", COUNTER, "memcached_direct_reclaims_total", "Items freed by storing threads."),
            new Row("lru_crawler_starts", COUNTER, "memcached_lru_crawler_starts_total", "Walks of the crawler."),
            new Row("crawler_reclaimed", COUNTER, "memcached_lru_crawler_reclaimed_total", "Items the crawler freed."),
            new Row(
                    "crawler_items_checked",
                    COUNTER,
                    "memcached_lru_crawler_items_checked_total",
                    "Items the crawler looked at."),
            new Row("moves_to_cold", COUNTER, "memcached_lru_crawler_moves_to_cold_total", "Moves to COLD."),
            new Row("moves_to_warm", COUNTER, "memcached_lru_crawler_moves_to_warm_total", "Moves to WARM."),
            new Row(
                    "moves_within_lru",
                    COUNTER,
                    "memcached_lru_crawler_moves_within_lru_total",
                    "Moves within a list."));

    /** Of {@code stats settings}. */
    static final List<Row> SETTINGS = List.of(
            new Row("maxconns", GAUGE, "memcached_max_connections", "Connections served at a time."),
            new Row("lru_crawler", GAUGE, "memcached_lru_crawler_enabled", "Whether the crawler runs."),
            new Row("lru_crawler_sleep", GAUGE, "memcached_lru_crawler_sleep", "The crawler's pause, microseconds."),
            new Row("lru_crawler_tocrawl", GAUGE, "memcached_lru_crawler_to_crawl", "Items of one walk."),
            new Row(
                    "lru_maintainer_thread",
                    GAUGE,
                    "memcached_lru_crawler_maintainer_thread",
                    "Whether lists are kept in the background."),
            new Row("hot_lru_pct", GAUGE, "memcached_lru_crawler_hot_percent", "Share of HOT."),
            new Row("warm_lru_pct", GAUGE, "memcached_lru_crawler_warm_percent", "Share of WARM."),
            new Row("hot_max_factor", GAUGE, "memcached_lru_crawler_hot_max_factor", "Idle time in HOT by COLD's age."),
            new Row(
                    "warm_max_factor",
                    GAUGE,
                    "memcached_lru_crawler_warm_max_factor",
                    "Idle time in WARM by COLD's age."));

    /** Of {@code stats items}, for each class. */
    static final List<Row> ITEMS = List.of(
            new Row("number", GAUGE, "memcached_slab_current_items", "Items of the class."),
            new Row("age", GAUGE, "memcached_slab_items_age_seconds", "Idle time of the oldest item in COLD."),
            new Row("number_hot", GAUGE, "memcached_slab_hot_items", "Items in HOT."),
            new Row("number_warm", GAUGE, "memcached_slab_warm_items", "Items in WARM."),
            new Row("number_cold", GAUGE, "memcached_slab_cold_items", "Items in COLD."),
            new Row("number_temp", GAUGE, "memcached_slab_temporary_items", "Items in TEMP."),
            new Row("age_hot", GAUGE, "memcached_slab_hot_age_seconds", "Idle time of the oldest item in HOT."),
            new Row("age_warm", GAUGE, "memcached_slab_warm_age_seconds", "Idle time of the oldest item in WARM."),
            new Row("mem_requested", GAUGE, "memcached_slab_mem_requested_bytes", "Bytes the class's items take."),
            new Row("evicted", COUNTER, "memcached_slab_items_evicted_total", "Evictions."),
            new Row("evicted_nonzero", COUNTER, "memcached_slab_items_evicted_nonzero_total", "Those with an expiry."),
            new Row(
                    "evicted_time",
                    GAUGE,
                    "memcached_slab_items_evicted_time_seconds",
                    "Idle time of the item evicted last."),
            new Row(
                    "evicted_unfetched",
                    COUNTER,
                    "memcached_slab_items_evicted_unfetched_total",
                    "Evictions of items never asked for."),
            new Row(
                    "expired_unfetched",
                    COUNTER,
                    "memcached_slab_items_expired_unfetched_total",
                    "Items that expired without having been asked for."),
            new Row(
                    "crawler_reclaimed",
                    COUNTER,
                    "memcached_slab_items_crawler_reclaimed_total",
                    "Items the crawler freed."),
            new Row("outofmemory", COUNTER, "memcached_slab_items_outofmemory_total", "Chunks that could not be had."),
            new Row("reclaimed", COUNTER, "memcached_slab_items_reclaimed_total", "Expired items whose room was used."),
            new Row(
                    "tailrepairs",
                    COUNTER,
                    "memcached_slab_items_tailrepairs_total",
                    "Repairs; there is no need here."),
            new Row("moves_to_cold", UNTYPED, "memcached_slab_items_moves_to_cold", "Moves to COLD."),
            new Row("moves_to_warm", UNTYPED, "memcached_slab_items_moves_to_warm", "Moves to WARM."),
            new Row("moves_within_lru", UNTYPED, "memcached_slab_items_moves_within_lru", "Moves within a list."));

    /** Of {@code stats slabs}, for each class. */
    static final List<Row> SLABS = List.of(
            new Row("chunk_size", GAUGE, "memcached_slab_chunk_size_bytes", "Bytes of a chunk."),
            new Row("chunks_per_page", GAUGE, "memcached_slab_chunks_per_page", "Chunks in a page."),
            new Row("total_pages", GAUGE, "memcached_slab_current_pages", "Pages of the class."),
            new Row("total_chunks", GAUGE, "memcached_slab_current_chunks", "Chunks of the class."),
            new Row("used_chunks", GAUGE, "memcached_slab_chunks_used", "Chunks with something in them."),
            new Row("free_chunks", GAUGE, "memcached_slab_chunks_free", "Chunks with nothing in them."),
            new Row("free_chunks_end", GAUGE, "memcached_slab_chunks_free_end", "Chunks never used."));

    /** Adds what the report says. */
    static void add(Families to, List<Row> rows, Figures report, String... labels) {
        for (Row row : rows) {
            if (report.has(row.statistic)) {
                to.add(row.kind, row.metric, row.help, report.number(row.statistic), labels);
            }
        }
    }
}
