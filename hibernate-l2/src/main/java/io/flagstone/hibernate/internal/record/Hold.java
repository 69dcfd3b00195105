package io.flagstone.hibernate.internal.record;

import io.flagstone.provider.entry.Seen;
import org.jspecify.annotations.Nullable;

/** One transaction's place in a lock, whether or not it could be written. */
public final class Hold {

    private final Object key;
    private final long id;
    private @Nullable Seen placed;
    private boolean contested;

    Hold(Object key, long id) {
        this.key = key;
        this.id = id;
    }

    Object key() {
        return key;
    }

    long id() {
        return id;
    }

    void place(Seen lock, boolean withOthers) {
        placed = lock;
        contested = withOthers;
    }

    /** The lock as this transaction wrote it. */
    @Nullable
    Seen placed() {
        return placed;
    }

    /** Whether others were in the lock when it was written. */
    boolean isContested() {
        return contested;
    }
}
