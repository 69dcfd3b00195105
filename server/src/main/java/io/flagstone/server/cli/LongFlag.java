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
            "host:port of the other nodes, separated by commas, for the console to show them beside this one"),
    ADMIN_FLEET_CA(
            Option.ADMIN_FLEET_CA,
            "--admin-fleet-ca",
            "<file>",
            "whose certificates are believed of them, PEM; over TLS"),
    ADMIN_FLEET_CERT(
            Option.ADMIN_FLEET_CERT, "--admin-fleet-cert", "<file>", "certificates to show to them, PEM; over TLS"),
    ADMIN_FLEET_KEY(Option.ADMIN_FLEET_KEY, "--admin-fleet-key", "<file>", "the key of these, PEM (PKCS #8)"),
    ADMIN_FLEET_USER(Option.ADMIN_FLEET_USER, "--admin-fleet-user", "<name>", "log in to those that ask for it"),
    ADMIN_FLEET_PASSWORD_FILE(
            Option.ADMIN_FLEET_PASSWORD_FILE,
            "--admin-fleet-password-file",
            "<file>",
            "the password is its first line");

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
