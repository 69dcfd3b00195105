/** Counters that one thread writes and everybody reads, and faults counted by place. */
@NullMarked
package io.flagstone.server.internal.stats;

import org.jspecify.annotations.NullMarked;
