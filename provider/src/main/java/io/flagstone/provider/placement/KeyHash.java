package io.flagstone.provider.placement;

/**
 * The hash that keys are placed by. Applications bring their own through {@link java.util.ServiceLoader}, and name it
 * in {@code flagstone.key-hash}; the whole name of a class that has a public constructor without parameters will do,
 * too.
 *
 * <p>All clients of a cache must use the same one: another hash takes every key to another node. Implementations are
 * used by many threads at once, and should not allocate.
 */
public interface KeyHash {

    /** What settings call it: short, in lower case. Never changed, for it is a part of the topology's fingerprint. */
    String name();

    /**
     * The hash of a part of an array; the same on every machine and in every version.
     *
     * @return 64 bits. {@code slots} places by the upper 16, the ketama dialects by the lower 32; a hash that leaves
     *     those it is used with unmixed is refused
     */
    long hash(byte[] bytes, int offset, int length);
}
