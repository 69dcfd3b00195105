package io.flagstone.server.store;

/** What an operator may change about an engine with slab classes and LRU lists while it runs; any thread. */
public interface SlabControls {
    /** What became of the wish to move a page. */
    enum Reassignment {
        /** The page begins to move soon. */
        STARTED,
        /** Another page is moving. */
        BUSY,
        /** There is no such class. */
        BAD_CLASS,
        /** The class has no page to spare. */
        NO_SPARE,
        /** From a class to itself. */
        SAME
    }

    /**
     * Moves a page from one slab class to another.
     *
     * @param from a class; 0 is the pool of free pages, -1 any class that can spare one
     * @param to a class, or 0
     */
    Reassignment reassign(int from, int to);

    /** How pages move by themselves. */
    PageMoving pageMoving();

    /** Changes that. */
    void pageMoving(PageMoving moving);

    /** How the LRU is steered. */
    LruTuning lruTuning();

    /** Changes that; items move to their new lists little by little. */
    void lruTuning(LruTuning tuning);
}
