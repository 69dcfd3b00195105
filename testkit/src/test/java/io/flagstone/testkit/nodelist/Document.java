package io.flagstone.testkit.nodelist;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node says about itself, in one item: which list is in force here, under which era each of the node's slots is
 * kept, and which list is to follow. It alone decides whether the node serves a slot.
 *
 * @param self the node
 * @param view the list in force; without nodes in a document that prepares the very first list
 * @param next the list that is to follow, or null; slots that it takes away are not served any more
 * @param eras for each slot of this node the number that its keys carry
 * @param past what a new owner must know of slots that this node has lost, or has gained
 */
record Document(String self, View view, @Nullable View next, List<Long> eras, Past past) {

    /** The item that holds it. */
    static final String ITEM = "view";

    /** A document that prepares the first list. */
    static Document first(String self, View next) {
        return new Document(self, View.NONE, next, none(), Past.NONE);
    }

    /** A document of a node that begins, or begins again, empty. */
    static Document fresh(String self, View view, @Nullable View next, long era) {
        Long[] eras = new Long[View.SLOTS];
        for (int slot = 0; slot < View.SLOTS; slot++) {
            eras[slot] = view.owns(self, slot) ? era : 0L;
        }
        return new Document(self, view, next, List.of(eras), Past.NONE);
    }

    private static List<Long> none() {
        Long[] eras = new Long[View.SLOTS];
        Arrays.fill(eras, 0L);
        return List.of(eras);
    }

    boolean serves(int slot) {
        return view.owns(self, slot) && (next == null || next.owns(self, slot));
    }

    /** Whether it names a list in force, and does not merely prepare the first one. */
    boolean isInForce() {
        return view.version() > 0;
    }

    /** Whether the list to follow is without this node: no later change will tell it anything. */
    boolean isLeaving() {
        return next != null && !next.nodes().contains(self);
    }

    long era(int slot) {
        return eras.get(slot);
    }

    /**
     * The same document with another list to follow. A slot that an earlier proposal took away, and this one does not,
     * comes back under another era: nothing that was written meanwhile may be seen.
     *
     * @param token of this document
     */
    Document proposing(View proposal, LongSupplier numbers, long token) {
        Long[] now = eras.toArray(Long[]::new);
        if (next != null && !next.equals(proposal)) {
            long era = numbers.getAsLong();
            for (int slot = 0; slot < View.SLOTS; slot++) {
                now[slot] = view.owns(self, slot) && !serves(slot) ? era : now[slot];
            }
        }
        Past with = next == null ? past.fencing() : next.equals(proposal) ? past.again(token) : past.unfenced();
        return new Document(self, view, proposal, List.of(now), with);
    }

    /**
     * The document under a new list: slots that stay keep their era, others get a new one.
     *
     * @param token of this document
     */
    Document under(View list, LongSupplier numbers, long token) {
        Long[] now = new Long[View.SLOTS];
        long era = numbers.getAsLong();
        for (int slot = 0; slot < View.SLOTS; slot++) {
            boolean mine = list.owns(self, slot);
            now[slot] = !mine ? Long.valueOf(0) : view.owns(self, slot) && serves(slot) ? eras.get(slot) : era;
        }
        return new Document(self, list, null, List.of(now), Past.of(this, list, token));
    }

    /** The same document, to be stored over itself. */
    Document again(long token) {
        return new Document(self, view, next, eras, past.again(token));
    }

    /** The same document, whose node fills the slots that this list gave to others from them, or from nobody. */
    Document warmedBy(@Nullable View former) {
        return new Document(self, view, next, eras, past.warmedBy(former));
    }

    /** The same document, which says this of the end of the list before. */
    Document ending(Past.Former former) {
        return new Document(self, view, next, eras, new Past(past.fencedAt(), former, past.warm()));
    }

    /** The node that this slot's entries may be copied from; null when there is none. */
    @Nullable
    String source(int slot) {
        View warm = past.warm();
        if (warm == null || !view.owns(self, slot) || warm.owns(self, slot)) {
            return null;
        }
        return warm.owner(slot);
    }

    @Override
    public String toString() {
        return "[" + view.line() + "/" + view.version() + view.nodes()
                + (next == null ? "" : " then " + next.version() + next.nodes()) + " eras " + eras
                + (past.equals(Past.NONE) ? "" : " " + past) + "]";
    }
}
