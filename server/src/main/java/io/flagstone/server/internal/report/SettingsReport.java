package io.flagstone.server.internal.report;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.store.LruTuning;
import io.flagstone.server.store.PageMoving;
import io.flagstone.server.store.SlabControls;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** {@code stats settings}: memcached's names in its order, then our own. */
public final class SettingsReport {
    private SettingsReport() {}

    /** The report as of now. */
    public static Map<String, String> of(NodeFacts facts) {
        Map<String, String> report = new LinkedHashMap<>();
        network(report, facts);
        limits(report, facts);
        slabs(report, facts);
        lru(report, facts);
        rest(report, facts);
        tls(report, facts.options());
        own(report, facts);
        return report;
    }

    private static void put(Map<String, String> report, String name, long value) {
        report.put(name, Long.toString(value));
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }

    private static String decimals(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static void network(Map<String, String> report, NodeFacts facts) {
        NodeOptions options = facts.options();
        put(report, "maxbytes", options.memory().bytes());
        put(report, "maxconns", options.number(Option.MAX_CONNECTIONS));
        put(report, "tcpport", facts.runtime().port());
        put(report, "udpport", 0);
        Path socket = options.unixSocket();
        report.put("inter", socket == null ? options.listenAddress() : "NULL");
        put(report, "verbosity", facts.runtime().verbosity());
        put(report, "oldest", 0);
        report.put("evictions", options.is(Option.EVICTIONS) ? "on" : "off");
        report.put("domain_socket", socket == null ? "NULL" : socket.toString());
        report.put("umask", Integer.toOctalString(options.unixMask()));
        report.put("shutdown_command", yes(options.is(Option.SHUTDOWN)));
    }

    private static void limits(Map<String, String> report, NodeFacts facts) {
        NodeOptions options = facts.options();
        report.put("growth_factor", decimals(options.decimal(Option.GROWTH_FACTOR), 2));
        put(report, "chunk_size", options.chunkSize());
        put(report, "num_threads", options.threads());
        put(report, "num_threads_per_udp", options.threads());
        report.put("stat_key_prefix", options.text(Option.PREFIX_DELIMITER));
        report.put("detail_enabled", yes(facts.prefixes().enabled()));
        put(report, "reqs_per_event", options.number(Option.REQS_PER_EVENT));
        report.put("cas_enabled", yes(options.is(Option.CAS)));
        put(report, "tcp_backlog", options.number(Option.BACKLOG));
        String protocol = options.protocol();
        report.put("binding_protocol", protocol.equals("auto") ? "auto-negotiate" : protocol);
        report.put("auth_enabled_sasl", yes(options.is(Option.SASL)));
        Path passwords = options.file(Option.AUTH_FILE);
        report.put("auth_enabled_ascii", passwords == null ? "no" : passwords.toString());
        put(report, "item_size_max", options.bytes(Option.ITEM_SIZE_MAX));
        report.put("maxconns_fast", yes(options.is(Option.MAXCONNS_FAST)));
        put(report, "hashpower_init", 0);
    }

    private static void slabs(Map<String, String> report, NodeFacts facts) {
        NodeOptions options = facts.options();
        SlabControls controls = facts.engine().controls();
        PageMoving moving = controls != null ? controls.pageMoving() : new PageMoving(0, 0, 0);
        report.put("slab_reassign", yes(controls != null));
        put(report, "slab_automove", moving.level());
        report.put("slab_automove_ratio", decimals(moving.ratio(), 2));
        put(report, "slab_automove_window", moving.window());
        put(report, "slab_chunk_max", options.bytes(Option.SLAB_CHUNK_MAX));
    }

    private static void lru(Map<String, String> report, NodeFacts facts) {
        NodeOptions options = facts.options();
        report.put("lru_crawler", yes(facts.runtime().crawlerEnabled()));
        put(report, "lru_crawler_sleep", facts.runtime().crawlerSleepMicros());
        put(report, "lru_crawler_tocrawl", facts.runtime().crawlerToCrawl());
        put(report, "tail_repair_time", 0);
        report.put("flush_enabled", yes(options.is(Option.FLUSH)));
        report.put("dump_enabled", yes(options.is(Option.DUMP)));
        report.put("hash_algorithm", options.text(Option.KEY_HASH));
        SlabControls controls = facts.engine().controls();
        LruTuning lru = controls != null ? controls.lruTuning() : new LruTuning(false, 0, 0, 0, 0, 0);
        report.put("lru_maintainer_thread", yes(controls != null));
        report.put("lru_segmented", yes(lru.segmented()));
        put(report, "hot_lru_pct", lru.hotPercent());
        put(report, "warm_lru_pct", lru.warmPercent());
        report.put("hot_max_factor", decimals(lru.hotFactor(), 2));
        report.put("warm_max_factor", decimals(lru.warmFactor(), 2));
        report.put("temp_lru", yes(lru.temporaryTtl() > 0));
        put(report, "temporary_ttl", lru.temporaryTtl());
    }

    private static void rest(Map<String, String> report, NodeFacts facts) {
        NodeOptions options = facts.options();
        put(report, "idle_timeout", options.number(Option.IDLE_TIMEOUT));
        put(report, "watcher_logbuf_size", options.bytes(Option.WATCHER_LOGBUF_SIZE));
        put(report, "worker_logbuf_size", 0);
        put(report, "read_buf_mem_limit", 0);
        report.put("track_sizes", yes(facts.runtime().tracksSizes()));
        report.put("inline_ascii_response", "no");
        put(report, "num_napi_ids", 0);
        Path memory = options.file(Option.MEMORY_FILE);
        report.put("memory_file", memory == null ? "(null)" : memory.toString());
        put(report, "client_flags_size", 4);
    }

    /** memcached's names, where it is built with TLS. */
    private static void tls(Map<String, String> report, NodeOptions options) {
        report.put("ssl_enabled", yes(options.is(Option.TLS)));
        if (!options.is(Option.TLS)) {
            return;
        }
        report.put("ssl_chain_cert", file(options, Option.SSL_CHAIN_CERT));
        report.put("ssl_key", file(options, Option.SSL_KEY));
        put(report, "ssl_verify_mode", options.number(Option.SSL_VERIFY_MODE));
        put(report, "ssl_keyformat", 1);
        String ciphers = options.text(Option.SSL_CIPHERS);
        report.put("ssl_ciphers", ciphers.equals("default") ? "NULL" : ciphers);
        report.put("ssl_ca_cert", file(options, Option.SSL_CA_CERT));
        put(report, "ssl_wbuf_size", 16 * 1024);
        report.put("ssl_session_cache", yes(options.is(Option.SSL_SESSION_CACHE)));
        report.put("ssl_kernel_tls", "no");
        report.put("ssl_min_version", options.text(Option.SSL_MIN_VERSION).endsWith("3") ? "tlsv1.3" : "tlsv1.2");
    }

    private static String file(NodeOptions options, Option option) {
        Path file = options.file(option);
        return file == null ? "NULL" : file.toString();
    }

    private static void own(Map<String, String> report, NodeFacts facts) {
        put(report, "slots", facts.options().slots());
        report.put("transport", facts.runtime().transport());
        report.put("storage_engine", facts.options().text(Option.STORAGE_ENGINE));
    }
}
