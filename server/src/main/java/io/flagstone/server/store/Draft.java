package io.flagstone.server.store;

import java.nio.ByteBuffer;

/**
 * An item under construction: opened when its length is known, filled as bytes arrive, then stored through a
 * {@link Cursor} or discarded. Reusable, and used by one thread at a time.
 */
public interface Draft {
    /** What became of an attempt to open a draft. */
    enum Outcome {
        /** It may be filled. */
        READY,
        /** The item would exceed the largest size the node stores. */
        TOO_LARGE,
        /** There is no memory, and none can be made free. */
        OUT_OF_MEMORY
    }

    /**
     * Opens the draft; a draft that is open must be stored or discarded first.
     *
     * @param key holds the key from {@code offset}, {@code keyLength} bytes
     * @param flags client flags
     * @param expiry second of expiry, see {@link StoreClock#expiry}
     * @param valueLength bytes that will be written
     */
    Outcome open(byte[] key, int offset, int keyLength, int flags, int expiry, int valueLength);

    /** Opens the draft with the key of another open one. */
    Outcome open(Draft keyed, int flags, int expiry, int valueLength);

    /** Appends bytes; false when memory ran out meanwhile, and the draft is discarded. */
    boolean write(byte[] source, int offset, int length);

    /** Appends the bytes between position and limit and consumes them; false as above. */
    boolean write(ByteBuffer source);

    /** Appends everything written to this draft to another one; false when that one ran out of memory. */
    boolean copyTo(Draft target);

    /** Changes the second of expiry. */
    void expiry(int second);

    /** Second of expiry. */
    int expiry();

    /** Bytes of the key. */
    int keyLength();

    /** Copies the key. */
    void copyKey(byte[] target, int at);

    /** Slab class of the item to be; 0 in engines without slab classes. */
    int slabClass();

    /** Bytes of the value that are still to be written. */
    int remaining();

    /** Bytes of the value in the end. */
    int valueLength();

    /** Whether it is open. */
    boolean isOpen();

    /** Gives its memory back; nothing happens when it is not open. */
    void discard();
}
