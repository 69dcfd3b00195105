package io.flagstone.server.cli;

import io.flagstone.server.config.Option;

/** Flags of our own that set an option from a value; they have no letter, for memcached may yet take it. */
enum LongFlag {
    TRANSPORT(Option.TRANSPORT, "--transport", "<name>", "socket transport: auto, io_uring, epoll or nio"),
    RIGHTS(Option.RIGHTS, "--rights", "<file>", "who may do what: lines of a principal, a prefix and rights"),
    ADMIN_PORT(
            Option.ADMIN_PORT,
            "--admin-port",
            "<num>",
            "port for metrics, health and the console, over HTTP; 0 lets the system choose, without it there is none"),
    ADMIN_LISTEN(
            Option.ADMIN_LISTEN,
            "--admin-listen",
            "<addr>",
            "address of the admin port, 127.0.0.1 unless told; others than loopback need --insecure"),
    ADMIN_KEYS(
            Option.ADMIN_KEYS,
            "--admin-keys",
            "<how>",
            "how the console shows keys asked for often: hashed, plain, off"),
    ADMIN_FLEET(
            Option.ADMIN_FLEET,
            "--admin-fleet",
            "<list>",
            "host:port of the other nodes, separated by commas, for the console to show them beside this one");

    private final Option option;
    private final String name;
    private final String label;
    private final String description;

    LongFlag(Option option, String name, String label, String description) {
        this.option = option;
        this.name = name;
        this.label = label;
        this.description = description;
    }

    Option option() {
        return option;
    }

    String flag() {
        return name;
    }

    String label() {
        return label;
    }

    /** What it does. */
    String description() {
        return description;
    }
}
