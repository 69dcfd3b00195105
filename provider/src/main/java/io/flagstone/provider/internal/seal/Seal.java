package io.flagstone.provider.internal.seal;

import org.jspecify.annotations.Nullable;

/** What becomes of an item's bytes on the way to a node and back. */
public interface Seal {

    /** Items as they are. */
    Seal NONE = new Seal() {
        @Override
        public byte[] close(byte[] item, byte[] wireKey) {
            return item;
        }

        @Override
        public byte[] open(byte[] item, byte[] wireKey) {
            return item;
        }

        @Override
        public int overhead() {
            return 0;
        }

        @Override
        public boolean closes() {
            return false;
        }
    };

    /** The bytes to store under this key on the wire, which tells cache, generation and key. */
    byte[] close(byte[] item, byte[] wireKey);

    /** What was closed for this very key, or null for anything else. */
    byte @Nullable [] open(byte[] item, byte[] wireKey);

    /** Bytes by which items grow, at most. */
    int overhead();

    /** Whether items are changed at all. */
    default boolean closes() {
        return true;
    }
}
