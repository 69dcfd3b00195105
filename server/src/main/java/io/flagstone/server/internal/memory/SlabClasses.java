package io.flagstone.server.internal.memory;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import java.util.Arrays;

/**
 * The slab classes of a node: class {@code i} cuts its pages into chunks of {@link #chunkSize(int)} bytes. Class 0 is
 * the pool of free pages and has no chunks.
 *
 * <p>Sizes start at 48 + chunk_size, grow by the growth factor from the rounded size, are rounded up to 8 bytes and stop
 * at slab_chunk_max / factor; the last class is slab_chunk_max itself (memcached's rule, 63 classes at most).
 */
public final class SlabClasses {
    /** Classes there may be, class 0 included. */
    public static final int LIMIT = 64;

    private static final int ALIGNMENT = 8;

    private final int[] sizes;
    private final byte[] classBySize;

    private SlabClasses(int[] sizes) {
        this.sizes = sizes;
        this.classBySize = lookup(sizes);
    }

    /**
     * The classes these options ask for.
     *
     * @throws OptionException when slab_sizes is not a list of ascending sizes below slab_chunk_max
     */
    public static SlabClasses of(NodeOptions options) {
        int chunkMax = (int) options.bytes(Option.SLAB_CHUNK_MAX);
        String explicit = options.text(Option.SLAB_SIZES);
        return explicit.equals("none")
                ? grown(ItemLayout.HEADER + options.chunkSize(), options.decimal(Option.GROWTH_FACTOR), chunkMax)
                : listed(explicit, chunkMax);
    }

    private static SlabClasses grown(int first, double factor, int chunkMax) {
        int[] sizes = new int[LIMIT];
        int count = 0;
        int size = first;
        while (count < LIMIT - 2 && size < chunkMax / factor) {
            size = align(size);
            sizes[++count] = size;
            size = (int) (size * factor);
        }
        sizes[++count] = chunkMax;
        return new SlabClasses(Arrays.copyOf(sizes, count + 1));
    }

    private static SlabClasses listed(String explicit, int chunkMax) {
        String[] words = explicit.split("-", -1);
        int[] sizes = new int[words.length + 2];
        if (sizes.length > LIMIT) {
            throw refusal(explicit, chunkMax);
        }
        for (int i = 0; i < words.length; i++) {
            sizes[i + 1] = parse(words[i], explicit, chunkMax);
            if (sizes[i + 1] <= sizes[i] || sizes[i + 1] >= chunkMax) {
                throw refusal(explicit, chunkMax);
            }
        }
        sizes[words.length + 1] = chunkMax;
        return new SlabClasses(sizes);
    }

    private static int parse(String word, String explicit, int chunkMax) {
        try {
            return Math.max(ItemLayout.HEADER + ALIGNMENT, align(Integer.parseInt(word)));
        } catch (NumberFormatException e) {
            throw refusal(explicit, chunkMax);
        }
    }

    private static OptionException refusal(String explicit, int chunkMax) {
        return new OptionException("slab_sizes: " + explicit + " is not allowed; allowed: up to 62 ascending sizes"
                + " below slab_chunk_max, " + chunkMax + ", separated by hyphens");
    }

    private static int align(int size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private static byte[] lookup(int[] sizes) {
        int largest = sizes[sizes.length - 1];
        byte[] lookup = new byte[largest / ALIGNMENT + 1];
        int slabClass = 1;
        for (int slot = 0; slot < lookup.length; slot++) {
            while (sizes[slabClass] < slot * ALIGNMENT) {
                slabClass++;
            }
            lookup[slot] = (byte) slabClass;
        }
        return lookup;
    }

    /** Bytes of a chunk of this class. */
    public int chunkSize(int slabClass) {
        return sizes[slabClass];
    }

    /** Chunks a page of this class is cut into. */
    public int chunksPerPage(int slabClass) {
        return Pages.SIZE / sizes[slabClass];
    }

    /** The class with the largest chunks; also the number of classes that have chunks. */
    public int last() {
        return sizes.length - 1;
    }

    /** The largest chunk, bytes. */
    public int largestChunk() {
        return sizes[sizes.length - 1];
    }

    /** The class with the smallest chunks that hold {@code size} bytes, which must not exceed the largest chunk. */
    public int classOf(int size) {
        return classBySize[(size + ALIGNMENT - 1) / ALIGNMENT];
    }
}
