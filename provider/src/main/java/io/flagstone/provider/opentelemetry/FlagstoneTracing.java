package io.flagstone.provider.opentelemetry;

import io.flagstone.provider.internal.observe.Observed;
import io.flagstone.provider.internal.observe.Observers;
import io.flagstone.provider.internal.tracing.SpanMaker;
import io.opentelemetry.api.OpenTelemetry;
import javax.cache.CacheManager;

/**
 * Client spans of a manager's calls to its nodes, made by an {@link OpenTelemetry} of the application's choice. Where the
 * global one will do, {@code flagstone.tracing=on} is all it takes; both together make two spans of each call.
 */
public final class FlagstoneTracing implements AutoCloseable {

    private final Observers observers;
    private final SpanMaker spans;

    private FlagstoneTracing(Observed observed, OpenTelemetry telemetry) {
        this.observers = observed.observers();
        this.spans = new SpanMaker(() -> telemetry, observed.namespace());
    }

    /**
     * Every call of the manager's caches to a node makes a span from now on, until this or the manager is closed.
     *
     * @param manager one of Flagstone's
     * @throws IllegalArgumentException when the manager is not Flagstone's
     */
    public static FlagstoneTracing start(CacheManager manager, OpenTelemetry telemetry) {
        FlagstoneTracing tracing = new FlagstoneTracing(manager.unwrap(Observed.class), telemetry);
        tracing.observers.add(tracing.spans);
        return tracing;
    }

    /** No further spans. */
    @Override
    public void close() {
        observers.remove(spans);
    }
}
