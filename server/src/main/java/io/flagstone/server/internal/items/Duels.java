package io.flagstone.server.internal.items;

import io.flagstone.server.internal.memory.State;

/**
 * Decides, for one slab class that evicts, whether an item that leaves HOT takes the place of COLD's oldest, and learns
 * whether its decisions are any good.
 *
 * <p>The challenger has been stored for as long as HOT is; the defender would be evicted for it. An LRU always lets the
 * newer one win, which is right where recent keys come back, and wrong for scans and loops. The counts of requests often
 * know better, and are wrong where yesterday's favourites have been forgotten. So when the counts speak for the defender,
 * one of the two is kept and the other remembered: what is asked for first afterwards, the one that was kept or the one
 * that was not, speaks for or against the counts. They are followed while more has spoken for them; a challenger that was
 * refused and comes back soon counts twice, for an LRU is what people expect.
 *
 * <p>What is counted is readers, whether they find the key or not, and whoever writes a key anew that is there. The first
 * store of a key is not: in a class that is only written, counts would be other keys' by chance, and nobody would be there to
 * prove them wrong.
 *
 * <p>Guarded by the lock of its {@link LruClass}, save where it says otherwise.
 */
public final class Duels {
    /** How much speaks for or against the counts at most, so that a change of habits is noticed soon. A guess. */
    private static final int TRUST_MAX = 200;
    /** Keys asked for less often are not known well enough to be refused for a tie. */
    private static final int KNOWN = 2;
    /** The loser would hardly have stayed for longer than a half of the class's items have come and gone. */
    private static final int HORIZON = 2;
    /** A challenger that comes back before a quarter has would have been found by any LRU. */
    private static final int SOON = 4;

    private static final int REFUSED_SOON = -2;
    private static final int REFUSED = -1;
    private static final int EVICTED = 1;

    private final Popularity popularity;
    private final Losers losers;
    private final int slabClass;
    private boolean on;
    private long refused;
    private long doubted;
    private int turn;
    /** Written by hits without the lock, which may lose one now and then. */
    private int trust;

    Duels(Popularity popularity, Losers losers, int slabClass) {
        this.popularity = popularity;
        this.losers = losers;
        this.slabClass = slabClass;
    }

    /** The class has evicted an item. */
    void evicted() {
        on = true;
        turn++;
        popularity.want();
    }

    /** Whether the class evicts, so that there is something to decide. */
    public boolean areOn() {
        return on;
    }

    /** Whether the counts say that the challenger is worth more, or nothing against it. */
    boolean favour(int challenger, int defender) {
        int one = popularity.of(challenger);
        int other = popularity.of(defender);
        return one > other || (one == other && one < KNOWN);
    }

    /** Whether the counts are followed. */
    boolean areTrusted() {
        return trust >= 0;
    }

    /** How much speaks for the counts, or, below 0, against them. */
    public int trust() {
        return trust;
    }

    /** Challengers that were refused because of the counts. */
    public long refused() {
        return refused;
    }

    /** Challengers that were let in against the counts. */
    public long doubted() {
        return doubted;
    }

    /** Remembers who was evicted against the other. */
    void lost(int hash, boolean challenger) {
        losers.add(hash, slabClass, turn, challenger);
        if (challenger) {
            refused++;
        } else {
            doubted++;
        }
    }

    /** A key was stored that may have lost a duel lately, while there are so many items. */
    void returned(int hash, int items) {
        trust(
                switch (losers.remove(hash, slabClass, turn, items / SOON, items / HORIZON)) {
                    case Losers.CHALLENGER_SOON -> REFUSED_SOON;
                    case Losers.CHALLENGER -> REFUSED;
                    case Losers.DEFENDER -> EVICTED;
                    default -> 0;
                });
    }

    /** An item that was kept for one of these two reasons is asked for; without the lock. */
    public void kept(int control) {
        trust((control & State.SPARED) != 0 ? 1 : -1);
    }

    private void trust(int change) {
        if (change != 0) {
            trust = Math.max(-TRUST_MAX, Math.min(TRUST_MAX, trust + change));
        }
    }
}
