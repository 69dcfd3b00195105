package io.flagstone.provider.internal.entry;

import io.flagstone.provider.internal.cluster.SpaceKey;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A key of a cache, as an object and as bytes. Two of them are equal when their bytes are. */
public final class EntryKey {

    private final Object object;
    private final SpaceKey spaceKey;
    private final byte @Nullable [] whole;

    /**
     * @param whole the key's text when {@code spaceKey} is only its digest, otherwise null
     */
    EntryKey(Object object, SpaceKey spaceKey, byte @Nullable [] whole) {
        this.object = object;
        this.spaceKey = spaceKey;
        this.whole = whole;
    }

    /** The key as the application knows it. */
    public Object object() {
        return object;
    }

    SpaceKey spaceKey() {
        return spaceKey;
    }

    byte @Nullable [] whole() {
        return whole;
    }

    /** Whether an entry that carries this text belongs to this key, and not to one with the same digest. */
    boolean isToldBy(byte @Nullable [] text) {
        return whole == null || Arrays.equals(whole, text);
    }

    /** A number that spreads keys evenly, for locks. */
    public int spread() {
        return spaceKey.spread();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryKey key && spaceKey.equals(key.spaceKey);
    }

    @Override
    public int hashCode() {
        return spaceKey.hashCode();
    }
}
