package io.flagstone.server.internal.items;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The index of all items: segments chosen by the upper bits of a key's hash. */
public final class Index {
    private static final int SEGMENTS_MIN = 256;
    private static final int SEGMENTS_MAX = 4096;
    /** Memory per segment that keeps chains and locks short; a guess between two measured extremes. */
    private static final long BYTES_PER_SEGMENT = 256 * 1024;

    private final Segment[] segments;
    private final int shift;

    public Index(Heap heap) {
        long wanted = heap.pages().limit() / BYTES_PER_SEGMENT;
        int count = Integer.highestOneBit((int) Math.max(SEGMENTS_MIN, Math.min(SEGMENTS_MAX, wanted)));
        this.shift = Integer.SIZE - Integer.numberOfTrailingZeros(count);
        this.segments = new Segment[count];
        // One block for all first tables: a node is to start in milliseconds.
        int bytes = Segment.FIRST * Long.BYTES;
        ByteBuffer block = ByteBuffer.allocateDirect(count * bytes);
        for (int i = 0; i < count; i++) {
            ByteBuffer table = block.slice(i * bytes, bytes).order(ByteOrder.nativeOrder());
            segments[i] = new Segment(heap.pages(), heap.layout(), table);
        }
    }

    /** The segment responsible for this hash. */
    public Segment segment(int hash) {
        return segments[hash >>> shift];
    }

    /** Segments there are. */
    public int segments() {
        return segments.length;
    }

    /** The segment with this number. */
    public Segment numbered(int number) {
        return segments[number];
    }

    /** Buckets in all segments. */
    public long buckets() {
        long sum = 0;
        for (Segment segment : segments) {
            segment.lock();
            try {
                sum += segment.buckets();
            } finally {
                segment.unlock();
            }
        }
        return sum;
    }
}
