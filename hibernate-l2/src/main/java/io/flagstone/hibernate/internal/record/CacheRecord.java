package io.flagstone.hibernate.internal.record;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What stands under a key of a region. Applications of different versions share locks and tombstones, so their layout
 * does not change; what a value's payload says is checked by who reads it.
 *
 * <pre>
 *   value      'V' payload
 *   lock       'L' number of holders (2) contested (1) (id (8) deadline in ms (8))…
 *   tombstone  'T' id (8)
 *   mark       'M' last update (8), then holders as in a lock
 * </pre>
 *
 * Numbers are big-endian. A tombstone's id is random and tells it from every other.
 */
sealed interface CacheRecord {

    /** State that may be read. */
    record Value(byte[] payload) implements CacheRecord {}

    /** Transactions are changing it: nobody reads and nobody fills. */
    record Lock(Holders holders) implements CacheRecord {}

    /** It was changed or evicted: only who began after seeing this may fill. */
    record Tombstone(long id) implements CacheRecord {}

    /** The last update of a table, and the transactions that are updating it. */
    record Mark(long last, Holders holders) implements CacheRecord {}

    /** Bytes of another version: nobody reads and nobody fills, but who changes the database may write over them. */
    record Unknown() implements CacheRecord {}

    /** The bytes of this record. */
    default byte[] bytes() {
        if (this instanceof Value value) {
            return ByteBuffer.allocate(1 + value.payload().length)
                    .put((byte) 'V')
                    .put(value.payload())
                    .array();
        }
        if (this instanceof Tombstone tombstone) {
            return ByteBuffer.allocate(1 + Long.BYTES)
                    .put((byte) 'T')
                    .putLong(tombstone.id())
                    .array();
        }
        if (this instanceof Lock lock) {
            ByteBuffer out = ByteBuffer.allocate(1 + lock.holders().size()).put((byte) 'L');
            lock.holders().write(out);
            return out.array();
        }
        if (this instanceof Mark mark) {
            ByteBuffer out = ByteBuffer.allocate(1 + Long.BYTES + mark.holders().size())
                    .put((byte) 'M')
                    .putLong(mark.last());
            mark.holders().write(out);
            return out.array();
        }
        throw new IllegalStateException("an unknown record is not written");
    }

    /** What these bytes say; nothing stands for nothing. */
    static @Nullable CacheRecord of(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return switch (in.get()) {
                case 'V' -> {
                    byte[] payload = new byte[in.remaining()];
                    in.get(payload);
                    yield new Value(payload);
                }
                case 'L' -> new Lock(Holders.read(in));
                case 'T' -> new Tombstone(in.getLong());
                case 'M' -> new Mark(in.getLong(), Holders.read(in));
                default -> new Unknown();
            };
        } catch (BufferUnderflowException e) {
            return new Unknown();
        }
    }
}
