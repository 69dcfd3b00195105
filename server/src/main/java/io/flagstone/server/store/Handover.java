package io.flagstone.server.store;

import java.io.IOException;

/**
 * How an engine's items outlive it: one engine shows what it has, another one, with the same settings, takes that in.
 * While either happens nobody stores anything: the node has stopped serving, or does not serve yet. An engine that shows
 * its items is closed, so that none moves meanwhile.
 */
public interface Handover {
    /** Is shown items one by one, each valid during the call only. */
    @FunctionalInterface
    interface Visitor {
        /**
         * Looks at an item.
         *
         * @param standing what the engine wants to be told when the item comes back, eight bits that only the engine
         *     reads: its place among those that compete with it for memory
         */
        void visit(StoredItem item, int standing) throws IOException;
    }

    /** Shows all live items; of those that compete for memory, the one that would have to go first comes first. */
    void forEach(Visitor visitor) throws IOException;

    /** Whether a live item has this key. */
    boolean holds(byte[] key, int offset, int length);

    /** The CAS number that was given last. */
    long lastCas();

    /** Gives larger CAS numbers than this from now on. */
    void lastCas(long cas);

    /** The second of a flush that is to come, 0 for none. */
    int flushDue();

    /**
     * Takes in an item that is complete in its draft, as the one that was shown first for its class, then the next.
     *
     * @param cas its CAS number, as it was
     * @param lastAccess second of the last access, by this engine's clock; may be negative
     * @param standing what {@link Visitor#visit} was told
     * @return false, and the draft is discarded, when the key is there already
     */
    boolean take(Draft draft, long cas, int lastAccess, int standing);
}
