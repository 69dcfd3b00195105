package io.flagstone.server.tool;

import static io.flagstone.server.tool.console.Figures.share;

import io.flagstone.server.tool.console.Figures;
import io.flagstone.server.tool.console.Screen;
import io.flagstone.server.tool.console.Table;
import io.flagstone.server.tool.link.Access;
import io.flagstone.server.tool.link.Endpoint;
import io.flagstone.server.tool.link.Link;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slabs}: where a node's memory went. */
@Command(
        name = "slabs",
        description = "Shows each slab class: its chunks, how full they are, and what is wasted in them.",
        footer = {
            "",
            "full is the share of the chunks that hold something, waste the share of those",
            "chunks' bytes that no item asked for. age is that of the oldest item, in",
            "seconds; evicted counts from the start of the node."
        })
final class SlabsCommand implements Callable<Integer> {
    private static final Pattern OF_CLASS = Pattern.compile("\\d{1,3}:.*");
    private static final String[] HEADING = {
        "class", "chunk", "pages", "used", "free", "items", "age", "evicted", "full%", "full", "waste%", "waste"
    };

    private final Screen screen;

    @Mixin
    Access access = new Access();

    @Mixin
    Nodes nodes = new Nodes();

    SlabsCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        return nodes.each(
                        access,
                        screen,
                        (endpoint, link) -> show(endpoint, link.statistics("slabs"), link.statistics("items")))
                .code();
    }

    private void show(Endpoint endpoint, Map<String, String> slabs, Map<String, String> items) {
        Map<Integer, SlabFigures> classes = new TreeMap<>();
        slabs.forEach((name, value) -> {
            if (OF_CLASS.matcher(name).matches()) {
                int number = Integer.parseInt(name.substring(0, name.indexOf(':')));
                classes.computeIfAbsent(number, any -> SlabFigures.of(number, slabs, items));
            }
        });
        screen.line(endpoint + "  " + Figures.bytes((double) Link.number(slabs, "total_malloced")) + " in pages, "
                + Link.number(slabs, "active_slabs") + " classes");
        if (classes.isEmpty()) {
            return;
        }
        Table table = new Table(0);
        table.row(HEADING);
        classes.values().forEach(one -> row(table, Integer.toString(one.number()), one.chunkSize() + "", one));
        row(table, "all", "", classes.values().stream().reduce(SlabFigures.NONE, SlabFigures::plus));
        table.lines().forEach(screen::line);
    }

    private static void row(Table table, String name, String chunk, SlabFigures figures) {
        double full = share(figures.used(), figures.used() + figures.free());
        double waste = Math.max(0, 1 - share(figures.requested(), figures.usedBytes()));
        table.row(
                name,
                chunk,
                Long.toString(figures.pages()),
                Long.toString(figures.used()),
                Long.toString(figures.free()),
                Long.toString(figures.items()),
                Long.toString(figures.age()),
                Long.toString(figures.evicted()),
                Figures.percent(full),
                Figures.bar(full),
                Figures.percent(waste),
                Figures.bar(waste));
    }
}
