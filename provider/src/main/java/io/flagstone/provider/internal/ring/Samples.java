package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.placement.KeyHash;
import java.util.HashSet;
import java.util.Set;

/** Looks whether a hash fills the bits that keys are placed by. */
final class Samples {

    private static final int COUNT = 256;

    /** A good hash gives 255 different ones of 16 bits on average. */
    private static final int FEWEST = 192;

    private Samples() {}

    /**
     * Hashes some keys.
     *
     * @param shift what the bits that count begin at
     * @param mask the bits that count
     * @throws ConfigurationProblem when many fall together
     */
    static void check(String placement, KeyHash hash, int shift, long mask) {
        Set<Long> different = new HashSet<>();
        for (int i = 0; i < COUNT; i++) {
            byte[] key = ("sample:" + i).getBytes(US_ASCII);
            different.add((hash.hash(key, 0, key.length) >>> shift) & mask);
        }
        if (different.size() < FEWEST) {
            throw new ConfigurationProblem("placement=" + placement + " with key-hash=" + hash.name() + ": of " + COUNT
                    + " keys only " + different.size() + " fall apart in the bits from " + shift + " to "
                    + (shift + Long.bitCount(mask) - 1) + " that this placement looks at");
        }
    }
}
