package io.flagstone.server.internal.metrics;

import java.util.List;
import java.util.Locale;

/**
 * A name of {@code stats} and the metric that Prometheus' memcached exporter makes of it.
 *
 * @param statistic the name in {@code stats}, {@code stats settings}, {@code stats items} or {@code stats slabs}
 * @param metric the name of the metric
 */
record Row(String statistic, Kind kind, String metric, String help) {
    /** Of {@code stats}. */
    static final List<Row> GENERAL = table("""
            uptime                untyped uptime_seconds                      Seconds since the node started.
            time                  gauge   time_seconds                        Unix time by the node's clock.
            rusage_user           counter process_user_cpu_seconds_total      Processor time of the process.
            rusage_system         counter process_system_cpu_seconds_total    Kernel time of the process.
            bytes_read            counter read_bytes_total                    Bytes from clients.
            bytes_written         counter written_bytes_total                 Bytes to clients.
            curr_connections      gauge   current_connections                 Connections open.
            total_connections     counter connections_total                   Connections let in.
            rejected_connections  counter connections_rejected_total          Connections turned away.
            conn_yields           counter connections_yielded_total           Turns that ended at the limit -R.
            listen_disabled_num   counter connections_listener_disabled_total Times that accepting stopped at the limit of connections.
            accepting_conns       gauge   accepting_connections               Whether connections are accepted.
            bytes                 gauge   current_bytes                       Bytes taken by items.
            limit_maxbytes        gauge   limit_bytes                         Memory for items.
            total_malloced        gauge   malloced_bytes                      Memory in slab pages.
            curr_items            gauge   current_items                       Items held.
            total_items           counter items_total                         Items ever stored.
            evictions             counter items_evicted_total                 Live items that made way for others.
            reclaimed             counter items_reclaimed_total               Stores into the room of expired items.
            store_too_large       counter item_too_large_total                Items refused for their size.
            store_no_memory       counter item_no_memory_total                Items refused for lack of memory.
            direct_reclaims       counter direct_reclaims_total               Items freed by storing threads.
            lru_crawler_starts    counter lru_crawler_starts_total            Walks of the crawler.
            crawler_reclaimed     counter lru_crawler_reclaimed_total         Items the crawler freed.
            crawler_items_checked counter lru_crawler_items_checked_total     Items the crawler looked at.
            moves_to_cold         counter lru_crawler_moves_to_cold_total     Moves to COLD.
            moves_to_warm         counter lru_crawler_moves_to_warm_total     Moves to WARM.
            moves_within_lru      counter lru_crawler_moves_within_lru_total  Moves within a list.
            """);

    /** Of {@code stats settings}. */
    static final List<Row> SETTINGS = table("""
            maxconns              gauge max_connections               Connections served at a time.
            lru_crawler           gauge lru_crawler_enabled           Whether the crawler runs.
            lru_crawler_sleep     gauge lru_crawler_sleep             The crawler's pause, microseconds.
            lru_crawler_tocrawl   gauge lru_crawler_to_crawl          Items of one walk.
            lru_maintainer_thread gauge lru_crawler_maintainer_thread Whether lists are kept in the background.
            hot_lru_pct           gauge lru_crawler_hot_percent       Share of HOT.
            warm_lru_pct          gauge lru_crawler_warm_percent      Share of WARM.
            hot_max_factor        gauge lru_crawler_hot_max_factor    Idle time in HOT by COLD's age.
            warm_max_factor       gauge lru_crawler_warm_max_factor   Idle time in WARM by COLD's age.
            """);

    /** Of {@code stats items}, for each class. */
    static final List<Row> ITEMS = table("""
            number            gauge   slab_current_items                 Items of the class.
            age               gauge   slab_items_age_seconds             Idle time of the oldest item in COLD.
            number_hot        gauge   slab_hot_items                     Items in HOT.
            number_warm       gauge   slab_warm_items                    Items in WARM.
            number_cold       gauge   slab_cold_items                    Items in COLD.
            number_temp       gauge   slab_temporary_items               Items in TEMP.
            age_hot           gauge   slab_hot_age_seconds               Idle time of the oldest item in HOT.
            age_warm          gauge   slab_warm_age_seconds              Idle time of the oldest item in WARM.
            mem_requested     gauge   slab_mem_requested_bytes           Bytes the class's items take.
            evicted           counter slab_items_evicted_total           Evictions.
            evicted_nonzero   counter slab_items_evicted_nonzero_total   Those with an expiry.
            evicted_time      gauge   slab_items_evicted_time_seconds    Idle time of the item evicted last.
            evicted_unfetched counter slab_items_evicted_unfetched_total Evictions of items never asked for.
            expired_unfetched counter slab_items_expired_unfetched_total Items that expired without having been asked for.
            crawler_reclaimed counter slab_items_crawler_reclaimed_total Items the crawler freed.
            outofmemory       counter slab_items_outofmemory_total       Chunks that could not be had.
            reclaimed         counter slab_items_reclaimed_total         Expired items whose room was used.
            tailrepairs       counter slab_items_tailrepairs_total       Repairs; there is no need here.
            moves_to_cold     untyped slab_items_moves_to_cold           Moves to COLD.
            moves_to_warm     untyped slab_items_moves_to_warm           Moves to WARM.
            moves_within_lru  untyped slab_items_moves_within_lru        Moves within a list.
            """);

    /** Of {@code stats slabs}, for each class. */
    static final List<Row> SLABS = table("""
            chunk_size      gauge slab_chunk_size_bytes Bytes of a chunk.
            chunks_per_page gauge slab_chunks_per_page  Chunks in a page.
            total_pages     gauge slab_current_pages    Pages of the class.
            total_chunks    gauge slab_current_chunks   Chunks of the class.
            used_chunks     gauge slab_chunks_used      Chunks with something in them.
            free_chunks     gauge slab_chunks_free      Chunks with nothing in them.
            free_chunks_end gauge slab_chunks_free_end  Chunks never used.
            """);

    /** Reads rows of four columns: statistic, kind, metric without {@code memcached_}, help. */
    private static List<Row> table(String text) {
        return text.lines().map(Row::of).toList();
    }

    private static Row of(String line) {
        String[] columns = line.split(" +", 4);
        Kind kind = Kind.valueOf(columns[1].toUpperCase(Locale.ROOT));
        return new Row(columns[0], kind, "memcached_" + columns[2], columns[3]);
    }

    /** Adds what the report says. */
    static void add(Families to, List<Row> rows, Figures report, String... labels) {
        for (Row row : rows) {
            if (report.has(row.statistic)) {
                to.add(row.kind, row.metric, row.help, report.number(row.statistic), labels);
            }
        }
    }
}
