package io.flagstone.server.internal.items;

import io.flagstone.server.store.EngineListener;
import io.flagstone.server.store.StoredItem;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Passes on what the engine does by itself, if somebody wants to know. */
public final class Events {
    private final LongFunction<StoredItem> views;
    private volatile @Nullable EngineListener listener;

    /**
     * Events without a listener.
     *
     * @param views makes an item readable
     */
    public Events(LongFunction<StoredItem> views) {
        this.views = views;
    }

    /** Sets who is told. */
    public void listener(EngineListener to) {
        listener = to;
    }

    /** A live item is about to be evicted. */
    public void evicted(long item) {
        EngineListener told = listener;
        if (told != null && told.wantsEvictions()) {
            told.evicted(views.apply(item));
        }
    }

    /** A page begins to move. */
    public void pageMoves(int from, int to) {
        EngineListener told = listener;
        if (told != null) {
            told.pageMoves(from, to);
        }
    }

    /** The crawler has been through items of a class. */
    public void crawled(int slabClass, long examined, long reclaimed) {
        EngineListener told = listener;
        if (told != null) {
            told.crawled(slabClass, examined, reclaimed);
        }
    }
}
