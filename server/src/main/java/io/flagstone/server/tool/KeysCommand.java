package io.flagstone.server.tool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.KeyText;
import io.flagstone.server.tool.console.Screen;
import io.flagstone.server.tool.console.Status;
import io.flagstone.server.tool.link.Access;
import io.flagstone.server.tool.link.Endpoint;
import io.flagstone.server.tool.link.Link;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys}: what lies on a node. */
@Command(
        name = "keys",
        description = "Prints the keys on nodes: size in bytes, seconds to live, seconds since the last use, key.",
        footer = {
            "",
            "Keys without an end have a dash for the seconds to live. What is not printable",
            "in a key is \\t, \\n, \\r or \\xNN, and a backslash is doubled. Where the output is",
            "no terminal there is no heading, and tabs stand between the columns. With",
            "several nodes the node comes first."
        })
final class KeysCommand implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    Access access = new Access();

    @Mixin
    Nodes nodes = new Nodes();

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "only keys that begin so (escaped as keys are printed)")
    String prefix = "";

    @Option(names = "--limit", paramLabel = "N", description = "at most so many keys of each node")
    long limit = Long.MAX_VALUE;

    private long printed;

    KeysCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new Failure(Status.USAGE, "--limit: " + limit + " is not allowed; it is 1 or more");
        }
        String start = start();
        List<Endpoint> endpoints = nodes.endpoints();
        String form = endpoints.size() == 1 ? "" : "%-" + width(endpoints) + "s  ";
        if (screen.canMove()) {
            screen.line(form.formatted("node") + "%9s  %9s  %9s  %s".formatted("size", "ttl", "unused", "key"));
        }
        return nodes.each(
                        access,
                        screen,
                        (endpoint, link) ->
                                dump(link, start, endpoints.size() == 1 ? "" : column(endpoint.toString(), form)))
                .code();
    }

    private static int width(List<Endpoint> endpoints) {
        return endpoints.stream().mapToInt(one -> one.toString().length()).max().orElse(0);
    }

    private String column(String text, String form) {
        return screen.canMove() ? form.formatted(text) : text + "\t";
    }

    /** The prefix byte for byte, as text. */
    private String start() {
        byte[] bytes = prefix.getBytes(UTF_8);
        try {
            return new String(KeyText.unescape(bytes, 0, bytes.length), ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw new Failure(Status.USAGE, "--prefix: " + e.getMessage());
        }
    }

    private void dump(Link link, String start, String node) {
        printed = 0;
        KeyDump.of(link, item -> {
            if (item.key().startsWith(start)) {
                screen.line(node + line(item));
                printed++;
            }
            return printed < limit;
        });
    }

    private String line(KeyDump.Item item) {
        String form = screen.canMove() ? "%9s  %9s  %9s  %s" : "%s\t%s\t%s\t%s";
        String ttl = item.isEndless() ? "-" : Long.toString(item.ttl());
        return form.formatted(
                item.size(), ttl, item.unused(), KeyText.escape(item.key().getBytes(ISO_8859_1)));
    }
}
