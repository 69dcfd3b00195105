/** Spans of calls to nodes. Nothing else knows OpenTelemetry, but for the way in, {@code io.flagstone.provider.opentelemetry}. */
@NullMarked
package io.flagstone.provider.internal.tracing;

import org.jspecify.annotations.NullMarked;
