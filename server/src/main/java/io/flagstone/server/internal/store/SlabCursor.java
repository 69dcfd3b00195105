package io.flagstone.server.internal.store;

import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Index;
import io.flagstone.server.internal.items.Links;
import io.flagstone.server.internal.items.Lru;
import io.flagstone.server.internal.items.Popularity;
import io.flagstone.server.internal.items.Segment;
import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.SlabClasses;
import io.flagstone.server.internal.memory.State;
import io.flagstone.server.internal.upkeep.Flusher;
import io.flagstone.server.store.Absence;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Expected;
import io.flagstone.server.store.KeyHash;
import io.flagstone.server.store.Mark;
import io.flagstone.server.store.PinnedValue;
import io.flagstone.server.store.StoreClock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A cursor over the slab engine: holding a key is holding the lock of its segment. */
final class SlabCursor extends ItemView implements Cursor {
    private final Index index;
    private final Links links;
    private final Popularity.Notes notes;
    private final Flusher flusher;
    private final KeyHash hash;
    private final StoreClock clock;
    /** Hits by class and LRU list; written by this cursor's thread only. */
    private final long[] hits = new long[SlabClasses.LIMIT * Lru.COUNT];

    private final Prefetch prefetch;
    private @Nullable Segment segment;
    private Absence absence = Absence.UNKNOWN;
    /** Of the key that was sought last by its name. */
    private int sought;

    private long nanos;
    private int now;

    SlabCursor(
            Heap heap,
            Index index,
            Links links,
            Popularity popularity,
            Flusher flusher,
            KeyHash hash,
            StoreClock clock) {
        super(heap);
        this.index = index;
        this.links = links;
        this.notes = popularity.notes();
        this.flusher = flusher;
        this.hash = hash;
        this.clock = clock;
        this.prefetch = new Prefetch(heap, index, popularity, hash);
        begin();
    }

    @Override
    public void begin() {
        nanos = clock.nanos();
        now = StoreClock.floor(nanos);
        flusher.flushIfDue(now);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void expect(Expected keys) {
        prefetch.fetch(keys);
    }

    @Override
    public boolean seek(byte[] key, int offset, int length) {
        int hashed = hash.hash(key, offset, length);
        sought = hashed;
        Segment found = index.segment(hashed);
        found.lock();
        segment = found;
        return arrive(found, found.find(hashed, key, offset, length));
    }

    @Override
    public boolean seek(Draft draft) {
        long twin = ((SlabDraft) draft).item();
        Segment found = index.segment(heap.hash(twin));
        found.lock();
        segment = found;
        return arrive(found, found.findTwin(twin));
    }

    private boolean arrive(Segment found, long handle) {
        item = handle;
        if (handle == 0) {
            absence = Absence.UNKNOWN;
            return false;
        }
        wrap(handle);
        if (links.isExpired(handle, now)) {
            return leave(found, Absence.EXPIRED);
        }
        return !links.isFlushed(handle) || leave(found, Absence.FLUSHED);
    }

    private boolean leave(Segment found, Absence reason) {
        links.unlink(found, item);
        item = 0;
        absence = reason;
        return false;
    }

    @Override
    public Absence absence() {
        return absence;
    }

    @Override
    public void hit() {
        int word = Control.get(page, base);
        hits[slabClass() * Lru.COUNT + State.lru(word)]++;
        if ((word & State.ACTIVE) == 0) {
            Control.set(page, base, (word & State.FETCHED) == 0 ? State.FETCHED : State.ACTIVE);
        }
        if ((word & (State.SPARED | State.DOUBTED)) != 0) {
            Control.clear(page, base, State.SPARED | State.DOUBTED);
            links.lru(item).duels().kept(word);
        }
        notes.note(ItemLayout.hash(page, base));
        if (ItemLayout.access(page, base) != now) {
            ItemLayout.setAccess(page, base, now);
        }
    }

    @Override
    public void miss() {
        notes.note(sought);
    }

    /** Hits on items of this class in this list, since the cursor was made. */
    long hits(int slabClass, int lru) {
        return hits[slabClass * Lru.COUNT + lru];
    }

    @Override
    public void expiry(int second) {
        ItemLayout.setExpiry(page, base, second);
        links.note(item);
    }

    @Override
    public void cas(long cas) {
        heap.layout().setCas(page, base, cas);
    }

    @Override
    public long renewCas() {
        long cas = links.nextCas();
        cas(cas);
        return cas();
    }

    @Override
    public void mark(Mark mark, boolean set) {
        if (set) {
            Control.set(page, base, bit(mark));
        } else {
            Control.clear(page, base, bit(mark));
        }
    }

    @Override
    public boolean overwrite(byte[] source, int offset, int length) {
        int word = Control.get(page, base);
        if (Control.references(word) > 1 || (word & State.CHUNKED) != 0 || length != valueLength()) {
            return false;
        }
        page.put(base + heap.layout().valueOffset(page, base), source, offset, length);
        return true;
    }

    @Override
    public boolean renew(byte[] source, int offset, int length, int flags, int second) {
        int word = Control.get(page, base);
        boolean differs = length != valueLength() || (flags != 0) != ((word & State.FLAGS) != 0);
        if (differs || Control.references(word) > 1 || (word & State.CHUNKED) != 0) {
            return false;
        }
        if (flags != 0) {
            heap.layout().setFlags(page, base, flags);
        }
        page.put(base + heap.layout().valueOffset(page, base), source, offset, length);
        ItemLayout.setExpiry(page, base, second);
        links.renew(item, now);
        notes.note(ItemLayout.hash(page, base));
        return true;
    }

    @Override
    public boolean copyValueTo(Draft target) {
        return ItemBytes.copy(heap, item, valueLength(), (SlabDraft) target);
    }

    @Override
    public void store(Draft draft) {
        Segment held = Objects.requireNonNull(segment);
        long fresh = ((SlabDraft) draft).take();
        if (item == 0) {
            // Whoever asked for it before has been counted as a miss; that it was written says nothing of readers.
            links.link(held, fresh, now);
            wrap(fresh);
        } else {
            links.relink(held, item, fresh, now);
            wrap(fresh);
            notes.note(ItemLayout.hash(page, base));
        }
    }

    @Override
    public void remove() {
        links.unlink(Objects.requireNonNull(segment), item);
        item = 0;
    }

    @Override
    public @Nullable PinnedValue pin() {
        return Control.retain(page, base) ? new SlabPin(heap, item) : null;
    }

    @Override
    public void release() {
        Segment held = segment;
        if (held != null) {
            segment = null;
            held.unlock();
        }
    }
}
