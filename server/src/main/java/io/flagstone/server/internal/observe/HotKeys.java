package io.flagstone.server.internal.observe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The keys that one event loop is asked for most often, found by Space-Saving (Metwally, Agrawal, El Abbadi 2005) in a
 * sample of its requests: a key that is not in the full table takes the place of the rarest one and its count, which is
 * remembered as the error that the newcomer's count may have.
 *
 * <p>The event loop alone asks {@link #isDue}; whoever reads may wait for it, and it for them, for a microsecond.
 */
public final class HotKeys {
    /** Requests for one that is looked at. */
    static final int EVERY = 32;
    /** Keys told apart. */
    static final int KEYS = 64;

    private static final int KEY_MAX = 250;

    private final Pace pace = new Pace(EVERY, 0x1f123bb5);
    private final long[] hashes = new long[KEYS];
    private final byte[][] keys = new byte[KEYS][];
    private final int[] lengths = new int[KEYS];
    private final double[] counts = new double[KEYS];
    private final double[] errors = new double[KEYS];
    private final double[] writes = new double[KEYS];
    private final int[] sizes = new int[KEYS];
    private int used;
    private double total;
    private int left = 1;

    /** Whether this request is to be looked at; every request asks once. */
    public boolean isDue() {
        if (--left > 0) {
            return false;
        }
        left = pace.next();
        return true;
    }

    /**
     * A request that is looked at.
     *
     * @param writes whether it stores or removes
     * @param size bytes of the value; -1 when there is none
     */
    public synchronized void asked(byte[] key, int from, int length, boolean writes, int size) {
        long hash = hash(key, from, length);
        int slot = slot(hash, key, from, length);
        total++;
        counts[slot]++;
        if (writes) {
            this.writes[slot]++;
        }
        if (size >= 0) {
            sizes[slot] = size;
        }
    }

    private int slot(long hash, byte[] key, int from, int length) {
        for (int i = 0; i < used; i++) {
            if (hashes[i] == hash
                    && lengths[i] == length
                    && Arrays.equals(keys[i], 0, length, key, from, from + length)) {
                return i;
            }
        }
        int slot = used < KEYS ? used++ : rarest();
        if (keys[slot] == null) {
            keys[slot] = new byte[KEY_MAX];
        }
        System.arraycopy(key, from, keys[slot], 0, length);
        hashes[slot] = hash;
        lengths[slot] = length;
        errors[slot] = counts[slot];
        writes[slot] = 0;
        sizes[slot] = -1;
        return slot;
    }

    private int rarest() {
        int least = 0;
        for (int i = 1; i < KEYS; i++) {
            if (counts[i] < counts[least]) {
                least = i;
            }
        }
        return least;
    }

    private static long hash(byte[] key, int from, int length) {
        long hash = length;
        for (int i = from; i < from + length; i++) {
            hash = (hash ^ key[i]) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    /** Lets all counts shrink, so that what was hot once is forgotten. */
    synchronized void fade(double factor) {
        total *= factor;
        for (int i = 0; i < used; i++) {
            counts[i] *= factor;
            errors[i] *= factor;
            writes[i] *= factor;
        }
    }

    /** Tells what is in the table to somebody; answers how many requests were looked at, faded as the counts are. */
    synchronized double tell(Visitor to) {
        for (int i = 0; i < used; i++) {
            String key = new String(keys[i], 0, lengths[i], StandardCharsets.ISO_8859_1);
            to.key(key, counts[i] - errors[i], writes[i], sizes[i]);
        }
        return total;
    }

    /** Is told of keys. */
    interface Visitor {
        /**
         * @param key one character a byte
         * @param count requests that were surely for this key
         * @param writes those of them that store or remove
         * @param size bytes of its value when it was last looked at; -1 when that is unknown
         */
        void key(String key, double count, double writes, int size);
    }
}
