package io.flagstone.server.cli;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command line's grammar: memcached's flags with memcached's meaning, and what is ours. */
final class Arguments {
    private static final String CONFIG = "--config";
    private static final String EXTENDED = "-o";
    private static final String PREFIX = "-D";
    private static final String VERBOSE = "-v";
    private static final String UDP = "-U";
    /** Where memcached's SASL finds its passwords. */
    private static final String SASL_PASSWORDS = "MEMCACHED_SASL_PWDB";

    private final CommandLine grammar;
    private final ParseResult parsed;

    private Arguments(CommandLine grammar, ParseResult parsed) {
        this.grammar = grammar;
        this.parsed = parsed;
    }

    /**
     * Reads a command line.
     *
     * @throws CommandLine.ParameterException when it does not follow the grammar
     */
    static Arguments parse(String... words) {
        CommandLine grammar = new CommandLine(spec());
        grammar.setPosixClusteredShortOptionsAllowed(true);
        grammar.setAbbreviatedOptionsAllowed(true);
        return new Arguments(grammar, grammar.parseArgs(words));
    }

    /** The grammar itself. */
    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("flagstone-server");
        spec.usageMessage().description("A cache node that keeps items in slabs and speaks the memcached protocol.");
        for (Flag flag : Flag.values()) {
            // memcached lets every flag be repeated; the last one counts, and addresses add up.
            spec.addOption(OptionSpec.builder(flag.letter(), flag.longForm())
                    .type(String[].class)
                    .arity("1")
                    .paramLabel(flag.label())
                    .description(flag.description())
                    .build());
        }
        for (SwitchFlag flag : SwitchFlag.values()) {
            spec.addOption(OptionSpec.builder(flag.names())
                    .type(boolean.class)
                    .description(flag.description())
                    .build());
        }
        spec.addOption(valued("configuration file; flags win over it", "<file>", CONFIG));
        spec.addOption(valued("comma separated list of extended options", "<list>", EXTENDED, "--extended"));
        spec.addOption(valued("UDP port; only 0, for there is no UDP here", "<num>", UDP, "--udp-port"));
        spec.addOption(valued("character that ends a key's prefix; count by prefix", "<char>", PREFIX));
        for (LongFlag flag : LongFlag.values()) {
            spec.addOption(valued(flag.description(), flag.label(), flag.flag()));
        }
        spec.addOption(OptionSpec.builder(VERBOSE, "--verbose")
                .type(boolean[].class)
                .arity("0")
                .description("verbosity reported by stats settings; -vv and -vvv raise it")
                .build());
        spec.addOption(help("print the version and exit", "-V", "--version")
                .versionHelp(true)
                .build());
        spec.addOption(
                help("print this help and exit", "-h", "--help").usageHelp(true).build());
        for (RefusedFlag flag : RefusedFlag.values()) {
            spec.addOption(OptionSpec.builder(flag.names())
                    .type(flag.takesValue() ? String.class : boolean.class)
                    .hidden(true)
                    .build());
        }
        return spec;
    }

    private static OptionSpec valued(String description, String label, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    private static OptionSpec.Builder help(String description, String... names) {
        return OptionSpec.builder(names).type(boolean.class).description(description);
    }

    boolean wantsHelp() {
        return parsed.isUsageHelpRequested();
    }

    boolean wantsVersion() {
        return parsed.isVersionHelpRequested();
    }

    String usage() {
        return grammar.getUsageMessage();
    }

    /**
     * The options asked for: defaults, then the file, then flags.
     *
     * @throws OptionException when something is refused
     */
    NodeOptions options() {
        for (RefusedFlag flag : RefusedFlag.values()) {
            if (parsed.hasMatchedOption(flag.names()[0]) && !flag.admits(given(flag))) {
                throw new OptionException(flag.reason());
            }
        }
        String udp = parsed.matchedOptionValue(UDP, "0");
        if (!udp.equals("0")) {
            throw new OptionException("-U: " + udp + " is not allowed; there is no UDP here, only 0 is accepted");
        }
        NodeOptions options = NodeOptions.defaults();
        if (parsed.hasMatchedOption(CONFIG)) {
            options = ConfigFile.apply(options, Path.of(parsed.matchedOptionValue(CONFIG, "")));
        }
        return withPasswords(flags(options));
    }

    /** memcached's SASL is told of its passwords by the environment. */
    private static NodeOptions withPasswords(NodeOptions options) {
        String file = System.getenv(SASL_PASSWORDS);
        boolean needed = options.is(Option.SASL) && options.file(Option.SASL_PWDB) == null;
        return needed && file != null ? options.with(Option.SASL_PWDB.key(), file) : options;
    }

    private String given(RefusedFlag flag) {
        return flag.takesValue() ? parsed.matchedOptionValue(flag.names()[0], "") : "";
    }

    private NodeOptions flags(NodeOptions from) {
        NodeOptions options = from;
        for (Flag flag : Flag.values()) {
            if (parsed.hasMatchedOption(flag.letter())) {
                options = options.with(flag.option().key(), flag.normalized(values(flag)));
            }
        }
        for (SwitchFlag flag : SwitchFlag.values()) {
            if (parsed.hasMatchedOption(flag.names()[0])) {
                options = options.with(flag.option().key(), flag.value());
            }
        }
        for (LongFlag flag : LongFlag.values()) {
            if (parsed.hasMatchedOption(flag.flag())) {
                options = options.with(flag.option().key(), parsed.matchedOptionValue(flag.flag(), ""));
            }
        }
        if (parsed.hasMatchedOption(PREFIX)) {
            options = options.with(Option.PREFIX_DELIMITER.key(), parsed.matchedOptionValue(PREFIX, ""))
                    .with(Option.DETAIL.key(), "yes");
        }
        if (parsed.hasMatchedOption(EXTENDED)) {
            options = ExtendedOptions.apply(options, parsed.matchedOptionValue(EXTENDED, ""));
        }
        int verbosity = verbosity();
        return verbosity == 0 ? options : options.with(Option.VERBOSITY.key(), Integer.toString(verbosity));
    }

    private String values(Flag flag) {
        String[] none = {};
        String[] values = parsed.matchedOptionValue(flag.letter(), none);
        return flag == Flag.LISTEN ? String.join(",", values) : values[values.length - 1];
    }

    /** How often -v was given. */
    private int verbosity() {
        boolean[] none = {};
        return Math.min(3, parsed.matchedOptionValue(VERBOSE, none).length);
    }
}
