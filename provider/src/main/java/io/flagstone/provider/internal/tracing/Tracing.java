package io.flagstone.provider.internal.tracing;

import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.observe.Observers;

/** Switches spans on. Needs no class of OpenTelemetry while they are off. */
public final class Tracing {

    private Tracing() {}

    /**
     * Every call makes a span, by OpenTelemetry's global instance as it is at the first call.
     *
     * @param namespace the client's, may be empty
     * @throws ConfigurationProblem when OpenTelemetry is not there
     */
    public static void global(Observers observers, String namespace) {
        try {
            observers.add(SpanMaker.global(namespace));
        } catch (LinkageError e) {
            throw new ConfigurationProblem(
                    ManagerSetting.TRACING.key() + "=on needs io.opentelemetry:opentelemetry-api on the class path", e);
        }
    }
}
