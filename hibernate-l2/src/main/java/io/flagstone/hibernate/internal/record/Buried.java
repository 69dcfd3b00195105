package io.flagstone.hibernate.internal.record;

import io.flagstone.provider.entry.Seen;
import io.flagstone.provider.failure.FlagstoneException;
import org.jspecify.annotations.Nullable;

/**
 * What became of an entry that was to be read no more.
 *
 * @param seen the tombstone, or null where there is none of ours
 * @param owed why the node will only be told before its next read, or null when it has been told
 */
public record Buried(@Nullable Seen seen, @Nullable FlagstoneException owed) {

    static final Buried WITHOUT_A_TRACE = new Buried(null, null);
}
