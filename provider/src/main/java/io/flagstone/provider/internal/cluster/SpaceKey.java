package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.internal.ring.Placement;
import java.util.Arrays;

/** A key inside a cache: the bytes that follow the cache's prefix on the wire, and the node that they belong to. */
public final class SpaceKey {

    private static final int UNPLACED = -1;

    /** 2 to the power of 32 divided by the golden ratio: spreads what differs in the lower bits only. */
    private static final int SPREAD = 0x9E3779B9;

    private final byte[] bytes;

    /** The owner, or where lists change the slot: one manager has but one of them. Whoever computes it computes the same. */
    private int owner = UNPLACED;

    /**
     * @param bytes printable, no blanks; not copied
     */
    public SpaceKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Not copied. */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * The index of the node that owns it.
     *
     * @param prefix what is hashed before it
     */
    int owner(Placement placement, byte[] prefix) {
        int known = owner;
        if (known == UNPLACED) {
            known = placement.owner(prefix.length == 0 ? bytes : after(prefix));
            owner = known;
        }
        return known;
    }

    /** The slot that it belongs to, whichever node owns that. */
    int slot(Placement placement) {
        int known = owner;
        if (known == UNPLACED) {
            known = placement.slot(bytes);
            owner = known;
        }
        return known;
    }

    private byte[] after(byte[] prefix) {
        byte[] both = Arrays.copyOf(prefix, prefix.length + bytes.length);
        System.arraycopy(bytes, 0, both, prefix.length, bytes.length);
        return both;
    }

    /** 0 to 65,535, spread evenly, whoever owns it. */
    public int spread() {
        return (Arrays.hashCode(bytes) * SPREAD) >>> 16;
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
