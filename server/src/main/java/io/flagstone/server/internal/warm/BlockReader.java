package io.flagstone.server.internal.warm;

import io.flagstone.server.store.Draft;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Reads items from {@link Blocks blocks}, through one buffer: {@link #next} comes to an item, whose parts may then be asked for. */
final class BlockReader {
    private final FileChannel file;
    private final long end;
    private final CRC32C crc = new CRC32C();
    private final byte[] block = new byte[Blocks.HEADER + Blocks.CONTENT];
    private final ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    private int number;
    private int item;

    /**
     * A reader from where the file is.
     *
     * @param end where it must end
     */
    BlockReader(FileChannel file, long end) {
        this.file = file;
        this.end = end;
        buffer.limit(0);
    }

    /** Goes through all blocks without looking at items; throws where one is not as it was written. */
    static void verify(FileChannel file, long end) throws IOException {
        BlockReader reader = new BlockReader(file, end);
        while (file.position() < end) {
            reader.load();
        }
    }

    private void load() throws IOException {
        buffer.clear().limit(Blocks.HEADER);
        if (!Blocks.fill(file, buffer)) {
            throw damaged();
        }
        int length = buffer.getInt(0);
        int check = buffer.getInt(Blocks.CHECK);
        boolean fits = length > 0 && length <= Blocks.CONTENT && file.position() + length <= end;
        if (!fits || buffer.getInt(4) != number) {
            throw damaged();
        }
        buffer.limit(Blocks.HEADER + length).position(Blocks.HEADER);
        if (!Blocks.fill(file, buffer) || Blocks.check(crc, block, length) != check) {
            throw damaged();
        }
        buffer.position(Blocks.HEADER);
        number++;
    }

    private Unusable damaged() {
        return new Unusable("block " + number + " is damaged");
    }

    private Unusable misshapen() {
        return new Unusable("block " + (number - 1) + " holds something that is no item");
    }

    /** Comes to the next item; false behind the last one. The item before must have been read or skipped. */
    boolean next() throws IOException {
        if (!buffer.hasRemaining()) {
            if (file.position() >= end) {
                return false;
            }
            load();
        }
        item = buffer.position();
        if (buffer.remaining() < Blocks.ITEM) {
            throw misshapen();
        }
        int keyLength = keyLength();
        if (keyLength == 0 || keyLength > Blocks.KEY_MAX || buffer.remaining() < Blocks.ITEM + keyLength) {
            throw misshapen();
        }
        if (valueLength() < 0) {
            throw misshapen();
        }
        buffer.position(item + Blocks.ITEM + keyLength);
        return true;
    }

    /** Bytes of the key. */
    int keyLength() {
        return block[item] & 0xff;
    }

    /** The bytes in which the key is, from {@link #keyAt}, until the value is read. */
    byte[] bytes() {
        return block;
    }

    /** Where the key begins. */
    int keyAt() {
        return item + Blocks.ITEM;
    }

    int standing() {
        return block[item + 1] & 0xff;
    }

    int flags() {
        return buffer.getInt(item + 4);
    }

    long cas() {
        return buffer.getLong(item + 8);
    }

    int expiry() {
        return buffer.getInt(item + 16);
    }

    int lastAccess() {
        return buffer.getInt(item + 20);
    }

    int valueLength() {
        return buffer.getInt(item + 24);
    }

    /** Writes the value to an open draft; false when that ran out of memory, and the rest of the value is skipped. */
    boolean value(Draft draft, int length) throws IOException {
        boolean fits = true;
        int left = length;
        while (left > 0) {
            int count = Math.min(left, part());
            fits = fits && draft.write(block, buffer.position(), count);
            buffer.position(buffer.position() + count);
            left -= count;
        }
        return fits;
    }

    /** Passes over the value. */
    void skip(int length) throws IOException {
        int left = length;
        while (left > 0) {
            int count = Math.min(left, part());
            buffer.position(buffer.position() + count);
            left -= count;
        }
    }

    /** Bytes of the value at hand. */
    private int part() throws IOException {
        if (!buffer.hasRemaining()) {
            if (file.position() >= end) {
                throw misshapen();
            }
            load();
        }
        return buffer.remaining();
    }
}
