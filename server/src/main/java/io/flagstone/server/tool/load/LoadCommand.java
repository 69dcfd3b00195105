package io.flagstone.server.tool.load;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Figures;
import io.flagstone.server.tool.console.Screen;
import io.flagstone.server.tool.console.Status;
import io.flagstone.server.tool.link.Access;
import io.flagstone.server.tool.link.Endpoint;
import io.flagstone.server.tool.link.Link;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code load}: stores what stands in a file. */
@Command(
        name = "load",
        description = "Stores the lines of a file on a node, and prints how many were stored.",
        footer = {
            "",
            "Formats:",
            "  tab   key TAB value, or key TAB value TAB seconds to live;",
            "        \\t \\n \\r \\\\ and \\xNN stand for such bytes",
            "  meta  ms KEY LENGTH, perhaps flags out of b, F and T, a line end,",
            "        LENGTH bytes, a line end: as it goes over the wire",
            "",
            "It takes one node, for which of several owns a key is for the client to say",
            "that will read it."
        })
public final class LoadCommand implements Callable<Integer> {
    /** How lines are written. */
    enum Format {
        tab,
        meta
    }

    private final Screen screen;
    private final InputStream in;

    @Mixin
    Access access = new Access();

    @Parameters(index = "0", paramLabel = "FILE", description = "the file; - for standard input")
    String file = "-";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "HOST:PORT",
            description = "the node (default: 127.0.0.1:11211)")
    @Nullable
    String node;

    @Option(names = "--format", paramLabel = "NAME", description = "tab or meta (default: tab)")
    Format format = Format.tab;

    @Option(
            names = "--ttl",
            paramLabel = "SPAN",
            description = "time to live of lines that do not say so (default: none)")
    @Nullable
    Duration ttl;

    @Option(names = "--rate", paramLabel = "N", description = "store at most so many a second")
    long rate;

    @Option(names = "--strict", description = "end at the first line that cannot be stored")
    boolean strict;

    /**
     * The command over a screen.
     *
     * @param in standard input
     */
    public LoadCommand(Screen screen, InputStream in) {
        this.screen = screen;
        this.in = in;
    }

    @Override
    public Integer call() {
        if (rate < 0) {
            throw new Failure(Status.USAGE, "--rate: " + rate + " is not allowed; it is 1 or more");
        }
        if (ttl != null && format == Format.meta) {
            throw new Failure(Status.USAGE, "--ttl is for lines with tabs; in --format meta each block has its T flag");
        }
        Endpoint endpoint =
                Endpoint.given(node == null ? List.of() : List.of(node)).get(0);
        try (InputStream opened = open()) {
            return load(opened, endpoint).code();
        } catch (IOException e) {
            throw new Failure(Status.NO_INPUT, file + " cannot be read: " + e.getMessage());
        }
    }

    private InputStream open() throws IOException {
        try {
            return file.equals("-") ? in : Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new Failure(Status.NO_INPUT, file + ": there is no such file");
        }
    }

    private Status load(InputStream opened, Endpoint endpoint) throws IOException {
        Lines lines = new Lines(opened);
        Source source = format == Format.meta
                ? new MetaBlocks(lines)
                : new TabLines(lines, ttl == null ? 0 : Math.max(1, ttl.toSeconds()), Clock.systemUTC());
        Tally tally = new Tally();
        Progress progress = new Progress(screen, file.equals("-") ? 0 : Files.size(Path.of(file)));
        try (Link link = access.open(endpoint)) {
            demandMeta(link);
            new Loader(link, source, new Pace(rate), tally, progress, strict).run(lines);
            return tally.isFlawless() ? Status.OK : Status.DATA;
        } finally {
            double seconds = progress.end();
            screen.line(tally + " seconds=" + Figures.decimal(seconds, 3));
            screen.flush();
        }
    }

    /** One that does not know {@code ms} would take values for commands. */
    private static void demandMeta(Link link) {
        // the blanks are for memcached 1.6.45 with logins, which hangs up on a line too short to be one
        link.send("mn    ");
        String answer = link.line();
        link.demandLogin(answer);
        if (!answer.equals("MN")) {
            throw new Failure(
                    Status.REFUSED, link.endpoint() + ": the node knows no meta commands; memcached does from 1.6 on");
        }
    }
}
