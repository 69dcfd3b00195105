package io.flagstone.provider.internal.observe;

import io.flagstone.provider.internal.stats.CacheCounters;

/**
 * Hears what a client does. One that comes late is first told of all nodes and caches that there are. What it throws is
 * logged and harms nobody.
 */
public interface ClientListener {

    /** From now on calls may go to this node. It may take the place of one of the same name. */
    default void joined(ObservedNode node) {}

    /** No call goes to this node any more. */
    default void left(ObservedNode node) {}

    /** There is a cache of this name. */
    default void opened(String cache, CacheCounters counters) {}

    /** It was closed or destroyed; by now there may be another one of its name. */
    default void closed(String cache, CacheCounters counters) {}

    /** A call has ended. Told by the thread that waited for it, before that goes on. */
    default void ended(NodeCall call) {}
}
