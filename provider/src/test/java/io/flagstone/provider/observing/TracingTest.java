package io.flagstone.provider.observing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.opentelemetry.FlagstoneTracing;
import io.flagstone.provider.testing.FakeNode;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spans as the real SDK exports them. */
class TracingTest {

    private final TwoNodes nodes = new TwoNodes();
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();

    @AfterEach
    void close() {
        nodes.close();
        sdk.close();
    }

    private Cache<String, String> traced(CacheManager manager) {
        Cache<String, String> cache = TwoNodes.cache(manager, "orders");
        // both nodes are up and their generations known: what follows is one round trip each
        TwoNodes.keysOf("east", cache, nodes.east(), 1);
        TwoNodes.keysOf("west", cache, nodes.west(), 1);
        FlagstoneTracing.start(manager, sdk);
        return cache;
    }

    private List<SpanData> spans() {
        return exporter.getFinishedSpanItems();
    }

    private SpanData theSpan() {
        assertThat(spans()).hasSize(1);
        return spans().get(0);
    }

    private static Attributes attributes(String operation, FakeNode node) {
        return Attributes.builder()
                .put("db.system.name", "memcached")
                .put("db.namespace", TwoNodes.NAMESPACE)
                .put("db.collection.name", "orders")
                .put("db.operation.name", operation)
                .put("server.address", "127.0.0.1")
                .put("server.port", node.address().port())
                .build();
    }

