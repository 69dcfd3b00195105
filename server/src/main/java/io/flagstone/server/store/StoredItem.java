package io.flagstone.server.store;

/** An item as it can be read. Valid only while whoever handed it out says so. */
public interface StoredItem {
    /** Bytes of the key. */
    int keyLength();

    /** Copies the key. */
    void copyKey(byte[] target, int at);

    /** Bytes of the value. */
    int valueLength();

    /** Copies {@code length} bytes of the value from {@code from}. */
    void copyValue(int from, byte[] target, int at, int length);

    /** Client flags. */
    int flags();

    /** CAS number; 0 when the node runs without. */
    long cas();

    /** Second of expiry; 0 is never. */
    int expiry();

    /** Second of the last access. */
    int lastAccess();

    /** Whether it was read since it was stored. */
    boolean fetched();

    /** Whether it bears a mark. */
    boolean has(Mark mark);

    /** Slab class whose LRU keeps it; 0 in engines without slab classes. */
    int slabClass();

    /** Bytes accounted for it. */
    int footprint();
}
