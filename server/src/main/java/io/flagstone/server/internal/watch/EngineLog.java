package io.flagstone.server.internal.watch;

import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.store.EngineListener;
import io.flagstone.server.store.StoreClock;
import io.flagstone.server.store.StoredItem;

/** Tells what the storage engine does by itself. */
public final class EngineLog implements EngineListener {
    private static final byte[] EVICTION = Text.ascii("eviction key=");
    private static final byte[] FETCHED = Text.ascii(" fetch=yes ttl=");
    private static final byte[] NOT_FETCHED = Text.ascii(" fetch=no ttl=");
    private static final byte[] LA = Text.ascii(" la=");
    private static final byte[] CLSID = Text.ascii(" clsid=");
    private static final byte[] SIZE = Text.ascii(" size=");
    private static final byte[] SLAB_MOVE = Text.ascii("slab_move src=");
    private static final byte[] DST = Text.ascii(" dst=");
    private static final byte[] LRU_CRAWLER = Text.ascii("lru_crawler crawler=");
    /** Marks and pauses of memcached's crawler, which this one does not have. */
    private static final byte[] WITHOUT_MARKS =
            Text.ascii(" lru=all low_mark=0 next_reclaims=0 since_run=0 next_run=0 elapsed=0 examined=");

    private static final byte[] RECLAIMED = Text.ascii(" reclaimed=");

    private final Journal journal;
    private final StoreClock clock;
    private final byte[] key = new byte[Limits.KEY];

    /** Writes to this journal. */
    public EngineLog(Journal journal, StoreClock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public boolean wantsEvictions() {
        return journal.wants(Topic.EVICTIONS);
    }

    @Override
    public void evicted(StoredItem item) {
        synchronized (journal) {
            int now = clock.now();
            item.copyKey(key, 0);
            LogLine line = journal.begin(EVICTION).key(key, 0, item.keyLength());
            line.text(item.fetched() ? FETCHED : NOT_FETCHED);
            line.number(item.expiry() == 0 ? -1 : Math.max(0, item.expiry() - now));
            line.text(LA).number(Math.max(0, now - item.lastAccess()));
            line.text(CLSID).number(item.slabClass());
            line.text(SIZE).number(item.valueLength());
            journal.end(Topic.EVICTIONS);
        }
    }

    @Override
    public void pageMoves(int from, int to) {
        if (journal.wants(Topic.SYSEVENTS)) {
            synchronized (journal) {
                journal.begin(SLAB_MOVE).number(from).text(DST).number(to);
                journal.end(Topic.SYSEVENTS);
            }
        }
    }

    @Override
    public void crawled(int slabClass, long examined, long reclaimed) {
        if (journal.wants(Topic.SYSEVENTS)) {
            synchronized (journal) {
                LogLine line = journal.begin(LRU_CRAWLER).number(slabClass);
                line.text(WITHOUT_MARKS).number(examined).text(RECLAIMED).number(reclaimed);
                journal.end(Topic.SYSEVENTS);
            }
        }
    }
}
