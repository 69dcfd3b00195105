package io.flagstone.server.store;

import java.nio.ByteBuffer;

/**
 * A value that stays readable and unchanged, whatever becomes of its item, until it is released. Used by one thread at
 * a time; released exactly once, by any thread.
 */
public interface PinnedValue {
    /** How many pieces the value lies in. */
    int parts();

    /** A piece, to be read only; a new view each time. */
    ByteBuffer part(int index);

    /** Lets the value go. */
    void release();
}
