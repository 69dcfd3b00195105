package io.flagstone.provider.internal.nodelist;

import org.jspecify.annotations.Nullable;

/**
 * What a document says of slots that come and go, so that a new owner can take entries over from the former one.
 *
 * @param fencedAt the token of the first document that had the next list, and so ended the slots which that list takes away; {@link
 *     #SELF} in that very document, {@link #UNKNOWN} when that cannot be told any more
 * @param former the slots that the last change took away, or null when nothing can be said of them
 * @param warm the list before the one in force, while entries are taken over from its owners; otherwise null
 */
record Past(
        long fencedAt, @Nullable Former former, @Nullable View warm) {

    static final long UNKNOWN = 0;

    /** No node counts so far. */
    static final long SELF = -1;

    static final Past NONE = new Past(UNKNOWN, null, null);

    /** That of the first document with a next list. */
    Past fencing() {
        return new Past(SELF, former, warm);
    }

    /** That of a document that is stored over this one, which has the token, with the same lists. */
    Past again(long token) {
        return new Past(fencedAt(token), former, warm);
    }

    /** The same in a document whose slots have ended at another moment than can be told. */
    Past unfenced() {
        return new Past(UNKNOWN, former, warm);
    }

    /** The same with entries taken over from the owners by this list, or from nobody. */
    Past warmedBy(@Nullable View list) {
        return new Past(fencedAt, former, list);
    }

    /** {@link #fencedAt} of a document with this token. */
    long fencedAt(long token) {
        return fencedAt == SELF ? token : fencedAt;
    }
}