    @Test
    void aReadIsAClientSpanOfItsNode() {
        Cache<String, String> cache = traced(nodes.manager());
        String key = TwoNodes.keysOf("east", cache, nodes.east(), 1).get(0);
        exporter.reset();
        Instant before = Instant.now();
        cache.get(key);
        Instant after = Instant.now();
        SpanData span = theSpan();
        assertThat(span.getName()).isEqualTo("mg orders");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getAttributes().asMap())
                .isEqualTo(attributes("mg", nodes.east()).asMap());
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getInstrumentationScopeInfo().getName()).isEqualTo("io.flagstone.provider");
        // two clocks: one tells the time, the other how long it took
        assertThat(span.getStartEpochNanos()).isBetween(nanos(before) - MILLISECOND, nanos(after));
        assertThat(span.getEndEpochNanos()).isBetween(span.getStartEpochNanos(), nanos(after));
    }

    private static final long MILLISECOND = 1_000_000;

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    @Test
    void aPutIsTheRoundTripsThatItTakes() {
        Cache<String, String> cache = traced(nodes.manager());
        String key = TwoNodes.keysOf("west", cache, nodes.west(), 1).get(0);
        exporter.reset();
        cache.put(key, "hidden");
        assertThat(spans()).isNotEmpty();
        SpanData last = spans().get(spans().size() - 1);
        assertThat(last.getAttributes().asMap())
                .isEqualTo(attributes("ms", nodes.west()).asMap());
        assertThat(spans())
                .allSatisfy(span -> assertThat(span.getAttributes().get(AttributeKey.longKey("server.port")))
                        .isEqualTo(nodes.west().address().port()));
    }

    @Test
    void aBulkReadIsOneSpanForEachNodeWithItsPartOfTheKeys() {
        Cache<String, String> cache = traced(nodes.manager());
        List<String> east = TwoNodes.keysOf("east", cache, nodes.east(), 3);
        List<String> west = TwoNodes.keysOf("west", cache, nodes.west(), 2);
        exporter.reset();
        TreeSet<String> all = new TreeSet<>(east);
        all.addAll(west);
        cache.getAll(all);
        assertThat(spans())
                .allSatisfy(span -> assertThat(span.getName()).isEqualTo("BATCH mg orders"))
                .extracting(span -> span.getAttributes().asMap())
                .containsExactlyInAnyOrder(
                        batch(nodes.east(), 3).asMap(), batch(nodes.west(), 2).asMap());
    }

    private static Attributes batch(FakeNode node, int size) {
        return attributes("BATCH mg", node).toBuilder()
                .put("db.operation.batch.size", size)
                .build();
    }

    @Test
    void theCallersSpanIsTheParent() {
        Cache<String, String> cache = traced(nodes.manager());
        String key = TwoNodes.keysOf("east", cache, nodes.east(), 1).get(0);
        exporter.reset();
        Span parent = sdk.getTracer("test").spanBuilder("parent").startSpan();
        try (Scope scope = parent.makeCurrent()) {
            assertThat(scope).isNotNull();
            cache.get(key);
        }
        SpanData span = theSpan();
        assertThat(span.getParentSpanId()).isEqualTo(parent.getSpanContext().getSpanId());
        assertThat(span.getTraceId()).isEqualTo(parent.getSpanContext().getTraceId());
        exporter.reset();
        cache.get(key);
        assertThat(theSpan().getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void aTimeoutIsAnErrorThatLastedAsLong() {
        Cache<String, String> cache = traced(nodes.set("flagstone.timeout", "300ms")
                .set("flagstone.suspect.after", "1000")
                .manager());
        String key = TwoNodes.keysOf("west", cache, nodes.west(), 1).get(0);
        nodes.west().script(line -> FakeNode.Deed.IGNORE);
        exporter.reset();
        cache.get(key);
        SpanData span = theSpan();
        assertThat(span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .isEqualTo(DeadlineExceeded.class.getName());
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).contains("west", "no reply in time");
        assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isGreaterThan(290 * MILLISECOND);
    }

    @Test
    void anOutageIsAnErrorOfTheCommandThatWasNotSent() {
        Cache<String, String> cache = traced(nodes.manager());
        String key = TwoNodes.keysOf("west", cache, nodes.west(), 1).get(0);
        nodes.west().stop();
        Awaitility.await().until(() -> {
            exporter.reset();
            cache.get(key);
            return spans().size() == 1
                    && String.valueOf(theSpan().getStatus().getDescription()).contains(" is down ");
        });
        SpanData span = theSpan();
        assertThat(span.getName()).isEqualTo("mg orders");
        assertThat(span.getAttributes().asMap())
                .isEqualTo(attributes("mg", nodes.west()).toBuilder()
                        .put("error.type", NodeUnavailable.class.getName())
                        .build()
                        .asMap());
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void noSpanNamesAKeyOrAValueOrWhatANodeSays() {
        Cache<String, String> cache = traced(nodes.manager());
        String key = TwoNodes.keysOf("west", cache, nodes.west(), 1).get(0);
        exporter.reset();
        cache.put(key, "hidden");
        cache.getAll(new TreeSet<>(List.of(key, "secretkey0")));
        cache.invoke(key, (entry, arguments) -> {
            entry.setValue("hidden2");
            return null;
        });
        cache.remove(key);
        nodes.west().script(line -> line.contains(key) ? FakeNode.Deed.REFUSE : FakeNode.Deed.ANSWER);
        assertThatThrownBy(() -> cache.get(key))
                .isInstanceOf(ServerRefused.class)
                .hasMessageContaining("SERVER_ERROR");
        assertThat(spans())
                .hasSizeGreaterThan(5)
                .allSatisfy(span -> assertThat(span.toString()).doesNotContain("secretkey", "hidden", "SERVER_ERROR"));
        assertThat(spans())
                .anySatisfy(span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
    }

    @Test
    void nothingIsMadeBeforeTracingStartsNorAfterItEnds() {
        CacheManager manager = nodes.manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "orders");
        cache.get("a");
        try (FlagstoneTracing tracing = FlagstoneTracing.start(manager, sdk)) {
            assertThat(tracing).isNotNull();
            assertThat(spans()).isEmpty();
            cache.get("a");
            assertThat(spans()).isNotEmpty();
        }
        exporter.reset();
        cache.get("a");
        assertThat(spans()).isEmpty();
    }

    @Test
    void theOptionTakesTheGlobalInstanceAsItIsAtTheFirstCall() {
        GlobalOpenTelemetry.resetForTest();
        try {
            CacheManager manager = nodes.set("flagstone.tracing", "on").manager();
            Cache<String, String> cache = TwoNodes.cache(manager, "orders");
            GlobalOpenTelemetry.set(sdk);
            cache.get("a");
            assertThat(spans())
                    .isNotEmpty()
                    .allSatisfy(span -> assertThat(span.getName()).endsWith(" orders"));
        } finally {
            GlobalOpenTelemetry.resetForTest();
        }
    }

    @Test
    void whatThrowsInsideOpenTelemetryDoesNotReachTheCaller() {
        CacheManager manager = nodes.manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "orders");
        FlagstoneTracing.start(manager, new OpenTelemetry() {
            @Override
            public TracerProvider getTracerProvider() {
                throw new IllegalStateException("no tracer");
            }

            @Override
            public ContextPropagators getPropagators() {
                return ContextPropagators.noop();
            }
        });
        cache.put("a", "b");
        assertThat(cache.get("a")).isEqualTo("b");
    }
}
