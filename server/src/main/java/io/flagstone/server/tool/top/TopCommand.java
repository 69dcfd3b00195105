package io.flagstone.server.tool.top;

import io.flagstone.server.tool.console.Every;
import io.flagstone.server.tool.console.Screen;
import io.flagstone.server.tool.console.Span;
import io.flagstone.server.tool.console.Status;
import io.flagstone.server.tool.console.Table;
import io.flagstone.server.tool.link.Access;
import io.flagstone.server.tool.link.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code top}: several nodes, again and again. */
@Command(
        name = "top",
        description = "Shows several nodes side by side, refreshed in place on a terminal and in lines elsewhere.",
        footer = {
            "",
            "p99 is of probes of its own, 20 a second: an mg of a key that is not there. The",
            "last 200 count. The node counts them as gets that miss; they are taken off",
            "before get/s and hit%% are shown. in/s and out/s are bytes, and contain what",
            "this command itself asks. In lines, numbers have no units: the heading names",
            "them. The sum's p99 is the largest."
        })
public final class TopCommand implements Callable<Integer> {
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final String RED = "\u001b[31m";
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[m";

    private final Screen screen;

    @Mixin
    Access access = new Access();

    @Parameters(arity = "0..*", paramLabel = "HOST:PORT", description = "the nodes (default: 127.0.0.1:11211)")
    List<String> nodes = List.of();

    @Option(names = "--every", paramLabel = "SPAN", description = "how often it is refreshed (default: 1s)")
    Duration every = Duration.ofSeconds(1);

    @Option(names = "--for", paramLabel = "SPAN", description = "end after this time (default: at Ctrl-C)")
    @Nullable
    Duration length;

    @Option(names = "--plain", description = "lines, as where there is no terminal; NO_COLOR does so, too")
    boolean plain;

    private final List<HostWatch> watches = new ArrayList<>();
    private final Map<HostWatch, String> told = new HashMap<>();

    /** The command over a screen. */
    public TopCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        List<Thread> threads = new ArrayList<>();
        for (Endpoint endpoint : Endpoint.given(nodes)) {
            HostWatch watch = new HostWatch(endpoint, access, every);
            watches.add(watch);
            Thread thread = new Thread(watch, "watch " + endpoint);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        try {
            watch();
        } finally {
            threads.forEach(Thread::interrupt);
        }
        return (watches.stream().anyMatch(HostWatch::wasUp) ? Status.OK : Status.UNREACHABLE).code();
    }

    private void watch() {
        if (plain || !screen.canMove()) {
            inLines();
        } else {
            inPlace();
        }
    }

    /** The beats to draw at, once something is known of every node; null when this thread is told to stop before. */
    private @Nullable Every beats() {
        return watches.stream().allMatch(HostWatch::awaitKnown)
                ? new Every(every, length == null ? FOREVER : length)
                : null;
    }

    private void inLines() {
        screen.line("# " + Columns.ABOUT_P99);
        screen.line(String.join(" ", Columns.FOR_PROGRAMS));
        screen.flush();
        Every beats = beats();
        do {
            String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            rows().forEach(row -> screen.line(String.join(" ", Columns.forPrograms(time, row))));
            screen.flush();
            watches.forEach(this::tell);
        } while (beats != null && beats.await());
    }

    /** Why a node is down, once for each reason. */
    private void tell(HostWatch watch) {
        String trouble = watch.trouble();
        if (!trouble.equals(told.put(watch, trouble)) && !trouble.isEmpty()) {
            screen.complain(trouble);
        }
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        watches.forEach(watch -> rows.add(watch.row()));
        rows.add(Row.sum(List.copyOf(rows)));
        return rows;
    }

    private void inPlace() {
        Canvas canvas = new Canvas(screen);
        // Ctrl-C ends the JVM; nobody else would give the terminal back.
        Thread leave = new Thread(canvas::close, "leave");
        Runtime.getRuntime().addShutdownHook(leave);
        try {
            canvas.draw(frame());
            Every beats = beats();
            do {
                canvas.draw(frame());
            } while (beats != null && beats.await());
        } finally {
            canvas.close();
            Runtime.getRuntime().removeShutdownHook(leave);
        }
        table().forEach(screen::line);
        screen.flush();
    }

    private List<String> frame() {
        List<String> lines = new ArrayList<>();
        lines.add(BOLD + "flagstone top" + PLAIN + "  "
                + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + "  every " + Span.text(every)
                + "  Ctrl-C ends");
        lines.add(Columns.ABOUT_P99);
        lines.add("");
        List<String> table = table();
        lines.add(BOLD + table.get(0) + PLAIN);
        // The sum stands where it is seen, however many nodes there are.
        lines.add(table.get(table.size() - 1));
        for (int i = 0; i < watches.size(); i++) {
            String trouble = watches.get(i).trouble();
            lines.add(trouble.isEmpty() ? table.get(i + 1) : RED + table.get(i + 1) + "  " + trouble + PLAIN);
        }
        return lines;
    }

    private List<String> table() {
        Table table = new Table(2);
        table.row(Columns.FOR_PEOPLE);
        rows().forEach(row -> table.row(Columns.forPeople(row)));
        return table.lines();
    }
}
