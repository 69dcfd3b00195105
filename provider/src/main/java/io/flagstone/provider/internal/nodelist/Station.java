package io.flagstone.provider.internal.nodelist;

import org.jspecify.annotations.Nullable;

/** A node's document as this client last read it. */
public final class Station {

    private volatile @Nullable Seen last;

    /** What was last read on this connection, or null. */
    public @Nullable Seen on(long incarnation) {
        Seen now = last;
        return now != null && now.incarnation() == incarnation ? now : null;
    }

    /** What was last read, on whichever connection. */
    public @Nullable Seen last() {
        return last;
    }

    /** This was read, or stored. */
    public void learn(Seen seen) {
        last = seen;
    }
}
