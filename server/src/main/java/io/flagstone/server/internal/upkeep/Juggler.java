package io.flagstone.server.internal.upkeep;

import io.flagstone.server.internal.items.Lru;
import io.flagstone.server.internal.items.LruClass;
import io.flagstone.server.internal.items.Popularity;
import io.flagstone.server.internal.stats.Tally;

/** Keeps the LRU lists of every class in proportion, a few items per hold of a lock. */
public final class Juggler {
    private static final int PER_HOLD = 32;
    private static final int PER_CLASS = 1024;

    private final LruClass[] lrus;
    private final Popularity popularity;
    private final Tally juggles = new Tally();

    public Juggler(LruClass[] lrus, Popularity popularity) {
        this.lrus = lrus;
        this.popularity = popularity;
    }

    /** One round over all classes; true when a class has more to do. */
    public boolean run(int now) {
        boolean more = false;
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            more |= run(lrus[slabClass], now);
        }
        juggles.increment();
        if (popularity.isDue()) {
            popularity.fade(items());
        }
        return more;
    }

    private long items() {
        long sum = 0;
        for (LruClass lru : lrus) {
            lru.lock();
            try {
                sum += lru.totalCount();
            } finally {
                lru.unlock();
            }
        }
        return sum;
    }

    private static boolean run(LruClass lru, int now) {
        int moved = 0;
        int step = PER_HOLD;
        while (step == PER_HOLD && moved < PER_CLASS) {
            lru.lock();
            try {
                step = hold(lru, now);
            } finally {
                lru.unlock();
            }
            moved += step;
        }
        return moved >= PER_CLASS;
    }

    private static int hold(LruClass lru, int now) {
        int moved = 0;
        while (moved < PER_HOLD && lru.isDue(Lru.HOT, now)) {
            lru.judgeTail(Lru.HOT);
            moved++;
        }
        while (moved < PER_HOLD && lru.isDue(Lru.WARM, now)) {
            lru.judgeTail(Lru.WARM);
            moved++;
        }
        long coldest = lru.tail(Lru.COLD);
        if (moved < PER_HOLD && coldest != 0 && lru.saveIfActive(coldest)) {
            moved++;
        }
        return moved;
    }

    /** Rounds so far. */
    public long juggles() {
        return juggles.value();
    }
}
