package io.flagstone.server.store;

/** A walk over all items: every key that is present from beginning to end is met exactly once, whatever else happens. */
public interface Walk {
    /** Is shown items one by one, each valid during the call only. */
    @FunctionalInterface
    interface Visitor {
        /** Looks at an item. It must not block nor call the store. */
        void visit(StoredItem item);
    }

    /** Shows the next few items, perhaps none; false when there are no more. */
    boolean step(Visitor visitor);
}
