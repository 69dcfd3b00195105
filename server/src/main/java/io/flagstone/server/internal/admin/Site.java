package io.flagstone.server.internal.admin;

import io.flagstone.server.internal.metrics.MetricsPage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

/** What lies under which path. A path is looked up as a whole: no part of it ever becomes the name of a file. */
final class Site implements Function<String, Answer> {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json";

    private final Map<String, Supplier<Answer>> pages;

    Site(Health health, Supplier<byte[]> metrics, ConsoleData data) {
        Supplier<Answer> console = resource("console.html", HTML);
        pages = Map.of(
                "/",
                console,
                "/console",
                console,
                "/console/console.js",
                resource("console.js", "text/javascript; charset=utf-8"),
                "/console/charts.js",
                resource("charts.js", "text/javascript; charset=utf-8"),
                "/console/console.css",
                resource("console.css", "text/css; charset=utf-8"),
                "/console/icon.svg",
                resource("icon.svg", "image/svg+xml"),
                "/console/data",
                () -> new Answer(Answer.OK, JSON, data.text().getBytes(StandardCharsets.UTF_8)),
                "/metrics",
                () -> new Answer(Answer.OK, MetricsPage.TYPE, metrics.get()),
                "/health/live",
                health::live,
                "/health/ready",
                health::ready);
    }

    @Override
    public Answer apply(String path) {
        Supplier<Answer> page = pages.get(path);
        return page == null
                ? Answer.line(
                        Answer.NOT_FOUND, "nothing here; there are /console, /metrics, /health/live, /health/ready")
                : page.get();
    }

    /** A file of the jar, read when it is asked for. */
    private static Supplier<Answer> resource(String name, String type) {
        return () -> {
            try (InputStream in = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
                return new Answer(Answer.OK, type, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
