package io.flagstone.testkit.nodelist;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a document says of slots that come and go, so that a new owner may copy entries from the old one.
 *
 * @param fencedAt token of the first document that had the next list, and so fenced the slots which that list takes away;
 *     {@link #SELF} in that very document; {@link #UNKNOWN} when that cannot be told any more
 * @param former what was said at the end of the list before, or null when that cannot be told
 * @param warm the list before, when entries are copied from its owners; else null
 */
record Past(
        long fencedAt, @Nullable Former former, @Nullable View warm) {

    static final long UNKNOWN = 0;
    static final long SELF = -1;
    static final Past NONE = new Past(UNKNOWN, null, null);

    /**
     * The end of a list.
     *
     * @param list that was in force
     * @param fencedAt token of the first document that fenced the slots which the next list took away
     * @param eras of those slots, zero for others
     */
    record Former(View list, long fencedAt, List<Long> eras) {}

    /** Where valid entries of a slot are: under this era, with smaller tokens. */
    record Source(long era, long fencedAt) {}

    /** That of the first document with a next list. */
    Past fencing() {
        return new Past(SELF, former, warm);
    }

    /** That of a document that is stored over itself. */
    Past again(long token) {
        return new Past(fencedAt == SELF ? token : fencedAt, former, warm);
    }

    /** That of a document which has another next list than the one before. */
    Past unfenced() {
        return new Past(UNKNOWN, former, warm);
    }

    Past warmedBy(@Nullable View list) {
        return new Past(fencedAt, former, list);
    }

    /** That of a document under a new list. */
    static Past of(Document before, View list, long token) {
        long fenced = before.past().again(token).fencedAt();
        if (fenced == UNKNOWN || !list.equals(before.next())) {
            return NONE;
        }
        List<Long> lost = new ArrayList<>();
        for (int slot = 0; slot < View.SLOTS; slot++) {
            lost.add(list.owns(before.self(), slot) ? 0L : before.era(slot));
        }
        return new Past(UNKNOWN, new Former(before.view(), fenced, lost), null);
    }

    /** Where this node's entries of a slot are that the change from one list to another took away; null when that is unknown. */
    static @Nullable Source source(Document document, long token, View from, View to, int slot) {
        long fenced = document.past().again(token).fencedAt();
        Former former = document.past().former();
        Source source = null;
        if (document.view().equals(from) && to.equals(document.next())) {
            source = new Source(document.era(slot), fenced);
        } else if (former != null && former.list().equals(from)) {
            source = new Source(former.eras().get(slot), former.fencedAt());
        }
        return source == null || source.fencedAt() == UNKNOWN || source.era() == 0 ? null : source;
    }
}
