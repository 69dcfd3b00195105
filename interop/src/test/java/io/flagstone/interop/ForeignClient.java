package io.flagstone.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Clients in other languages, each with the program that makes it keep the promises, one line a promise. */
enum ForeignClient {
    PYTHON_MEMCACHE("python3-memcache", List.of("/usr/bin/python3", "-B", "python/python_memcache.py"), ""),
    PYMEMCACHE("python3-pymemcache", List.of("/usr/bin/python3", "-B", "python/pymemcache_client.py"), ""),
    PYLIBMC("python3-pylibmc", List.of("/usr/bin/python3", "-B", "python/pylibmc_client.py"), ""),
    PYLIBMC_BINARY("python3-pylibmc", List.of("/usr/bin/python3", "-B", "python/pylibmc_client.py"), "binary"),
    PHP_MEMCACHED("php-cli php-memcached", List.of("php", "php/client.php"), ""),
    PHP_MEMCACHED_BINARY("php-cli php-memcached", List.of("php", "php/client.php"), "binary"),
    PERL_CACHE_MEMCACHED(
            "libcache-memcached-perl",
            List.of("perl", "perl/client.pl"),
            "Cache::Memcached",
            // it has neither
            Promise.COMPARES,
            Promise.TOUCHES),
    PERL_CACHE_MEMCACHED_FAST(
            "libcache-memcached-fast-perl", List.of("perl", "perl/client.pl"), "Cache::Memcached::Fast"),
    NPM_MEMCACHED("nodejs npm", List.of("node", "npm/memcached_client.js"), ""),
    NPM_MEMJS_BINARY(
            "nodejs npm",
            List.of("node", "npm/memjs_client.js"),
            "",
            // it has neither of the first two, and its prepend appends
            Promise.COMPARES,
            Promise.MANY,
            Promise.APPENDS);

    private static final Path DIRECTORY = Path.of("src", "test", "clients");
    private static final String KEPT = "ok ";

    private final String packages;
    private final List<String> command;
    private final String argument;
    private final Set<Promise> promises;

    ForeignClient(String packages, List<String> command, String argument, Promise... without) {
        this.packages = packages;
        this.command = command;
        this.argument = argument;
        Set<Promise> kept = EnumSet.allOf(Promise.class);
        List.of(without).forEach(kept::remove);
        this.promises = Collections.unmodifiableSet(kept);
    }

    /** What it can be asked to do. */
    Set<Promise> promises() {
        return promises;
    }

    /** What became of each promise it can be asked for: "ok", or why not. */
    Map<Promise, String> keep(int port) {
        return keep(port, List.of());
    }

    /** As {@link #keep(int)}, with arguments that follow its own. */
    Map<Promise, String> keep(int port, List<String> more) {
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().put("NODE_PATH", NpmPackages.PATH.toString());
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port)));
        if (!argument.isEmpty()) {
            arguments.add(argument);
        }
        arguments.addAll(more);
        if (name().startsWith("NPM_")) {
            NpmPackages.install();
        }
        Program program = Program.ofDebian(packages, DIRECTORY, command.toArray(String[]::new));
        Program.Result result = program.run(builder, arguments.toArray(String[]::new));
        Map<Promise, String> outcome = new LinkedHashMap<>();
        for (Promise promise : promises) {
            outcome.put(
                    promise,
                    result.lines().contains(KEPT + promise.word())
                            ? "ok"
                            : "status " + result.status() + ", it said:\n" + result.output() + "If it is missing, "
                                    + program.install());
        }
        return outcome;
    }
}
