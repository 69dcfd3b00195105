package io.flagstone.provider.internal.tracing;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.observe.ClientListener;
import io.flagstone.provider.internal.observe.NodeCall;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a client span of each call once it is over, with the time of its beginning: the thread that has waited for the call
 * is the one that began it, so that its current span is the parent, and what is known only at the end is known to samplers.
 *
 * <p>Names and attributes are those of OpenTelemetry's conventions for database clients, which are stable (as of 1.33 and
 * later). Keys and values are not among them.
 */
public final class SpanMaker implements ClientListener {

    private static final String SCOPE = "io.flagstone.provider";
    private static final String BATCH = "BATCH";

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> COLLECTION = AttributeKey.stringKey("db.collection.name");
    private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("db.namespace");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("db.operation.batch.size");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Supplier<OpenTelemetry> telemetry;
    private final String namespace;
    private volatile @Nullable Tracer tracer;

    /**
     * @param telemetry asked at the first call
     * @param namespace the client's, may be empty
     */
    public SpanMaker(Supplier<OpenTelemetry> telemetry, String namespace) {
        this.telemetry = telemetry;
        this.namespace = namespace;
    }

    /** Asked for too early, the global instance would be fixed for the whole application. */
    static SpanMaker global(String namespace) {
        return new SpanMaker(GlobalOpenTelemetry::get, namespace);
    }

    @Override
    public void ended(NodeCall call) {
        Instant now = Instant.now();
        long end = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        String operation = operation(call);
        SpanBuilder builder = tracer().spanBuilder(operation + " " + call.cache())
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(end - call.nanos(), TimeUnit.NANOSECONDS)
                .setAttribute(SYSTEM, "memcached")
                .setAttribute(COLLECTION, call.cache())
                .setAttribute(OPERATION, operation)
                .setAttribute(ADDRESS, call.node().host())
                .setAttribute(PORT, (long) call.node().port());
        if (!namespace.isEmpty()) {
            builder.setAttribute(NAMESPACE, namespace);
        }
        if (call.commands() > 1) {
            builder.setAttribute(BATCH_SIZE, (long) call.commands());
        }
        FlagstoneException failure = call.failure();
        if (failure != null) {
            builder.setAttribute(ERROR, failure.getClass().getName());
        }
        Span span = builder.startSpan();
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, description(failure));
        }
        span.end(end, TimeUnit.NANOSECONDS);
    }

    private static String operation(NodeCall call) {
        if (call.commands() == 1) {
            return call.command();
        }
        return call.command().isEmpty() ? BATCH : BATCH + " " + call.command();
    }

    /** Our own messages name no keys and values; what a node says in its own words might. */
    private static String description(FlagstoneException failure) {
        String message = failure.getMessage();
        return message == null || failure instanceof ServerRefused ? "" : message;
    }

    private Tracer tracer() {
        Tracer known = tracer;
        if (known == null) {
            known = telemetry.get().getTracer(SCOPE);
            tracer = known;
        }
        return known;
    }
}
