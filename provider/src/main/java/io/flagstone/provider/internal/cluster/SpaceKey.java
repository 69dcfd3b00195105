package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.internal.ring.SlotTable;
import java.util.Arrays;

/** A key inside a cache: the bytes that follow the cache's prefix on the wire, and the slot that they fall into. */
public final class SpaceKey {

    private final byte[] bytes;
    private final int slot;

    /**
     * @param bytes printable, no blanks; not copied
     */
    public SpaceKey(byte[] bytes) {
        this.bytes = bytes;
        this.slot = SlotTable.slot(bytes);
    }

    /** Not copied. */
    public byte[] bytes() {
        return bytes;
    }

    /** 0 to 65,535: the unit of ownership. */
    public int slot() {
        return slot;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpaceKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
