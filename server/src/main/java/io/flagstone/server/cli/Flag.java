package io.flagstone.server.cli;

import io.flagstone.server.config.Option;

/** memcached's flags that set one of our options from a value. */
enum Flag {
    PORT(Option.PORT, "-p", "--port", "<num>", "TCP port to listen on; 0 or -1 lets the system choose"),
    LISTEN(
            Option.LISTEN,
            "-l",
            "--listen",
            "<addr>",
            "addresses to listen on, separated by commas, each with a port (addr:port) or not"),
    UNIX_SOCKET(Option.UNIX_SOCKET, "-s", "--unix-socket", "<file>", "unix socket to listen on instead of TCP"),
    UNIX_MASK(Option.UNIX_MASK, "-a", "--unix-mask", "<mask>", "permissions of the unix socket, octal"),
    MEMORY(Option.MEM_SIZE, "-m", "--memory-limit", "<num>", "memory for items, in MiB or with a suffix k, m, g"),
    CONNECTIONS(Option.MAX_CONNECTIONS, "-c", "--conn-limit", "<num>", "connections served at a time"),
    THREADS(Option.THREADS, "-t", "--threads", "<num>", "event loops"),
    ITEM_SIZE(Option.ITEM_SIZE_MAX, "-I", "--max-item-size", "<size>", "largest item, in bytes or with a suffix k, m"),
    FACTOR(Option.GROWTH_FACTOR, "-f", "--slab-growth-factor", "<num>", "growth of chunk sizes between slab classes"),
    CHUNK(Option.CHUNK_SIZE, "-n", "--slab-min-size", "<bytes>", "room for key, value and flags in the smallest chunk"),
    BACKLOG(Option.BACKLOG, "-b", "--listen-backlog", "<num>", "connections waiting to be accepted"),
    REQUESTS(
            Option.REQS_PER_EVENT,
            "-R",
            "--max-reqs-per-event",
            "<num>",
            "requests of one connection before its turn ends"),
    AUTH_FILE(
            Option.AUTH_FILE,
            "-Y",
            "--auth-file",
            "<file>",
            "users and passwords, a line user:password for each; clients have to log in"),
    MEMORY_FILE(
            Option.MEMORY_FILE,
            "-e",
            "--memory-file",
            "<file>",
            "where SIGUSR1 leaves the items for the next start with the same settings"),
    PROTOCOL(
            Option.PROTOCOL,
            "-B",
            "--protocol",
            "<name>",
            "protocol: ascii, binary, or auto, which leaves it to the client");

    private final Option option;
    private final String letter;
    private final String longForm;
    private final String label;
    private final String description;

    Flag(Option option, String letter, String longForm, String label, String description) {
        this.option = option;
        this.letter = letter;
        this.longForm = longForm;
        this.label = label;
        this.description = description;
    }

    Option option() {
        return option;
    }

    String letter() {
        return letter;
    }

    String longForm() {
        return longForm;
    }

    String label() {
        return label;
    }

    /** What it does and what holds without it. */
    String description() {
        return description;
    }

    /** The value as the option reads it. */
    String normalized(String value) {
        return this == PORT && value.equals("-1") ? "0" : value;
    }
}
