package io.flagstone.server.internal.watch;

import io.flagstone.server.internal.observe.Happening.Kind;
import io.flagstone.server.internal.observe.Happenings;
import io.flagstone.server.store.EngineListener;
import io.flagstone.server.store.StoredItem;

/** Notes the moves of pages, and passes everything on. */
public final class NotedMoves implements EngineListener {
    private static final int POOL = 0;

    private final EngineListener next;
    private final Happenings happenings;

    /** Notes moves here, and tells this listener of everything. */
    public NotedMoves(EngineListener next, Happenings happenings) {
        this.next = next;
        this.happenings = happenings;
    }

    @Override
    public boolean wantsEvictions() {
        return next.wantsEvictions();
    }

    @Override
    public void evicted(StoredItem item) {
        next.evicted(item);
    }

    @Override
    public void pageMoves(int from, int to) {
        // Not from where: a text for each pair of classes would push out everything else.
        happenings.note(Kind.PAGES, "a page moved to " + place(to));
        next.pageMoves(from, to);
    }

    private static String place(int slabClass) {
        return slabClass == POOL ? "the pool" : "class " + slabClass;
    }

    @Override
    public void crawled(int slabClass, long examined, long reclaimed) {
        next.crawled(slabClass, examined, reclaimed);
    }
}
