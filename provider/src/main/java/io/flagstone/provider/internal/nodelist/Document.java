package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.internal.ring.SlotTable;
import java.util.HashSet;
import java.util.Set;
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
    private final Past past;
    private final int inView;
    private final int inNext;

    /**
     * @param self the node's identity
     * @param view the list in force; {@link View#NONE} in a document that prepares the very first list
     * @param next the list that is to follow, or null; slots that it takes away are not served any more
     * @param eras numbers never used before
     * @param index for each slot of the node the place of its era; not copied
     * @param past of slots that come and go
     */
    Document(String self, View view, @Nullable View next, long[] eras, byte[] index, Past past) {
        this.self = self;
        this.view = view;
        this.next = next;
        this.eras = eras;
        this.index = index;
        this.past = past;
        this.inView = view.indexOf(self);
        this.inNext = next == null ? -1 : next.indexOf(self);
    }

    /** A document that prepares the first list. */
    static Document first(String self, View next) {
        return new Document(self, View.NONE, next, new long[] {0}, new byte[SlotTable.SLOTS], Past.NONE);
    }

    /** The document of a node that begins, or begins again, empty. */
    static Document fresh(String self, View view, @Nullable View next, long era) {
        return new Document(self, view, next, new long[] {era}, new byte[SlotTable.SLOTS], Past.NONE);
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

    Past past() {
        return past;
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
     *
     * @param token of this document
     * @param fences whether it is to say when it ended the slots that it takes away
     */
    Document proposing(View proposal, long token, boolean fences, LongSupplier numbers) {
        if (next == null) {
            return new Document(self, view, proposal, eras, index, fences ? past.fencing() : past.unfenced());
        }
        if (next.equals(proposal)) {
            return new Document(self, view, proposal, eras, index, past.again(token));
        }
        return renumbered(view, proposal, this::owns, this::serves, past.unfenced(), numbers);
    }

    /**
     * The document under a new list: slots that stay keep their era, others get a new one.
     *
     * @param token of this document
     */
    Document under(View list, long token, LongSupplier numbers) {
        int me = list.indexOf(self);
        long fencedAt = past.fencedAt(token);
        Past then = fencedAt == Past.UNKNOWN || !list.equals(next)
                ? Past.NONE
                : new Past(Past.UNKNOWN, new Former(view, fencedAt, eras, index), null);
        return renumbered(list, null, slot -> list.ownerIndex(slot) == me, this::serves, then, numbers);
    }

    /**
     * The same, to be stored over this one.
     *
     * @param token of this document
     */
    Document again(long token) {
        return new Document(self, view, next, eras, index, past.again(token));
    }

    /** The same, whose slots are filled from those that had them by this list. */
    Document warmedBy(View list) {
        return new Document(self, view, next, eras, index, past.warmedBy(list));
    }

    /**
     * The same, to be stored over this one, whose slots are not filled from anywhere any more.
     *
     * @param token of this document
     */
    public Document cooled(long token) {
        return new Document(self, view, next, eras, index, past.again(token).warmedBy(null));
    }

    // --- entries that are taken over ---

    /** The list whose owners entries of slots that came with the list in force are taken over from; null when none are. */
    public @Nullable View warm() {
        return past.warm();
    }

    /** Where entries of the slot may be taken over from; null when they may not. */
    public @Nullable Origin origin(int slot) {
        View from = past.warm();
        if (from == null || !owns(slot)) {
            return null;
        }
        int owner = from.ownerIndex(slot);
        return owner < 0 || owner == from.indexOf(self)
                ? null
                : new Origin(from.nodes().get(owner), from, view);
    }

    /** The nodes that entries may be taken over from. */
    public Set<NodeAddress> origins() {
        Set<NodeAddress> nodes = new HashSet<>();
        for (int slot = 0; past.warm() != null && slot < SlotTable.SLOTS; slot++) {
            Origin origin = origin(slot);
            if (origin != null) {
                nodes.add(origin.node());
            }
        }
        return nodes;
    }

    /** Where the slot's entries still are, if it is one that the node lost by that change; null where that cannot be told. */
    @Nullable
    Left left(int slot, Origin origin, long token) {
        long fencedAt = past.fencedAt(token);
        if (view.equals(origin.from()) && origin.to().equals(next)) {
            return fencedAt == Past.UNKNOWN || !owns(slot) || serves(slot) ? null : new Left(era(slot), fencedAt);
        }
        Former former = past.former();
        return former == null
                        || !view.equals(origin.to())
                        || !former.list().equals(origin.from())
                        || !former.owned(slot, self)
                        || owns(slot)
                ? null
                : new Left(former.era(slot), former.fencedAt());
    }

    /** Whether it can be told when the slots ended that the list to follow takes away. */
    boolean tellsItsFence() {
        return isInForce() && past.fencedAt() != Past.UNKNOWN;
    }

    /** The list before that in force, if this document can tell. */
    @Nullable
    View before() {
        Former former = past.former();
        return former == null ? null : former.list();
    }

    private Document renumbered(
            View list,
            @Nullable View following,
            IntPredicate mine,
            IntPredicate stays,
            Past then,
            LongSupplier numbers) {
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
        return new Document(self, list, following, exact, nowAt, then);
    }

    /** For logs. */
    @Override
    public String toString() {
        return self + ": " + view + (next == null ? "" : ", then " + next);
    }
}
