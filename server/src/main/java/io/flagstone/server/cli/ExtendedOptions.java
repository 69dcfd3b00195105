package io.flagstone.server.cli;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code -o a,b=1,no_c}: memcached's extended options. */
final class ExtendedOptions {
    /** What memcached lets one turn on or off and what is always on here. */
    private static final Set<String> ALWAYS_ON = Set.of("slab_reassign", "lru_maintainer", "hashexpand");

    /** What is always off here. */
    private static final Set<String> ALWAYS_OFF = Set.of("no_drop_privileges", "no_inline_ascii_resp");

    /** What memcached takes without a value, and the value that it means then. */
    private static final Map<String, String> IMPLIED = Map.of("slab_automove", "1");

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("hashpower", "the index grows by itself, in small steps"),
            Map.entry("tail_repair_time", "references cannot leak here, so there is nothing to repair"),
            Map.entry("lru_crawler_sleep", "the crawler paces itself by the clock"),
            Map.entry("lru_crawler_tocrawl", "the crawler looks only at pages with something to find"),
            Map.entry("worker_logbuf_size", "lines go to the watchers' buffers at once; set watcher_logbuf_size"),
            Map.entry("read_buf_mem_limit", "connections have no read buffers of their own"),
            Map.entry("resp_obj_mem_limit", "replies take no objects of their own"),
            Map.entry("drop_privileges", "a JVM cannot drop privileges"),
            Map.entry("slab_automove_freeratio", "it steers external storage, which is not supported"),
            Map.entry("inline_ascii_resp", "items keep no text of their answers, nor do memcached's any more"),
            Map.entry("no_modern", "defaults of memcached 1.4 are not supported"),
            Map.entry("ssl_wbuf_size", "the JDK's TLS chooses its buffers itself"),
            Map.entry("ssl_kernel_tls", "the JDK's TLS cannot leave a socket to the kernel"),
            Map.entry("sock_cookie_id", "socket cookies are not supported"));

    private ExtendedOptions() {}

    /** The options with these added. */
    static NodeOptions apply(NodeOptions options, String text) {
        NodeOptions changed = options;
        for (String word : text.split(",", -1)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            changed = apply(changed, name, equals < 0 ? "" : word.substring(equals + 1));
        }
        return changed;
    }

    private static NodeOptions apply(NodeOptions options, String name, String value) {
        boolean off = name.startsWith("no_") && !REFUSED.containsKey(name);
        String plain = off ? name.substring(3) : name;
        if (ALWAYS_ON.contains(plain)) {
            if (off) {
                throw new OptionException("-o " + name + ": " + plain + " is always on");
            }
            return options;
        }
        if (plain.equals("modern") || ALWAYS_OFF.contains(name)) {
            // The first means nothing in memcached either: all of it has become the default.
            return options;
        }
        String reason = reason(plain);
        if (reason != null) {
            throw new OptionException("-o " + name + ": " + reason);
        }
        return options.with(plain, off ? "no" : value.isEmpty() ? IMPLIED.getOrDefault(plain, "") : value);
    }

    private static @Nullable String reason(String name) {
        return name.startsWith("ext_") ? "external storage is not supported" : REFUSED.get(name);
    }
}
