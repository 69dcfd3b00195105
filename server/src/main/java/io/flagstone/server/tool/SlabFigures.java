package io.flagstone.server.tool;

import io.flagstone.server.tool.link.Link;
import java.util.Map;

/**
 * What is told about a slab class, or about all of them together.
 *
 * @param usedBytes bytes of the chunks that hold something
 * @param requested bytes that items asked for
 * @param age seconds since the oldest item was used
 */
record SlabFigures(
        int number,
        long chunkSize,
        long pages,
        long used,
        long free,
        long items,
        long age,
        long evicted,
        long usedBytes,
        long requested) {
    static final SlabFigures NONE = new SlabFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Those of one class; {@code mem_requested} was among the slabs' in older memcacheds. */
    static SlabFigures of(int number, Map<String, String> slabs, Map<String, String> items) {
        String slab = number + ":";
        String item = "items:" + number + ":";
        long chunkSize = Link.number(slabs, slab + "chunk_size");
        long used = Link.number(slabs, slab + "used_chunks");
        return new SlabFigures(
                number,
                chunkSize,
                Link.number(slabs, slab + "total_pages"),
                used,
                Link.number(slabs, slab + "total_chunks") - used,
                Link.number(items, item + "number"),
                Link.number(items, item + "age"),
                Link.number(items, item + "evicted"),
                used * chunkSize,
                Math.max(Link.number(items, item + "mem_requested"), Link.number(slabs, slab + "mem_requested")));
    }

    /** Both together. */
    SlabFigures plus(SlabFigures other) {
        return new SlabFigures(
                0,
                0,
                pages + other.pages,
                used + other.used,
                free + other.free,
                items + other.items,
                Math.max(age, other.age),
                evicted + other.evicted,
                usedBytes + other.usedBytes,
                requested + other.requested);
    }
}
