package io.flagstone.server.internal.memory;

import java.nio.ByteBuffer;

/**
 * How a part of a chunked item's value lies in its chunk. The links and the control word are where an item has them,
 * so that a walk over a page can tell what it meets.
 *
 * <pre>
 *  0  next part, or next free chunk (handle)
 *  8  previous free chunk while free (handle)
 * 16  the item this part belongs to (handle)
 * 24  bytes of the value in this part
 * 40  control word
 * 48  data
 * </pre>
 */
public final class ChunkLayout {
    /** Bytes before the data. */
    public static final int HEADER = 48;

    private static final int OWNER = 16;
    private static final int USED = 24;

    private ChunkLayout() {}

    /** Begins a part that belongs to {@code owner} and holds no byte yet. */
    static void format(ByteBuffer page, int base, long owner) {
        page.putLong(base + ItemLayout.NEXT, 0);
        page.putLong(base + OWNER, owner);
        page.putInt(base + USED, 0);
    }

    /** The item this part belongs to. */
    public static long owner(ByteBuffer page, int base) {
        return page.getLong(base + OWNER);
    }

    /** Names another owner: the item's head has moved. */
    public static void setOwner(ByteBuffer page, int base, long owner) {
        page.putLong(base + OWNER, owner);
    }

    /** Bytes of the value in this part. */
    public static int used(ByteBuffer page, int base) {
        return page.getInt(base + USED);
    }

    /** Sets the bytes of the value in this part. */
    public static void setUsed(ByteBuffer page, int base, int bytes) {
        page.putInt(base + USED, bytes);
    }
}
