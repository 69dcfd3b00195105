package io.flagstone.server.config;

import io.flagstone.server.config.Domain.Decimal;
import io.flagstone.server.config.Domain.Size;
import io.flagstone.server.config.Domain.Switch;
import io.flagstone.server.config.Domain.Text;
import io.flagstone.server.config.Domain.Whole;
import io.flagstone.server.config.Domain.Words;
import java.util.List;
import java.util.Locale;

/**
 * Every option of a node: its name in a configuration file, the other spellings memcached's users know, its default
 * and its range. Command line, file and API all pass through here, so that a bad value is refused with the same words
 * everywhere.
 */
public enum Option {
    /** TCP port; 0 lets the system choose a free one. */
    PORT(new Whole(0, 65_535), 11_211, "port"),
    /** Addresses to listen on: host names or address literals, each with a port of its own or not. */
    LISTEN(
            new Text("host names or addresses, perhaps with a port (host:port, [::1]:port), separated by commas"),
            "127.0.0.1",
            "listen"),
    /** Path of a unix socket to listen on instead of TCP; "none" for TCP. */
    UNIX_SOCKET(new Text("a path, or none"), "none", "unix_socket", "domain_socket"),
    /** Permissions of the unix socket, octal. */
    UNIX_MASK(new Text("up to three octal digits such as 700"), "700", "unix_mask"),
    /** Whether an address that is not loopback may be bound. */
    INSECURE(new Switch(), false, "insecure"),
    /** Memory for items, taken in pages of 1 MiB. */
    MEM_SIZE(
            new Size(MemorySize.mebibytes(8), MemorySize.mebibytes(1L << 24), 1 << 20),
            MemorySize.mebibytes(64),
            "mem_size",
            "memory_limit"),
    /** Room for key, value and client flags in the smallest chunk, bytes. */
    CHUNK_SIZE(new Whole(1, 524_288 - 48), 48, "chunk_size", "slab_min_size"),
    /** Ratio between the chunk sizes of neighbouring slab classes. */
    GROWTH_FACTOR(new Decimal(1.0, 1024.0), 1.25, "growth_factor", "slab_growth_factor"),
    /** Largest item, header and key included. */
    ITEM_SIZE_MAX(
            new Size(MemorySize.kibibytes(1), MemorySize.mebibytes(1024), 1),
            MemorySize.mebibytes(1),
            "item_size_max",
            "max_item_size"),
    /** Largest chunk; longer items chain chunks. */
    SLAB_CHUNK_MAX(
            new Size(MemorySize.kibibytes(1), MemorySize.mebibytes(1), 1024),
            MemorySize.kibibytes(512),
            "slab_chunk_max"),
    /** Explicit chunk sizes, ascending and separated by hyphens; "none" derives them from the growth factor. */
    SLAB_SIZES(new Text("ascending chunk sizes such as 100-200-300, or none"), "none", "slab_sizes"),
    /** Event loops that serve connections. */
    THREADS(new Whole(1, 256), 4, "threads", "num_threads"),
    /** Connections served at a time. */
    MAX_CONNECTIONS(new Whole(1, 1_000_000), 1024, "max_connections", "conn_limit", "maxconns"),
    /** Whether connections beyond the limit are turned away at once; without, they wait until others leave. */
    MAXCONNS_FAST(new Switch(), true, "maxconns_fast"),
    /** Connections the kernel may queue before they are accepted. */
    BACKLOG(new Whole(1, 65_535), 1024, "listen_backlog", "tcp_backlog", "backlog"),
    /** Requests one connection may have executed before the others get their turn. */
    REQS_PER_EVENT(new Whole(1, 1_000_000), 1000, "reqs_per_event", "max_reqs_per_event"),
    /** Whether old items make way for new ones; without, a full node refuses to store. */
    EVICTIONS(new Switch(), true, "evictions"),
    /** Whether items carry a CAS number (8 bytes each). */
    CAS(new Switch(), true, "cas_enabled", "cas"),
    /** Where items wait for the node's next start, see {@code WarmRestart}; "none" for nowhere. */
    MEMORY_FILE(new Text("the path of a file, or none"), "none", "memory_file"),
    /** Whether items are written to that file however the node is asked to stop, and not at SIGUSR1 only. */
    SAVE(new Switch(), false, "save"),
    /** Whether {@code flush_all} is obeyed. */
    FLUSH(new Switch(), true, "flush_enabled"),
    /** Whether {@code lru_crawler metadump} and {@code mgdump} are obeyed. */
    DUMP(new Switch(), true, "dump_enabled"),
    /** Verbosity reported by {@code stats settings}; it changes no behaviour. */
    VERBOSITY(new Whole(0, 3), 0, "verbosity", "verbose"),
    /** Users and passwords, a line {@code user:password} for each: whoever connects has to log in. */
    AUTH_FILE(new Text("the path of a file with lines user:password, or none"), "none", "auth_file"),
    /** Whether clients log in by SASL, in the binary protocol. */
    SASL(new Switch(), false, "sasl", "enable_sasl"),
    /** Users and passwords for SASL, where {@link #AUTH_FILE} names none. */
    SASL_PWDB(new Text("the path of a file with lines user:password, or none"), "none", "sasl_pwdb"),
    /** What each principal may do to which keys. */
    RIGHTS(new Text("the path of a file with lines: principal prefix rights; or none"), "none", "rights"),
    /** Whether TLS is spoken, wherever a listening address does not say otherwise. */
    TLS(new Switch(), false, "ssl_enabled", "enable_ssl"),
    /** The node's certificate and those it was signed with, PEM. */
    SSL_CHAIN_CERT(new Text("the path of a PEM file, or none"), "none", "ssl_chain_cert"),
    /** The certificate's private key, PEM; "none" looks for it in the file of the certificates. */
    SSL_KEY(new Text("the path of a PEM file, or none"), "none", "ssl_key"),
    /** Form of the key: PEM is the only one. */
    SSL_KEYFORMAT(new Words(List.of("pem", "1")), "pem", "ssl_keyformat"),
    /** Certificates of clients: 0 not asked for, 1 asked for, 2 and 3 demanded. */
    SSL_VERIFY_MODE(new Whole(0, 3), 0, "ssl_verify_mode"),
    /** The authorities that clients' certificates must come from, PEM. */
    SSL_CA_CERT(new Text("the path of a PEM file, or none"), "none", "ssl_ca_cert"),
    /** Cipher suites of TLS 1.2, by OpenSSL's names or the standard's, separated by colons; TLS 1.3 keeps its own. */
    SSL_CIPHERS(new Text("names of cipher suites separated by colons, or default"), "default", "ssl_ciphers"),
    /** Lowest version of TLS that is spoken. */
    SSL_MIN_VERSION(new Words(List.of("2", "3", "tlsv1.2", "tlsv1.3")), "tlsv1.2", "ssl_min_version"),
    /** Whether a client may take up an earlier session instead of beginning anew. */
    SSL_SESSION_CACHE(new Switch(), false, "ssl_session_cache"),
    /** Seconds in which a TLS handshake must be done. */
    HANDSHAKE_TIMEOUT(new Whole(1, 3600), 10, "handshake_timeout"),
    /** TLS handshakes under way at a time; those beyond are turned away. */
    MAX_HANDSHAKES(new Whole(1, 1_000_000), 256, "max_handshakes"),
    /** Wire protocols served: the text ones, the binary one, or whichever a connection's first byte chooses. */
    PROTOCOL(new Words(List.of("auto", "ascii", "binary")), "auto", "protocol", "binding_protocol"),
    /** Socket transport. */
    TRANSPORT(new Words(List.of("auto", "io_uring", "epoll", "nio")), "auto", "transport"),
    /** Share of a class's bytes that HOT may hold, per cent. */
    HOT_LRU_PCT(new Whole(1, 79), 20, "hot_lru_pct"),
    /** Share of a class's bytes that WARM may hold, per cent. */
    WARM_LRU_PCT(new Whole(1, 79), 40, "warm_lru_pct"),
    /** HOT items idle longer than this times COLD's age leave HOT. */
    HOT_MAX_FACTOR(new Decimal(0, 1000), 0.2, "hot_max_factor"),
    /** WARM items idle longer than this times COLD's age leave WARM. */
    WARM_MAX_FACTOR(new Decimal(0, 1000), 2.0, "warm_max_factor"),
    /** Items with at most this many seconds to live go to TEMP and are never evicted; 0 turns TEMP off. */
    TEMPORARY_TTL(new Whole(0, Integer.MAX_VALUE), 0, "temporary_ttl"),
    /** Whether expired items are freed in the background. */
    LRU_CRAWLER(new Switch(), true, "lru_crawler"),
    /** Whether pages move to slab classes that need them: 0 never, 1 when a class ages too fast, 2 when it evicts. */
    SLAB_AUTOMOVE(new Whole(0, 2), 1, "slab_automove"),
    /** A class whose oldest item is younger than this share of the oldest class's deserves a page. */
    SLAB_AUTOMOVE_RATIO(new Decimal(0, 1), 0.8, "slab_automove_ratio"),
    /** Seconds between two looks at the classes' ages. */
    SLAB_AUTOMOVE_WINDOW(new Whole(3, 1800), 10, "slab_automove_window"),
    /** Seconds after which a silent connection is closed; 0 never. */
    IDLE_TIMEOUT(new Whole(0, Integer.MAX_VALUE), 0, "idle_timeout"),
    /** Seconds in which a request that was begun must be complete, again for each MiB of a value, or be closed; 0 never. */
    REQUEST_TIMEOUT(new Whole(0, 86_400), 30, "request_timeout"),
    /** Connections from one address at a time; 0 for no limit but that of all connections. */
    MAX_CONNECTIONS_PER_ADDRESS(new Whole(0, 1_000_000), 0, "max_connections_per_address"),
    /** Wrong passwords from one address before it has to wait for seconds to try another; 0 for no limit. */
    MAX_LOGIN_FAILURES(new Whole(0, 1_000_000), 5, "max_login_failures"),
    /** Requests a client may have sent ahead of the answers it has taken; 0 for no limit but that of bytes. */
    MAX_PIPELINE(new Whole(0, Integer.MAX_VALUE), 0, "max_pipeline"),
    /** Keys of one get, gets, gat or gats; 0 for no limit. */
    MAX_KEYS_PER_GET(new Whole(0, Integer.MAX_VALUE), 0, "max_keys_per_get"),
    /** Bytes of log lines that may wait for one watcher. */
    WATCHER_LOGBUF_SIZE(
            new Size(MemorySize.kibibytes(4), MemorySize.mebibytes(64), 1024),
            MemorySize.kibibytes(256),
            "watcher_logbuf_size"),
    /** Whether {@code watch} is obeyed. */
    WATCH(new Switch(), true, "watch_enabled"),
    /** Whether {@code shutdown} is obeyed. */
    SHUTDOWN(new Switch(), false, "shutdown_command"),
    /** What ends a key's prefix in the statistics by prefix, one ASCII character. */
    PREFIX_DELIMITER(new Text("one ASCII character"), ":", "stat_key_prefix"),
    /** TCP port of the admin pages; 0 lets the system choose a free one, -1 goes without. */
    ADMIN_PORT(new Whole(-1, 65_535), -1, "admin_port"),
    /** The address the admin port is bound to. */
    ADMIN_LISTEN(new Text("a host name or an address"), "127.0.0.1", "admin_listen"),
    /** How the admin port shows keys that are asked for often. */
    ADMIN_KEYS(new Words(List.of("hashed", "plain", "off")), "hashed", "admin_keys"),
    /** The other nodes whose figures the admin port shows beside its own; "none" for no others. */
    ADMIN_FLEET(new Text("host:port of other nodes, separated by commas, or none"), "none", "admin_fleet"),
    /** Whether those are asked over TLS; they are, too, where one of the next two is given. */
    ADMIN_FLEET_TLS(new Switch(), false, "admin_fleet_tls"),
    /** Whose certificates are believed of them, PEM; "none" for the JVM's authorities. */
    ADMIN_FLEET_CA(new Text("the path of a PEM file, or none"), "none", "admin_fleet_ca"),
    /** Certificates to show to them, PEM. */
    ADMIN_FLEET_CERT(new Text("the path of a PEM file, or none"), "none", "admin_fleet_cert"),
    /** The key of these, PEM. */
    ADMIN_FLEET_KEY(new Text("the path of a PEM file, or none"), "none", "admin_fleet_key"),
    /** Who logs in to those that ask for it. */
    ADMIN_FLEET_USER(new Text("a user, or none"), "none", "admin_fleet_user"),
    /** The file whose first line is the password of that user. */
    ADMIN_FLEET_PASSWORD_FILE(new Text("the path of a file, or none"), "none", "admin_fleet_password_file"),
    /** Whether that password may be sent to other machines without TLS. */
    ADMIN_FLEET_PASSWORD_PLAIN(new Switch(), false, "admin_fleet_password_plain"),
    /** Whether what is done to keys is counted by prefix from the start. */
    DETAIL(new Switch(), false, "detail_enabled"),
    /** Whether {@code stats sizes} is answered from the start. */
    TRACK_SIZES(new Switch(), false, "track_sizes"),
    /** File with the list of nodes that {@code config get cluster} is answered with; "none" leaves that unknown. */
    CLUSTER_FILE(new Text("the path of a file with a version and nodes, or none"), "none", "cluster_file"),
    /** Name of the storage engine, see {@code StorageEngineProvider}. */
    STORAGE_ENGINE(new Text("the name of an engine on the class path"), "slab", "storage_engine"),
    /** Name of the key hash, see {@code KeyHashProvider}. */
    KEY_HASH(new Text("the name of a key hash on the class path"), "folded", "hash_algorithm", "key_hash");

