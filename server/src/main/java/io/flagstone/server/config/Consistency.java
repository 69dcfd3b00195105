package io.flagstone.server.config;

/** The rules that bind several options together. */
final class Consistency {
    private static final long PAGE = 1 << 20;

    private Consistency() {}

    static void check(NodeOptions options) {
        checkChunks(options);
        checkItems(options);
        int shares = options.number(Option.HOT_LRU_PCT) + options.number(Option.WARM_LRU_PCT);
        if (shares > 80) {
            throw new OptionException("hot_lru_pct + warm_lru_pct: " + shares + " is not allowed; allowed: at most 80");
        }
        if (options.is(Option.INSECURE)) {
            return;
        }
        if (!Loopback.is(options.listenAddress())) {
            throw new OptionException("listen: " + options.listenAddress() + " is not a loopback address, and this node"
                    + " has neither authentication nor TLS; add --insecure to bind it all the same");
        }
    }

    private static void checkChunks(NodeOptions options) {
        long chunkMax = options.bytes(Option.SLAB_CHUNK_MAX);
        if (PAGE % chunkMax != 0) {
            throw new OptionException(
                    "slab_chunk_max: " + MemorySize.bytes(chunkMax) + " is not allowed; it must divide 1m");
        }
        if (options.chunkSize() + 48 > chunkMax) {
            throw new OptionException("chunk_size: " + options.chunkSize() + " is not allowed; with its header of 48"
                    + " bytes it must not exceed slab_chunk_max, " + MemorySize.bytes(chunkMax));
        }
    }

    private static void checkItems(NodeOptions options) {
        long itemMax = options.bytes(Option.ITEM_SIZE_MAX);
        long chunkMax = options.bytes(Option.SLAB_CHUNK_MAX);
        if (itemMax % chunkMax != 0) {
            throw new OptionException("item_size_max: " + MemorySize.bytes(itemMax) + " is not allowed; it must be a"
                    + " multiple of slab_chunk_max, " + MemorySize.bytes(chunkMax));
        }
        if (itemMax > options.memory().bytes() / 2) {
            throw new OptionException("item_size_max: " + MemorySize.bytes(itemMax)
                    + " is not allowed; allowed: at most" + " half of mem_size, " + options.memory());
        }
    }
}
