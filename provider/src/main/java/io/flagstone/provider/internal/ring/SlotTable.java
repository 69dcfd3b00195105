package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.placement.NodeTable;
import java.util.List;

/**
 * Which node owns which of 65,536 slots. Built once per list of nodes and never changed.
 *
 * <p>Each slot goes to the node with the highest score, where a node's score is drawn from a hash of its name and the
 * slot, weighted so that it wins its share of slots (weighted rendezvous). A node that joins takes slots only for
 * itself, one that leaves gives up only its own, and no other slot moves.
 *
 * <pre>
 *   key ──key hash──► 64 bits ── upper 16 ──► slot ──table──► node
 * </pre>
 *
 * Scores use strict arithmetic, so that every client computes the same table; {@link #fingerprint} shows whether two
 * did.
 *
 * <p>Sources: Thaler and Ravishankar, <i>A name-based mapping scheme for rendezvous</i>, 1996; for the weights,
 * Schindelhauer and Schomaker, <i>Weighted distributed hash tables</i>, 2005 (logarithmic method).
 */
public final class SlotTable implements NodeTable {

    /** Slots of every table. */
    public static final int SLOTS = 1 << 16;

    /** The slot is what is left of a hash above this bit. */
    static final int SHIFT = 48;

    /** Nodes that a table can name. */
    static final int MOST_NODES = 1 << 15;

    /** 2 to the power of -53: turns the upper 53 bits of a hash into a fraction. */
    private static final double FRACTION = 0x1.0p-53;

    private final short[] owners = new short[SLOTS];
    private final int nodes;
    private final long fingerprint;

    /**
     * @param nodes at least one; their order plays no part
     */
    public SlotTable(List<NodeAddress> nodes) {
        if (nodes.isEmpty() || nodes.size() > MOST_NODES) {
            throw new ConfigurationProblem(nodes.size() + " nodes: a ring has 1 to " + MOST_NODES);
        }
        this.nodes = nodes.size();
        long[] names = names(nodes);
        long print = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            int owner = ownerOf(slot, names, nodes);
            owners[slot] = (short) owner;
            print = XxHash64.mix(print, names[owner]);
        }
        fingerprint = print;
    }

    private static int ownerOf(int slot, long[] names, List<NodeAddress> nodes) {
        int best = 0;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int node = 0; node < names.length; node++) {
            double score = score(names[node], slot, nodes.get(node).weight());
            if (score > bestScore) {
                bestScore = score;
                best = node;
            }
        }
        return best;
    }

    private static double score(long name, int slot, double weight) {
        double fraction = ((XxHash64.mix(name, slot) >>> 11) + 0.5) * FRACTION;
        return -weight / StrictMath.log(fraction);
    }

    @Override
    public int owner(long hash) {
        return owners[(int) (hash >>> SHIFT)];
    }

    /** The first nodes of every slot, from the owner down; another table, since only copies need it. */
    static Ranks ranks(List<NodeAddress> nodes, int copies) {
        long[] names = names(nodes);
        double[] scores = new double[names.length];
        return new Ranks(nodes, copies, slot -> {
            for (int node = 0; node < scores.length; node++) {
                scores[node] = score(names[node], slot, nodes.get(node).weight());
            }
            return scores;
        });
    }

    private static long[] names(List<NodeAddress> nodes) {
        long[] names = new long[nodes.size()];
        for (int node = 0; node < names.length; node++) {
            names[node] = XxHash64.hash(nodes.get(node).name().getBytes(UTF_8));
        }
        return names;
    }

    /** The index, in the list given, of the node that owns the slot. */
    public int ownerOfSlot(int slot) {
        return owners[slot];
    }

    @Override
    public double[] shares(int count) {
        return shares();
    }

    /** The share of all slots that each node owns; the shares add up to 1. */
    public double[] shares() {
        double[] shares = new double[nodes];
        for (short owner : owners) {
            shares[owner] += 1.0 / SLOTS;
        }
        return shares;
    }

    /** Equal exactly when two tables give every slot to a node of the same name. */
    public long fingerprint() {
        return fingerprint;
    }
}
