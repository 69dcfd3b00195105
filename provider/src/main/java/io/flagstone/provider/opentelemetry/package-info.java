/** OpenTelemetry spans of calls to nodes. Needs {@code io.opentelemetry:opentelemetry-api}; nothing else of Flagstone does. */
@NullMarked
package io.flagstone.provider.opentelemetry;

import org.jspecify.annotations.NullMarked;
