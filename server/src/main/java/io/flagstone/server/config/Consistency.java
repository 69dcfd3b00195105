package io.flagstone.server.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The rules that bind several options together. */
final class Consistency {
    private static final long PAGE = 1 << 20;
    /** The kernel's limit of 107, less the room for the name under which the socket is made. */
    private static final int UNIX_PATH_MAX = 92;

    /** Each is asked every few seconds. */
    private static final int FLEET_MAX = 64;

    private Consistency() {}

    static void check(NodeOptions options) {
        checkChunks(options);
        checkItems(options);
        int shares = options.number(Option.HOT_LRU_PCT) + options.number(Option.WARM_LRU_PCT);
        if (shares > 80) {
            throw new OptionException("hot_lru_pct + warm_lru_pct: " + shares + " is not allowed; allowed: at most 80");
        }
        String delimiter = options.text(Option.PREFIX_DELIMITER);
        if (delimiter.length() != 1 || delimiter.charAt(0) > '~') {
            throw new OptionException(
                    "stat_key_prefix: " + delimiter + " is not allowed; allowed: " + Option.PREFIX_DELIMITER.allowed());
        }
        checkUnixSocket(options);
        checkAddresses(options);
        checkAdmin(options);
    }

    private static void checkAdmin(NodeOptions options) {
        String host = options.text(Option.ADMIN_LISTEN);
        if (options.number(Option.ADMIN_PORT) >= 0 && !options.is(Option.INSECURE) && !Loopback.is(host)) {
            throw new OptionException("admin_listen: " + host + " is not a loopback address, and the admin port asks"
                    + " nobody who they are; add --insecure to bind it all the same");
        }
        int nodes = options.adminFleet().size();
        if (nodes > FLEET_MAX) {
            throw new OptionException("admin_fleet: " + nodes + " nodes are too many; allowed: at most " + FLEET_MAX);
        }
    }

    private static void checkUnixSocket(NodeOptions options) {
        Path path = options.unixSocket();
        if (path != null && path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8).length > UNIX_PATH_MAX) {
            throw new OptionException("unix_socket: " + path + " is not allowed; its absolute path must not exceed "
                    + UNIX_PATH_MAX + " bytes");
        }
        String mask = options.text(Option.UNIX_MASK);
        if (!mask.matches("0?[0-7]{1,3}")) {
            throw new OptionException("unix_mask: " + mask + " is not allowed; allowed: " + Option.UNIX_MASK.allowed());
        }
    }

    private static void checkAddresses(NodeOptions options) {
        for (ListenAddress address : options.listenAddresses()) {
            if (options.unixSocket() == null && !options.is(Option.INSECURE) && !Loopback.is(address.host())) {
                throw new OptionException("listen: " + address.host() + " is not a loopback address, and this node"
                        + " has neither authentication nor TLS; add --insecure to bind it all the same");
            }
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
