package io.flagstone.server.store;

/** A key hash of one's own, and about the worst there is: all keys of one length collide. */
public final class LengthHashProvider implements KeyHashProvider {
    @Override
    public String name() {
        return "length";
    }

    @Override
    public KeyHash create(long seed) {
        return (key, offset, length) -> length * 0x9e3779b9;
    }
}
