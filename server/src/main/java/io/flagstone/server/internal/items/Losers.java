package io.flagstone.server.internal.items;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Remembers for a while who lost a duel and was evicted for it. Each place holds one key's hash, which of the two it was,
 * and its class's turn at that time; a later one takes the place of an earlier one. Classes share the table, each under
 * its own lock; what two of them write at once may be lost, which does no harm.
 *
 * <pre>
 * bits 63..32  hash of the key        bits 31..8  turn        bit 7  it was the challenger        bits 5..0  slab class
 * </pre>
 */
final class Losers {
    static final int NOBODY = 0;
    static final int CHALLENGER = 1;
    static final int DEFENDER = 2;
    static final int CHALLENGER_SOON = 3;

    private static final int PLACES_MIN = 1 << 12;
    private static final int PLACES_MAX = 1 << 18;
    private static final int MEMORY_PER_PLACE = 1024;
    private static final int CHALLENGER_BIT = 1 << 7;
    private static final int CLASS_MASK = CHALLENGER_BIT - 1;
    private static final int TURN_SHIFT = 8;
    private static final int TURN_MASK = (1 << 24) - 1;
    private static final int GOLDEN = 0x9e3779b9;

    private final ByteBuffer table;
    private final int shift;

    /** A table for a node with so much memory for items. */
    Losers(long memory) {
        long wanted = Math.max(PLACES_MIN, Math.min(PLACES_MAX, memory / MEMORY_PER_PLACE));
        int places = Integer.highestOneBit((int) wanted);
        table = ByteBuffer.allocateDirect(places * Long.BYTES).order(ByteOrder.nativeOrder());
        shift = Integer.SIZE - Integer.numberOfTrailingZeros(places);
    }

    private int place(int hash) {
        return ((hash * GOLDEN) >>> shift) * Long.BYTES;
    }

    /** Remembers a loser. */
    void add(int hash, int slabClass, int turn, boolean challenger) {
        int rest = ((turn & TURN_MASK) << TURN_SHIFT) | (challenger ? CHALLENGER_BIT : 0) | slabClass;
        table.putLong(place(hash), ((long) hash << Integer.SIZE) | Integer.toUnsignedLong(rest));
    }

    /**
     * Forgets the loser with this hash.
     *
     * @param soon up to so many turns ago is soon
     * @param turns how many turns it may be ago
     * @return which of the two it was; nobody, if it is not known or too long ago
     */
    int remove(int hash, int slabClass, int turn, int soon, int turns) {
        int place = place(hash);
        long entry = table.getLong(place);
        int rest = (int) entry;
        if ((int) (entry >>> Integer.SIZE) != hash || (rest & CLASS_MASK) != slabClass || entry == 0) {
            return NOBODY;
        }
        table.putLong(place, 0);
        int ago = (turn - (rest >>> TURN_SHIFT)) & TURN_MASK;
        if (ago > turns) {
            return NOBODY;
        }
        if ((rest & CHALLENGER_BIT) == 0) {
            return DEFENDER;
        }
        return ago > soon ? CHALLENGER : CHALLENGER_SOON;
    }
}
