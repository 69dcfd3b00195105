package io.flagstone.server.internal.store;

import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Index;
import io.flagstone.server.internal.items.Lru;
import io.flagstone.server.internal.items.LruClass;
import io.flagstone.server.internal.items.LruCounter;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.Slabs;
import io.flagstone.server.store.StatisticsGroup;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the slab engine reports to {@code stats}, {@code stats items} and {@code stats slabs}. */
final class SlabStatistics {
    private static final LruCounter[] GENERAL = {
        LruCounter.RECLAIMED,
        LruCounter.EXPIRED_UNFETCHED,
        LruCounter.EVICTED_UNFETCHED,
        LruCounter.EVICTED_ACTIVE,
        LruCounter.CRAWLER_RECLAIMED,
        LruCounter.CRAWLER_ITEMS_CHECKED,
        LruCounter.LRUTAIL_REFLOCKED,
        LruCounter.MOVES_TO_COLD,
        LruCounter.MOVES_TO_WARM,
        LruCounter.MOVES_WITHIN_LRU,
        LruCounter.DIRECT_RECLAIMS
    };

    private final Heap heap;
    private final Index index;
    private final LruClass[] lrus;
    private final List<SlabCursor> cursors;
    private final BackgroundWork work;

    SlabStatistics(Heap heap, Index index, LruClass[] lrus, List<SlabCursor> cursors, BackgroundWork work) {
        this.heap = heap;
        this.index = index;
        this.lrus = lrus;
        this.cursors = cursors;
        this.work = work;
    }

    Map<String, String> report(StatisticsGroup group, int now) {
        Map<String, String> report = new LinkedHashMap<>();
        switch (group) {
            case GENERAL -> general(report);
            case ITEMS -> items(report, now);
            case SLABS -> slabs(report);
        }
        return report;
    }

    private static void put(Map<String, String> report, String name, long value) {
        report.put(name, Long.toString(value));
    }

    private void general(Map<String, String> report) {
        long items = 0;
        long bytes = 0;
        long[] sums = new long[LruCounter.values().length];
        for (LruClass lru : lrus) {
            lru.lock();
            try {
                items += lru.totalCount();
                bytes += lru.totalBytes();
                for (LruCounter counter : LruCounter.values()) {
                    sums[counter.ordinal()] += lru.value(counter);
                }
            } finally {
                lru.unlock();
            }
        }
        put(report, "curr_items", items);
        put(report, "bytes", bytes);
        put(report, "evictions", sums[LruCounter.EVICTED.ordinal()]);
        for (LruCounter counter : GENERAL) {
            put(report, name(counter), sums[counter.ordinal()]);
        }
        put(report, "limit_maxbytes", heap.pages().limit());
        put(report, "slab_global_page_pool", heap.pages().pooled());
        put(report, "malloc_fails", heap.pages().failures());
        index(report);
        background(report);
    }

    private static String name(LruCounter counter) {
        return counter.name().toLowerCase(Locale.ROOT);
    }

    private void index(Map<String, String> report) {
        long buckets = index.buckets();
        put(report, "hash_power_level", Long.SIZE - 1 - Long.numberOfLeadingZeros(buckets));
        put(report, "hash_bytes", buckets * Long.BYTES);
    }

    private void background(Map<String, String> report) {
        put(report, "slab_reassign_rescues", work.rescue().items());
        put(report, "slab_reassign_chunk_rescues", work.rescue().parts());
        put(report, "slab_reassign_inline_reclaim", work.rescue().reclaimed());
        put(report, "slab_reassign_busy_items", work.mover().busy());
        put(report, "slab_reassign_busy_nomem", work.rescue().evicted());
        put(report, "slab_reassign_last_busy_status", work.mover().lastBusy());
        put(report, "slab_reassign_running", work.mover().isRunning() ? 1 : 0);
        put(report, "slabs_moved", work.mover().moved());
        put(report, "lru_crawler_running", work.crawler().isRunning() ? 1 : 0);
        put(report, "lru_crawler_starts", work.crawler().starts());
        put(report, "lru_maintainer_juggles", work.juggler().juggles());
    }

