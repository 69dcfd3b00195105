/** What a node tells Prometheus, in the vocabulary of its memcached exporter and in words of our own. */
@NullMarked
package io.flagstone.server.internal.metrics;

import org.jspecify.annotations.NullMarked;
