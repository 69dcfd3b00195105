package io.flagstone.server.internal.warm;

import io.flagstone.server.store.StoredItem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/** Writes items in {@link Blocks blocks}, through one buffer. */
final class BlockWriter {
    private final FileChannel file;
    private final ClientKeys clients;
    private final CRC32C crc = new CRC32C();
    private final byte[] block = new byte[Blocks.HEADER + Blocks.CONTENT];
    private final ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    private int number;
    private long items;
    private long leftOut;

    BlockWriter(FileChannel file, ClientKeys clients) {
        this.file = file;
        this.clients = clients;
        buffer.position(Blocks.HEADER);
    }

    /** Writes an item, unless clients must not find it again. */
    void write(StoredItem item, int standing) throws IOException {
        if (buffer.remaining() < Blocks.ITEM + Blocks.KEY_MAX) {
            flush();
        }
        int keyLength = item.keyLength();
        int at = buffer.position();
        item.copyKey(block, at + Blocks.ITEM);
        if (clients.areKeptIn(block, at + Blocks.ITEM, keyLength)) {
            leftOut++;
            return;
        }
        buffer.put((byte) keyLength).put((byte) standing).putShort((short) 0).putInt(item.flags());
        buffer.putLong(item.cas())
                .putInt(item.expiry())
                .putInt(item.lastAccess())
                .putInt(item.valueLength());
        buffer.position(at + Blocks.ITEM + keyLength);
        value(item, item.valueLength());
        items++;
    }

    private void value(StoredItem item, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(length - done, buffer.remaining());
            item.copyValue(done, block, buffer.position(), count);
            buffer.position(buffer.position() + count);
            done += count;
        }
    }

    private void flush() throws IOException {
        int length = buffer.position() - Blocks.HEADER;
        if (length == 0) {
            return;
        }
        buffer.putInt(0, length).putInt(4, number++);
        buffer.putInt(Blocks.CHECK, Blocks.check(crc, block, length));
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear().position(Blocks.HEADER);
    }

    /** Writes what is left. */
    void finish() throws IOException {
        flush();
    }

    /** Items written. */
    long items() {
        return items;
    }

    /** Items that were not written, for clients' sake. */
    long leftOut() {
        return leftOut;
    }
}