    private void items(Map<String, String> report, int now) {
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            LruClass lru = lrus[slabClass];
            lru.lock();
            try {
                if (lru.totalCount() > 0) {
                    items(report, "items:" + slabClass + ":", lru, now);
                    hits(report, "items:" + slabClass + ":", slabClass);
                }
            } finally {
                lru.unlock();
            }
        }
    }

    private static void items(Map<String, String> report, String prefix, LruClass lru, int now) {
        put(report, prefix + "number", lru.totalCount());
        put(report, prefix + "number_hot", lru.count(Lru.HOT));
        put(report, prefix + "number_warm", lru.count(Lru.WARM));
        put(report, prefix + "number_cold", lru.count(Lru.COLD));
        if (lru.count(Lru.TEMP) > 0) {
            put(report, prefix + "number_temp", lru.count(Lru.TEMP));
        }
        put(report, prefix + "age_hot", lru.age(Lru.HOT, now));
        put(report, prefix + "age_warm", lru.age(Lru.WARM, now));
        put(report, prefix + "age", lru.age(Lru.COLD, now));
        put(report, prefix + "mem_requested", lru.totalBytes());
        for (LruCounter counter : LruCounter.values()) {
            put(report, prefix + name(counter), lru.value(counter));
            if (counter == LruCounter.OUTOFMEMORY) {
                put(report, prefix + "tailrepairs", 0);
            }
        }
    }

    private void hits(Map<String, String> report, String prefix, int slabClass) {
        String[] names = {"hits_to_hot", "hits_to_warm", "hits_to_cold", "hits_to_temp"};
        for (int lru = 0; lru < Lru.COUNT; lru++) {
            long sum = 0;
            for (SlabCursor cursor : cursors) {
                sum += cursor.hits(slabClass, lru);
            }
            put(report, prefix + names[lru], sum);
        }
    }

    private void slabs(Map<String, String> report) {
        Slabs slabs = heap.slabs();
        int active = 0;
        long pages = heap.pages().pooled();
        for (int slabClass = 1; slabClass <= slabs.classes().last(); slabClass++) {
            int count = slabs.pageCount(slabClass);
            if (count > 0) {
                active++;
                pages += count;
                slabs(report, slabClass, count);
            }
        }
        put(report, "active_slabs", active);
        put(report, "total_malloced", pages * Pages.SIZE);
    }

    private void slabs(Map<String, String> report, int slabClass, int pages) {
        Slabs slabs = heap.slabs();
        int perPage = slabs.classes().chunksPerPage(slabClass);
        String prefix = slabClass + ":";
        put(report, prefix + "chunk_size", slabs.classes().chunkSize(slabClass));
        put(report, prefix + "chunks_per_page", perPage);
        put(report, prefix + "total_pages", pages);
        put(report, prefix + "total_chunks", (long) pages * perPage);
        put(report, prefix + "used_chunks", slabs.usedChunks(slabClass));
        put(report, prefix + "free_chunks", slabs.freeChunks(slabClass));
        put(report, prefix + "free_chunks_end", 0);
    }

    /** What memcached has no name for. */
    Map<String, Long> measurements() {
        Map<String, Long> figures = new LinkedHashMap<>();
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            LruClass lru = lrus[slabClass];
            lru.lock();
            try {
                if (lru.duels().areOn()) {
                    figures.put("duels_trust:" + slabClass, (long) lru.duels().trust());
                    figures.put("duels_refused:" + slabClass, lru.duels().refused());
                    figures.put("duels_doubted:" + slabClass, lru.duels().doubted());
                }
            } finally {
                lru.unlock();
            }
        }
        return figures;
    }

    void reset() {
        for (LruClass lru : lrus) {
            lru.lock();
            try {
                lru.resetCounters();
            } finally {
                lru.unlock();
            }
        }
    }
}
