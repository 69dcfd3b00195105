package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.internal.ring.SlotTable;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node says about itself, in one item: which list is in force here, under which era each of the node's slots is
 * kept, and which list is to follow. It alone decides whether the node serves a slot. Never changes.
 */
public final class Document {

    /** Eras that a document can tell apart: one byte for each slot. */
    static final int MOST_ERAS = 255;

    private final String self;
    private final View view;
    private final @Nullable View next;
    private final long[] eras;
    private final byte[] index;
    private final int inView;
    private final int inNext;

    /**
     * @param self the node's identity
     * @param view the list in force; {@link View#NONE} in a document that prepares the very first list
     * @param next the list that is to follow, or null; slots that it takes away are not served any more
     * @param eras numbers never used before
     * @param index for each slot of the node the place of its era; not copied
     */
    Document(String self, View view, @Nullable View next, long[] eras, byte[] index) {
        this.self = self;
        this.view = view;
        this.next = next;
        this.eras = eras;
        this.index = index;
        this.inView = view.indexOf(self);
        this.inNext = next == null ? -1 : next.indexOf(self);
    }

    /** A document that prepares the first list. */
    static Document first(String self, View next) {
        return new Document(self, View.NONE, next, new long[] {0}, new byte[SlotTable.SLOTS]);
    }

    /** The document of a node that begins, or begins again, empty. */
    static Document fresh(String self, View view, @Nullable View next, long era) {
        return new Document(self, view, next, new long[] {era}, new byte[SlotTable.SLOTS]);
    }

    /** The node's identity. */
    public String self() {
        return self;
    }

    /** The list in force. */
    public View view() {
        return view;
    }

    /** The list that is to follow, or null. */
    public @Nullable View next() {
        return next;
    }

    long[] eras() {
        return eras;
    }

    byte[] index() {
        return index;
    }

    /** Whether the list in force gives the slot to this node, whatever follows. */
    boolean owns(int slot) {
        return inView >= 0 && view.ownerIndex(slot) == inView;
    }

    /** Whether operations on the slot count here. */
    public boolean serves(int slot) {
        return owns(slot) && (next == null || (inNext >= 0 && next.ownerIndex(slot) == inNext));
    }

    /** The number under which the node keeps the slot; it has a meaning where the node serves the slot. */
    public long era(int slot) {
        return eras[index[slot] & 0xFF];
    }

    /** Whether it names a list in force, and does not merely prepare the first one. */
    boolean isInForce() {
        return !view.isNone();
    }

    /** Whether the list to follow is without this node: no later change will tell it anything. */
    boolean isLeaving() {
        return next != null && inNext < 0;
    }

    /** Whether the node takes part in a list in force, and will. */
    boolean isServing() {
        return isInForce() && !isLeaving();
    }

    /**
     * The same document with another list to follow. A slot that an earlier proposal took away, and this one does not,
     * comes back under another era: nothing that was written meanwhile may be seen.
     */
    Document proposing(View proposal, LongSupplier numbers) {
        if (next == null || next.equals(proposal)) {
            return new Document(self, view, proposal, eras, index);
        }
        return renumbered(view, proposal, this::owns, this::serves, numbers);
    }

    /** The document under a new list: slots that stay keep their era, others get a new one. */
    Document under(View list, LongSupplier numbers) {
        int me = list.indexOf(self);
        return renumbered(list, null, slot -> list.ownerIndex(slot) == me, this::serves, numbers);
    }

    private Document renumbered(
            View list, @Nullable View following, IntPredicate mine, IntPredicate stays, LongSupplier numbers) {
        long[] now = new long[MOST_ERAS];
        int[] places = new int[MOST_ERAS + 1];
        byte[] nowAt = new byte[SlotTable.SLOTS];
        int used = 0;
        int fresh = -1;
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            if (!mine.test(slot)) {
                continue;
            }
            int before = index[slot] & 0xFF;
            int place = stays.test(slot) ? places[before] - 1 : fresh;
            if (place < 0) {
                if (used == MOST_ERAS) {
                    return fresh(self, list, following, numbers.getAsLong());
                }
                place = used++;
                if (stays.test(slot)) {
                    now[place] = eras[before];
                    places[before] = place + 1;
                } else {
                    now[place] = numbers.getAsLong();
                    fresh = place;
                }
            }
            nowAt[slot] = (byte) place;
        }
        long[] exact = new long[Math.max(1, used)];
        System.arraycopy(now, 0, exact, 0, used);
        return new Document(self, list, following, exact, nowAt);
    }

    /** For logs. */
    @Override
    public String toString() {
        return self + ": " + view + (next == null ? "" : ", then " + next);
    }
}
