package io.flagstone.provider.internal.ring;

import io.flagstone.provider.placement.KeyHash;

/** {@link XxHash64} as the hash of keys. */
final class Xxh64 implements KeyHash {

    static final String NAME = "xxh64";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public long hash(byte[] bytes, int offset, int length) {
        return XxHash64.hash(bytes, offset, length);
    }
}
