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
        if (options.is(Option.SAVE) && options.file(Option.MEMORY_FILE) == null) {
            throw new OptionException("save: there is nowhere to save to; name a file by -e (memory_file)");
        }
        checkUnixSocket(options);
        checkAddresses(options);
        checkLogins(options);
        checkRights(options);
        checkAdmin(options);
    }

    /** Whether not everybody who reaches this address is served in the open. */
    private static boolean isGuarded(NodeOptions options, ListenAddress address) {
        boolean encrypts = options.is(Option.TLS) && address.security() != Security.NOTLS;
        return options.is(Option.INSECURE) || options.authenticates() || encrypts;
    }

    private static void checkLogins(NodeOptions options) {
        boolean inText = options.file(Option.AUTH_FILE) != null;
        boolean inBinary = options.is(Option.SASL);
        if (inBinary && !inText && options.file(Option.SASL_PWDB) == null) {
            throw new OptionException("sasl: without passwords nobody could log in; name a file with lines"
                    + " user:password by -Y (auth_file), by sasl_pwdb, or in MEMCACHED_SASL_PWDB");
        }
        String protocol = options.text(Option.PROTOCOL);
        if (inText && !inBinary && protocol.equals("binary")) {
            throw new OptionException("protocol: binary is not allowed with -Y (auth_file), which logs in by text; add"
                    + " -S (sasl = yes), or leave -B out");
        }
        if (inBinary && !inText && protocol.equals("ascii")) {
            throw new OptionException("protocol: ascii is not allowed with -S (sasl), which is of the binary protocol;"
                    + " add -Y (auth_file), or leave -B out");
        }
    }

    private static void checkRights(NodeOptions options) {
        boolean knowsClients = options.authenticates()
                || (options.is(Option.TLS) && options.number(Option.SSL_VERIFY_MODE) > 0)
                || options.listenAddresses().stream().anyMatch(address -> address.security() == Security.MTLS);
        if (options.file(Option.RIGHTS) != null && !knowsClients) {
            throw new OptionException("rights: nobody could be told from anybody else; add passwords (-Y, -S) or ask"
                    + " for clients' certificates (-Z with ssl_verify_mode and ssl_ca_cert)");
        }
    }

    /** What stands in front of an address can only choose among what there is. */
    private static void checkSecurity(NodeOptions options, ListenAddress address) {
        if (address.security() != Security.USUAL && !options.is(Option.TLS)) {
            throw new OptionException("listen: " + address.security().prefix() + address.host()
                    + " chooses about TLS, which is off; add -Z (ssl_enabled = yes) or leave the prefix out");
        }
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
        if (nodes > 0 && options.number(Option.ADMIN_PORT) < 0) {
            throw new OptionException(
                    "admin_fleet: there is no admin port that would show these nodes; add --admin-port PORT");
        }
        checkPair(options, Option.ADMIN_FLEET_CERT, Option.ADMIN_FLEET_KEY);
        checkPair(options, Option.ADMIN_FLEET_USER, Option.ADMIN_FLEET_PASSWORD_FILE);
    }

    private static void checkPair(NodeOptions options, Option one, Option other) {
        if (options.text(one).equals("none") != options.text(other).equals("none")) {
            throw new OptionException(one.key() + " and " + other.key() + " go together; give both or neither");
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
            checkSecurity(options, address);
            if (options.unixSocket() == null && !isGuarded(options, address) && !Loopback.is(address.host())) {
                throw new OptionException("listen: " + address.host() + " is not a loopback address, and there is"
                        + " neither authentication nor TLS on it; add -Y FILE (auth_file), -S (sasl) or -Z"
                        + " (ssl_enabled), or add --insecure to bind it all the same");
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
