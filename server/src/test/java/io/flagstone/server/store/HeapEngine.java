package io.flagstone.server.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An engine of one's own, as small as can be: items on the heap, in a map per stripe, never evicted. It shows what the
 * SPI asks for; every command of the protocol works on it.
 */
public final class HeapEngine implements StorageEngine {
    private static final int STRIPES = 64;

    private final EngineContext context;
    private final List<Stripe> stripes = new ArrayList<>();
    private final AtomicLong cas = new AtomicLong();

    /** Makes the engine selectable as {@code heap}. */
    public static final class Provider implements StorageEngineProvider {
        @Override
        public String name() {
            return "heap";
        }

        @Override
        public StorageEngine open(EngineContext context) {
            return new HeapEngine(context);
        }
    }

    private static final class Stripe extends ReentrantLock {
        private static final long serialVersionUID = 1L;
        final transient Map<ByteBuffer, Item> items = new ConcurrentHashMap<>();
    }

    private static final class Item {
        final byte[] key;
        byte[] value = {};
        int flags;
        long cas;
        int expiry;
        int access;
        boolean fetched;
        int marks;

        Item(byte[] key) {
            this.key = key;
        }
    }

    private HeapEngine(EngineContext context) {
        this.context = context;
        for (int i = 0; i < STRIPES; i++) {
            stripes.add(new Stripe());
        }
    }

    private Stripe stripe(byte[] key) {
        return stripes.get(context.hash().hash(key, 0, key.length) >>> 26);
    }

    @Override
    public Cursor cursor() {
        return new HeapCursor();
    }

    @Override
    public Draft draft() {
        return new HeapDraft();
    }

    @Override
    public void flush(int second) {
        stripes.forEach(stripe -> stripe.items.clear());
    }

    @Override
    public Walk walk() {
        List<Item> all = new ArrayList<>();
        stripes.forEach(stripe -> all.addAll(stripe.items.values()));
        return visitor -> {
            if (!all.isEmpty()) {
                HeapCursor view = new HeapCursor();
                view.item = all.remove(all.size() - 1);
                visitor.visit(view);
            }
            return !all.isEmpty();
        };
    }

    @Override
    public boolean resize(long bytes) {
        return false;
    }

    @Override
    public Map<String, String> statistics(StatisticsGroup group) {
        int items = stripes.stream().mapToInt(stripe -> stripe.items.size()).sum();
        return group == StatisticsGroup.GENERAL ? Map.of("curr_items", Integer.toString(items)) : Map.of();
    }

    @Override
    public void resetStatistics() {}

    @Override
    public void close() {}

    private static final class HeapDraft implements Draft {
        private @Nullable Item item;
        private int written;

        Item item() {
            return Objects.requireNonNull(item);
        }

        Item take() {
            Item taken = item();
            item = null;
            return taken;
        }

        @Override
        public Outcome open(byte[] key, int offset, int keyLength, int flags, int expiry, int valueLength) {
            byte[] copy = new byte[keyLength];
            System.arraycopy(key, offset, copy, 0, keyLength);
            Item fresh = new Item(copy);
            fresh.value = new byte[valueLength];
            fresh.flags = flags;
            fresh.expiry = expiry;
            item = fresh;
            written = 0;
            return Outcome.READY;
        }

        @Override
        public Outcome open(Draft keyed, int flags, int expiry, int valueLength) {
            byte[] key = ((HeapDraft) keyed).item().key;
            return open(key, 0, key.length, flags, expiry, valueLength);
        }

        @Override
        public boolean write(byte[] source, int offset, int length) {
            System.arraycopy(source, offset, item().value, written, length);
            written += length;
            return true;
        }

        @Override
        public boolean write(ByteBuffer source) {
            int count = source.remaining();
            source.get(item().value, written, count);
            written += count;
            return true;
        }

        @Override
        public boolean copyTo(Draft target) {
            return target.write(item().value, 0, written);
        }

        @Override
        public void expiry(int second) {
            item().expiry = second;
        }

        @Override
        public int expiry() {
            return item().expiry;
        }

        @Override
        public int keyLength() {
            return item().key.length;
        }

        @Override
        public void copyKey(byte[] target, int at) {
            System.arraycopy(item().key, 0, target, at, item().key.length);
        }

