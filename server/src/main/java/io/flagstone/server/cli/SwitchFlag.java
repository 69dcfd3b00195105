package io.flagstone.server.cli;

import io.flagstone.server.config.Option;

/** memcached's flags without a value, each of which turns something on or off, and those of ours. */
enum SwitchFlag {
    NO_EVICTIONS(Option.EVICTIONS, "no", "-M", "--disable-evictions", "refuse to store when memory is full"),
    NO_CAS(Option.CAS, "no", "-C", "--disable-cas", "do without CAS numbers, saving 8 bytes an item"),
    NO_FLUSH(Option.FLUSH, "no", "-F", "--disable-flush-all", "refuse flush_all"),
    NO_DUMP(Option.DUMP, "no", "-X", "--disable-dumping", "refuse key dumps"),
    NO_WATCH(Option.WATCH, "no", "-W", "--disable-watch", "refuse watch"),
    SHUTDOWN(Option.SHUTDOWN, "yes", "-A", "--enable-shutdown", "obey shutdown"),
    SASL(Option.SASL, "yes", "-S", "--enable-sasl", "log in by SASL, in the binary protocol"),
    TLS(Option.TLS, "yes", "-Z", "--enable-ssl", "speak TLS; see the -o options that begin with ssl_"),
    SAVE(Option.SAVE, "yes", "", "--save", "leave the items in the file of -e however the node is asked to stop"),
    FLEET_TLS(Option.ADMIN_FLEET_TLS, "yes", "", "--admin-fleet-tls", "ask the nodes of --admin-fleet over TLS"),
    FLEET_PLAIN(
            Option.ADMIN_FLEET_PASSWORD_PLAIN,
            "yes",
            "",
            "--admin-fleet-password-plain",
            "send them the password without TLS, too"),
    INSECURE(Option.INSECURE, "yes", "", "--insecure", "allow an address that others can reach");

    private final Option option;
    private final String value;
    private final String letter;
    private final String longForm;
    private final String description;

    SwitchFlag(Option option, String value, String letter, String longForm, String description) {
        this.option = option;
        this.value = value;
        this.letter = letter;
        this.longForm = longForm;
        this.description = description;
    }

    Option option() {
        return option;
    }

    /** What the option is set to. */
    String value() {
        return value;
    }

    String[] names() {
        return letter.isEmpty() ? new String[] {longForm} : new String[] {letter, longForm};
    }

    String description() {
        return description;
    }
}
