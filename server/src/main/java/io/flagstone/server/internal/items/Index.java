package io.flagstone.server.internal.items;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The index of all items: segments chosen by the upper bits of a key's hash. */
public final class Index {
    /** Locks for each event loop: so many that two seldom meet, so few that a processor's cache holds them all. */
    private static final int SEGMENTS_PER_THREAD = 64;

    private static final int SEGMENTS_MIN = 256;
    private static final int SEGMENTS_MAX = 4096;

    private final Segment[] segments;
    private final int shift;

    /** An index for so many event loops. */
    public Index(Heap heap, int threads) {
        int wanted = Math.max(SEGMENTS_MIN, Math.min(SEGMENTS_MAX, threads * SEGMENTS_PER_THREAD));
        int count = Integer.highestOneBit(wanted);
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
