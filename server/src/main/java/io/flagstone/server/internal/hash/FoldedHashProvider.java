package io.flagstone.server.internal.hash;

import io.flagstone.server.store.KeyHash;
import io.flagstone.server.store.KeyHashProvider;

/** Provides the default key hash, {@code folded}. */
public final class FoldedHashProvider implements KeyHashProvider {
    @Override
    public String name() {
        return "folded";
    }

    @Override
    public KeyHash create(long seed) {
        return new FoldedHash(seed);
    }
}
