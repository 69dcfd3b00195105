package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A write that passes although the owner of its key could not be told of it.
 *
 * @param payload what was to be stored; null for a removal
 */
public record PassedOver(EntryKey key, @Nullable Payload payload, long end) {

    /** What has ended at once is as good as removed. */
    public PassedOver {
        payload = end == Expiry.AT_ONCE ? null : payload;
    }

    /** A {@linkplain Move#storeBlindly blind store}. */
    public static PassedOver of(Move move) {
        return new PassedOver(move.key(), move.payload(), move.end());
    }
}
