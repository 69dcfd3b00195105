package io.flagstone.server.store;

/**
 * Is told what an engine does by itself. Any thread calls it, with locks of the engine held: it must return at once and
 * must not call the store.
 */
public interface EngineListener {
    /** Whether {@link #evicted} would make any difference now; asked before every eviction, so it must be cheap. */
    boolean wantsEvictions();

    /** A live item is about to make way for another; the item is valid during the call only. */
    void evicted(StoredItem item);

    /** A page begins to move from one slab class to another; 0 is the pool of free pages. */
    void pageMoves(int from, int to);

    /** Items of a slab class were looked at, and those of them freed that had expired or been flushed. */
    void crawled(int slabClass, long examined, long reclaimed);
}
