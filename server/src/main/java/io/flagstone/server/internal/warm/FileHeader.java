package io.flagstone.server.internal.warm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The beginning of a memory file. All numbers in it are little-endian; seconds and nanoseconds are those of the clock of
 * the node that wrote it.
 *
 * <pre>
 *  0  "FLAGWARM"
 *  8  format of the file (4 bytes)         12  bytes of this header (4)
 * 16  when it was written, Unix milliseconds
 * 24  the same by the node's clock, nanoseconds
 * 32  CAS number given last
 * 40  items
 * 48  bytes of the file
 * 56  second of a flush to come, 0 for none (4)
 * 60  settings, UTF-8, see {@link Settings}
 *     CRC-32C of everything before (4)
 * </pre>
 *
 * {@link Blocks blocks} follow.
 *
 * @param savedMillis when, by the wall clock
 * @param savedNanos when, by the node's clock
 * @param lastCas CAS number given last
 * @param items items that follow
 * @param fileBytes length of the file
 * @param flushDue second of a flush to come, 0 for none
 * @param settings under which it was written
 */
record FileHeader(
        long savedMillis, long savedNanos, long lastCas, long items, long fileBytes, int flushDue, String settings) {
    /** Raised whenever anything about the file's form or meaning changes. */
    static final int FORMAT = 1;

    private static final byte[] MAGIC = "FLAGWARM".getBytes(StandardCharsets.US_ASCII);
    private static final int FIXED = 60;
    private static final int CHECK = 4;
    /** Settings are a few hundred bytes. */
    private static final int LONGEST = 64 * 1024;

    /** The header as bytes; their number depends on the settings only. */
    ByteBuffer encoded() {
        byte[] text = settings.getBytes(StandardCharsets.UTF_8);
        int length = FIXED + text.length + CHECK;
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putInt(FORMAT).putInt(length);
        bytes.putLong(savedMillis)
                .putLong(savedNanos)
                .putLong(lastCas)
                .putLong(items)
                .putLong(fileBytes);
        bytes.putInt(flushDue).put(text);
        bytes.putInt(check(bytes.array(), bytes.position()));
        return bytes.flip();
    }

    private static int check(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** Whether a file is one of ours, or has nothing in it. */
    static boolean isOurs(FileChannel file) throws IOException {
        if (file.size() == 0) {
            return true;
        }
        ByteBuffer start = ByteBuffer.allocate(MAGIC.length);
        return Blocks.fill(file.position(0), start) && start.equals(ByteBuffer.wrap(MAGIC));
    }

    /**
     * Reads the header, and leaves the file behind it.
     *
     * @throws Unusable where it is not one of this format, or damaged
     */
    static FileHeader read(FileChannel file) throws IOException {
        if (!isOurs(file)) {
            throw new Unusable("it is no memory file of this node's kind");
        }
        ByteBuffer start = ByteBuffer.allocate(FIXED).order(ByteOrder.LITTLE_ENDIAN);
        if (!Blocks.fill(file.position(0), start)) {
            throw new Unusable("it is cut short");
        }
        int format = start.getInt(8);
        if (format != FORMAT) {
            throw new Unusable("it has format " + format + ", and this node reads format " + FORMAT);
        }
        int length = start.getInt(12);
        if (length < FIXED + CHECK || length > LONGEST) {
            throw new Unusable("its header is damaged");
        }
        ByteBuffer all = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        if (!Blocks.fill(file.position(0), all)) {
            throw new Unusable("it is cut short");
        }
        if (all.getInt(length - CHECK) != check(all.array(), length - CHECK)) {
            throw new Unusable("its header is damaged");
        }
        String text = new String(all.array(), FIXED, length - FIXED - CHECK, StandardCharsets.UTF_8);
        return new FileHeader(
                all.getLong(16),
                all.getLong(24),
                all.getLong(32),
                all.getLong(40),
                all.getLong(48),
                all.getInt(56),
                text);
    }
}