        @Override
        public int slabClass() {
            return 0;
        }

        @Override
        public int remaining() {
            return item().value.length - written;
        }

        @Override
        public int valueLength() {
            return item().value.length;
        }

        @Override
        public boolean isOpen() {
            return item != null;
        }

        @Override
        public void discard() {
            item = null;
        }
    }

    private final class HeapCursor implements Cursor {
        private @Nullable Item item;
        private @Nullable Stripe held;
        private byte[] key = {};
        private Absence absence = Absence.UNKNOWN;
        private long nanos;

        private Item item() {
            return Objects.requireNonNull(item);
        }

        @Override
        public void begin() {
            nanos = context.clock().nanos();
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public boolean seek(byte[] bytes, int offset, int length) {
            byte[] copy = new byte[length];
            System.arraycopy(bytes, offset, copy, 0, length);
            return seek(copy);
        }

        @Override
        public boolean seek(Draft draft) {
            return seek(((HeapDraft) draft).item().key);
        }

        private boolean seek(byte[] wanted) {
            Stripe stripe = stripe(wanted);
            stripe.lock();
            held = stripe;
            key = wanted;
            Item found = stripe.items.get(ByteBuffer.wrap(wanted));
            absence = Absence.UNKNOWN;
            if (found != null && found.expiry != 0 && found.expiry <= StoreClock.floor(nanos)) {
                stripe.items.remove(ByteBuffer.wrap(wanted));
                absence = Absence.EXPIRED;
                found = null;
            }
            item = found;
            return found != null;
        }

        @Override
        public Absence absence() {
            return absence;
        }

        @Override
        public void hit() {
            item().fetched = true;
            item().access = StoreClock.floor(nanos);
        }

        @Override
        public void expiry(int second) {
            item().expiry = second;
        }

        @Override
        public void cas(long number) {
            item().cas = number;
        }

        @Override
        public long renewCas() {
            item().cas = cas.incrementAndGet();
            return item().cas;
        }

        @Override
        public void mark(Mark mark, boolean set) {
            int bit = 1 << mark.ordinal();
            item().marks = set ? item().marks | bit : item().marks & ~bit;
        }

        @Override
        public boolean overwrite(byte[] source, int offset, int length) {
            byte[] copy = new byte[length];
            System.arraycopy(source, offset, copy, 0, length);
            item().value = copy;
            return true;
        }

        @Override
        public boolean copyValueTo(Draft target) {
            return target.write(item().value, 0, item().value.length);
        }

        @Override
        public void store(Draft draft) {
            Item fresh = ((HeapDraft) draft).take();
            fresh.cas = cas.incrementAndGet();
            fresh.access = StoreClock.floor(nanos);
            Objects.requireNonNull(held).items.put(ByteBuffer.wrap(key), fresh);
            item = fresh;
        }

        @Override
        public void remove() {
            Objects.requireNonNull(held).items.remove(ByteBuffer.wrap(key));
            item = null;
        }

        @Override
        public @Nullable PinnedValue pin() {
            return null;
        }

        @Override
        public void release() {
            Stripe stripe = held;
            if (stripe != null) {
                held = null;
                stripe.unlock();
            }
        }

        @Override
        public int keyLength() {
            return item().key.length;
        }

        @Override
        public void copyKey(byte[] target, int at) {
            System.arraycopy(item().key, 0, target, at, item().key.length);
        }

        @Override
        public int valueLength() {
            return item().value.length;
        }

        @Override
        public void copyValue(int from, byte[] target, int at, int length) {
            System.arraycopy(item().value, from, target, at, length);
        }

        @Override
        public int flags() {
            return item().flags;
        }

        @Override
        public long cas() {
            return item().cas;
        }

        @Override
        public int expiry() {
            return item().expiry;
        }

        @Override
        public int lastAccess() {
            return item().access;
        }

        @Override
        public boolean fetched() {
            return item().fetched;
        }

        @Override
        public boolean has(Mark mark) {
            return (item().marks & 1 << mark.ordinal()) != 0;
        }

        @Override
        public int slabClass() {
            return 0;
        }

        @Override
        public int footprint() {
            return item().key.length + item().value.length;
        }
    }
}
