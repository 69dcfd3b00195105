package io.flagstone.hibernate.internal.record;

import io.flagstone.provider.entry.Seen;

/**
 * The right to fill what a read has missed, as long as nobody has touched it since.
 *
 * @param tombstone the id of the tombstone that was seen, or 0 where there was none
 */
public record Lease(Seen seen, long tombstone) {

    /** Whether the other one is about the same item, untouched in between. */
    public boolean isSame(Lease other) {
        return seen.isSameItem(other.seen);
    }
}
