package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meters and spans are for those who ask for them, and cost the others nothing. */
class WithoutObserversIT {

    private static boolean isOfObservers(String entry) {
        return entry.contains("micrometer") || entry.contains("opentelemetry");
    }

    @Test
    void nobodyElseNeedsTheirJars() throws Exception {
        try (Engine engine = Engine.of(Engine.Kind.EMBEDDED, 1)) {
            assertThat(WithoutServerIT.run(
                            WithoutObserversIT::isOfObservers, List.of(), "memcached://" + engine.nodes()))
                    .isEqualTo("read value");
        }
    }

    @Test
    void spansWithoutTheirJarAreRefusedByItsName() throws Exception {
        assertThat(WithoutServerIT.run(
                        WithoutObserversIT::isOfObservers,
                        List.of("-Dflagstone.tracing=on"),
                        "memcached://127.0.0.1:1"))
                .startsWith("refused")
                .contains("flagstone.tracing=on", "io.opentelemetry:opentelemetry-api");
    }

    @Test
    void noClassOfTheirsIsLoadedUnlessSomebodyAsks(@TempDir Path temporary) throws Exception {
        try (Engine engine = Engine.of(Engine.Kind.EMBEDDED, 1)) {
            String nodes = "memcached://" + engine.nodes();
            assertThat(loaded(temporary.resolve("off"), nodes))
                    .contains("io.flagstone.provider.internal.observe.Observers")
                    .doesNotContain("io.opentelemetry.", "io.micrometer.", "provider.internal.tracing.");
            assertThat(loaded(temporary.resolve("on"), nodes, "-Dflagstone.tracing=on"))
                    .contains("io.opentelemetry.api.GlobalOpenTelemetry");
        }
    }

    private static String loaded(Path log, String nodes, String... flags) throws Exception {
        List<String> all = new ArrayList<>(List.of(flags));
        all.add("-Xlog:class+load=info:file=" + log);
        assertThat(WithoutServerIT.run(entry -> false, all, nodes)).isEqualTo("read value");
        return Files.readString(log);
    }
}
