package io.flagstone.hibernate.internal.record;

import org.jspecify.annotations.Nullable;

/**
 * What a read has found.
 *
 * @param payload the state, or null for a miss
 * @param lease the right to fill, or to replace a payload that cannot be used; null where there is none
 */
public record Found(byte @Nullable [] payload, @Nullable Lease lease) {

    static final Found NOTHING = new Found(null, null);
}
