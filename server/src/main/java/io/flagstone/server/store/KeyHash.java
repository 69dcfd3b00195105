package io.flagstone.server.store;

/**
 * Spreads keys over the index. Called for every request by many threads at once: it must be pure and should not
 * allocate. All 32 bits are used, upper ones to choose a lock, lower ones to choose a bucket.
 */
@FunctionalInterface
public interface KeyHash {
    /** The hash of {@code length} bytes (1 to 250) from {@code offset}. */
    int hash(byte[] key, int offset, int length);
}
