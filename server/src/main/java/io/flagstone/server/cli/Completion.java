package io.flagstone.server.cli;

import io.flagstone.server.tool.console.Screen;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code completion}: what a shell needs to complete words. */
@Command(
        name = "completion",
        description = "Prints a script that completes commands and options in bash, and in zsh after bashcompinit.",
        footer = {"", "  source <(flagstone completion)"})
final class Completion implements Callable<Integer> {
    private final Screen screen;
    private final Supplier<CommandLine> everything;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "print this and end")
    boolean help;

    Completion(Screen screen, Supplier<CommandLine> everything) {
        this.screen = screen;
        this.everything = everything;
    }

    @Override
    public Integer call() {
        screen.print(AutoComplete.bash("flagstone", everything.get()));
        screen.flush();
        return 0;
    }
}
