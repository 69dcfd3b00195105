package io.flagstone.server.internal.hash;

import io.flagstone.server.store.KeyHash;
import io.flagstone.server.store.KeyHashProvider;

/** Provides the key hash {@code murmur3}. */
public final class Murmur3HashProvider implements KeyHashProvider {
    @Override
    public String name() {
        return "murmur3";
    }

    @Override
    public KeyHash create(long seed) {
        return new Murmur3Hash(seed);
    }
}