    private final Domain domain;
    private final Object defaultValue;
    private final List<String> names;

    Option(Domain domain, Object defaultValue, String... names) {
        this.domain = domain;
        this.defaultValue = defaultValue;
        this.names = List.of(names);
    }

    /** Its name in a configuration file and in error messages. */
    public String key() {
        return names.get(0);
    }

    /** All spellings, {@link #key()} first; hyphens may stand for underscores. */
    public List<String> names() {
        return names;
    }

    /** The allowed values in words. */
    public String allowed() {
        return domain.allowed();
    }

    Object defaultValue() {
        return defaultValue;
    }

    Object parse(String text) {
        try {
            return checked(domain.parse(text));
        } catch (OptionException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw refusal(text);
        }
    }

    Object checked(Object value) {
        if (!domain.admits(value)) {
            throw refusal(value);
        }
        return value;
    }

    private OptionException refusal(Object value) {
        return new OptionException(key() + ": " + value + " is not allowed; allowed: " + allowed());
    }

    /**
     * The option that bears this name.
     *
     * @throws OptionException when none does; the message suggests the nearest name, if one is near
     */
    public static Option named(String name) {
        String normal = name.trim().toLowerCase(Locale.ROOT).replace('-', '_');
        for (Option option : values()) {
            if (option.names.contains(normal)) {
                return option;
            }
        }
        String nearest = Nearest.to(normal);
        throw new OptionException("unknown option " + name
                + (nearest == null
                        ? "; \"flagstone serve -h\" lists what there is"
                        : "; the nearest known one is " + nearest));
    }
}
