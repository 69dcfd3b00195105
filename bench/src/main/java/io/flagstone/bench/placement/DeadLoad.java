package io.flagstone.bench.placement;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.internal.ring.Heirs;
import io.flagstone.provider.internal.ring.Placement;
import io.flagstone.provider.internal.ring.XxHash64;

/** On which nodes the keys of each node are kept while it is away, with {@code failure=gutter}; all weights are 1. */
final class DeadLoad {

    /** Further from the average than chance goes: 10,000 pairs of nodes see that once in 50,000 tables. */
    private static final double FAR = 6;

    private static final int HEX_DIGITS = 16;
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] START = "user:".getBytes(US_ASCII);

    private final long[][] kept;

    /** Places so many keys. */
    DeadLoad(Placement placement, int keys) {
        kept = new long[placement.size()][placement.size()];
        Heirs heirs = placement.heirs();
        byte[] key = new byte[START.length + HEX_DIGITS];
        System.arraycopy(START, 0, key, 0, START.length);
        for (int i = 0; i < keys; i++) {
            write(XxHash64.mix(0, i), key);
            int owner = placement.owner(key);
            kept[owner][heirs.node(owner, placement.hash(key))]++;
        }
    }

    private static void write(long number, byte[] key) {
        for (int digit = 0; digit < HEX_DIGITS; digit++) {
            key[START.length + digit] = HEX[(int) (number >>> (4 * digit)) & 15];
        }
    }

    /** The fullest of the others by their average, for each node that may be away. */
    double[] spreads() {
        double[] spreads = new double[kept.length];
        for (int away = 0; away < kept.length; away++) {
            long all = 0;
            long most = 0;
            for (long load : kept[away]) {
                all += load;
                most = Math.max(most, load);
            }
            spreads[away] = all == 0 ? 1 : (double) most * (kept.length - 1) / all;
        }
        return spreads;
    }

    /** Whether each node keeps as much as it should, and nothing of its own, but for chance. */
    boolean isEven() {
        boolean even = true;
        for (int away = 0; away < kept.length; away++) {
            long all = 0;
            for (long load : kept[away]) {
                all += load;
            }
            double mean = (double) all / (kept.length - 1);
            for (int other = 0; other < kept.length; other++) {
                long load = kept[away][other];
                even &= other == away ? load == 0 : Math.abs(load - mean) <= FAR * Math.sqrt(mean) + 1;
            }
        }
        return even;
    }
}
