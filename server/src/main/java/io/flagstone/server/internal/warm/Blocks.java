package io.flagstone.server.internal.warm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * The form of what follows a memory file's header: blocks of at most 256 KiB, each with a checksum of its own.
 *
 * <pre>
 *  0  bytes of the content (4)   4  number of the block, from 0 (4)   8  CRC-32C of these 8 bytes and the content (4)
 * 12  content
 * </pre>
 *
 * The content is items one after the other; a value may go on in the next block, what is ahead of it may not.
 *
 * <pre>
 *  0  bytes of the key (1)   1  standing (1)   2  nothing (2)   4  client flags (4)
 *  8  CAS number            16  second of expiry, 0 is never (4)      20  second of the last access (4)
 * 24  bytes of the value (4)
 * 28  key, value
 * </pre>
 */
final class Blocks {
    /** Bytes ahead of a block's content. */
    static final int HEADER = 12;
    /** Bytes of the content at most. */
    static final int CONTENT = 256 * 1024;
    /** Where the checksum is, and how much of the header it covers. */
    static final int CHECK = 8;
    /** Bytes ahead of an item's key. */
    static final int ITEM = 28;
    /** The longest key. */
    static final int KEY_MAX = 250;

    private Blocks() {}

    /** The checksum of the block in this array. */
    static int check(CRC32C crc, byte[] block, int contentLength) {
        crc.reset();
        crc.update(block, 0, CHECK);
        crc.update(block, HEADER, contentLength);
        return (int) crc.getValue();
    }

    /** Reads until the buffer is full, and flips it; false when the file ends before. */
    static boolean fill(FileChannel file, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into) < 0) {
                return false;
            }
        }
        into.flip();
        return true;
    }
}
