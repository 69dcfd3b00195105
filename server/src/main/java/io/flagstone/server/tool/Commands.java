package io.flagstone.server.tool;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Screen;
import io.flagstone.server.tool.console.Span;
import io.flagstone.server.tool.console.Status;
import io.flagstone.server.tool.load.LoadCommand;
import io.flagstone.server.tool.top.TopCommand;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** All of an operator's commands. */
@Command(name = "flagstone", description = "Runs a node, and looks after nodes and memcacheds over the network.")
public final class Commands {
    private static final Map<String, String> STATUSES = Map.of(
            "0", "all was done",
            "64", "called wrongly",
            "65", "load: not all was stored",
            "66", "a file cannot be read",
            "69", "a node cannot be reached",
            "74", "the output cannot be written",
            "76", "a node gave no answer of memcached's",
            "77", "a node refuses: login, right, or a command that is switched off");

    private Commands() {}

    /**
     * The commands, ready to be executed.
     *
     * @param in standard input
     */
    public static CommandLine over(Screen screen, InputStream in) {
        CommandLine all = new CommandLine(new Commands())
                .addSubcommand(new StatsCommand(screen))
                .addSubcommand(new TopCommand(screen))
                .addSubcommand(new SlabsCommand(screen))
                .addSubcommand(new KeysCommand(screen))
                .addSubcommand(new LoadCommand(screen, in));
        all.getSubcommands().values().forEach(Commands::explain);
        all.registerConverter(Duration.class, Commands::duration);
        all.setColorScheme(CommandLine.Help.defaultColorScheme(screen.canMove() ? Ansi.ON : Ansi.OFF));
        all.setOut(new PrintWriter(new ScreenWriter(screen), true));
        all.setParameterExceptionHandler((wrong, words) -> refuse(screen, wrong));
        all.setExecutionExceptionHandler((failure, command, parsed) -> fail(screen, failure));
        return all;
    }

    /** With an exception of its own kind the grammar shows our message and no class. */
    private static Duration duration(String word) {
        try {
            return Span.parse(word);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    private static void explain(CommandLine command) {
        command.getCommandSpec()
                .mixinStandardHelpOptions(false)
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .type(boolean.class)
                        .description("print this and end")
                        .build());
        command.getCommandSpec()
                .usageMessage()
                .sortOptions(false)
                .synopsisHeading("Usage: ")
                .exitCodeListHeading("%nStatus:%n")
                .exitCodeList(new TreeMap<>(STATUSES));
    }

    private static int refuse(Screen screen, ParameterException wrong) {
        String name = wrong.getCommandLine().getCommandName();
        screen.complain(String.valueOf(wrong.getMessage()).replaceAll("\\s+", " ") + "; flagstone " + name
                + " --help says how it is called");
        return Status.USAGE.code();
    }

    private static int fail(Screen screen, Exception failure) throws Exception {
        if (!(failure instanceof Failure known)) {
            throw failure;
        }
        if (!known.text().isEmpty()) {
            screen.complain(known.text());
        }
        return known.status().code();
    }

    /** For what the grammar prints: help. */
    private static final class ScreenWriter extends Writer {
        private final Screen screen;

        ScreenWriter(Screen screen) {
            this.screen = screen;
        }

        @Override
        public void write(char[] text, int from, int count) {
            screen.print(new String(text, from, count));
        }

        @Override
        public void flush() {
            screen.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }
}
