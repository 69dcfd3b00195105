package io.flagstone.provider.internal.ring;

import io.flagstone.provider.placement.NodeTable;
import java.util.Arrays;

/**
 * Points on a circle of 32 bits, each owned by a node. A key belongs to the first point that is not below the lower 32
 * bits of its hash, or to the lowest of all where none is.
 *
 * <p>Source: Karger et al., <i>Consistent hashing and random trees</i>, 1997.
 */
final class Ring implements NodeTable {

    /** Whose a point is that several nodes have. */
    enum Ties {
        /** The node that is ranked first. */
        FIRST,
        /** The node that is ranked last. */
        LAST,
        /** Drawn by the point itself, from all that have it. */
        DRAWN
    }

    private static final int NODE_BITS = 16;
    private static final int NODE_MASK = (1 << NODE_BITS) - 1;
    private static final long POINT_MASK = 0xFFFF_FFFFL;
    private static final double CIRCLE = 0x1.0p32;

    private final long[] points;
    private final short[] owners;

    /**
     * @param entries from {@link #entry}, at least one, in any order; sorted here
     * @param order the nodes by rank
     */
    Ring(long[] entries, Ties ties, int[] order) {
        Arrays.sort(entries);
        long[] ends = new long[entries.length];
        short[] nodes = new short[entries.length];
        int count = 0;
        for (int from = 0, to; from < entries.length; from = to) {
            long point = entries[from] >>> NODE_BITS;
            to = from + 1;
            while (to < entries.length && entries[to] >>> NODE_BITS == point) {
                to++;
            }
            int winner = switch (ties) {
                case FIRST -> from;
                case LAST -> to - 1;
                case DRAWN -> from + (int) (point % (to - from));
            };
            ends[count] = point;
            nodes[count++] = (short) order[(int) (entries[winner] & NODE_MASK)];
        }
        points = Arrays.copyOf(ends, count);
        owners = Arrays.copyOf(nodes, count);
    }

    /**
     * One point of a node.
     *
     * @param rank what nodes with the same point are put in order by, up to 32,767
     */
    static long entry(int point, int rank) {
        return ((point & POINT_MASK) << NODE_BITS) | rank;
    }

    @Override
    public int owner(long hash) {
        long point = hash & POINT_MASK;
        int low = 0;
        int high = points.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (points[middle] < point) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return owners[low < points.length ? low : 0];
    }

    @Override
    public double[] shares(int nodes) {
        double[] shares = new double[nodes];
        long before = points[points.length - 1] - (1L << Integer.SIZE);
        for (int i = 0; i < points.length; i++) {
            shares[owners[i]] += (points[i] - before) / CIRCLE;
            before = points[i];
        }
        return shares;
    }

    /** Mixes all points and their owners into a number. */
    long print(long start, long[] names) {
        long print = start;
        for (int i = 0; i < points.length; i++) {
            print = XxHash64.mix(XxHash64.mix(print, points[i]), names[owners[i]]);
        }
        return print;
    }
}
