package io.flagstone.provider.internal.observe;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.FlagstoneException;
import org.jspecify.annotations.Nullable;

/**
 * What one thread asked one node at once, from when it began to when the last answer came. Says nothing of keys and values.
 *
 * @param cache the name of the cache
 * @param command as it is on the wire, {@code mg}; an empty text for several kinds at once
 * @param commands how many, each about one key: one or more
 * @param nanos how long all of it took
 * @param failure why one of the commands has no answer, or null
 */
public record NodeCall(
        NodeAddress node,
        String cache,
        String command,
        int commands,
        long nanos,
        @Nullable FlagstoneException failure) {}
