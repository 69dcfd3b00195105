package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.placement.KeyHash;
import io.flagstone.provider.placement.NodeSelector;
import io.flagstone.provider.placement.NodeTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rings of other clients, point for point, so that plain caches can share a fleet with them. Each MD5 digest of
 * {@code <node>-<number>} makes four points. The dialects differ in how they write a node ({@link PointNames}), in what
 * a weight does, and in whose a point is that two nodes have.
 */
final class Ketama implements NodeSelector {

    /** How many points a node of this weight has. */
    private enum Weighting {
        /** As many as its share of the whole, reckoned with 32 bits as those clients do. */
        SHARE,
        /** The same, but where no node has a weight, all have 160. */
        SHARE_IF_ANY,
        /** 160 times the weight. */
        MULTIPLE
    }

    private static final int POINTS = 160;
    private static final int POINTS_OF_A_DIGEST = 4;
    private static final int MOST_POINTS = 1 << 22;
    private static final long LOWER_HALF = 0xFFFF_FFFFL;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** What ranks the nodes that have the same point. */
    private enum Rank {
        /** Their place in the list. */
        LISTED,
        /** Their names in points, in alphabetical order. */
        ALPHABET,
        /** The same, but shorter names go before longer ones. */
        LENGTH
    }

    private static final Comparator<String> SHORTER =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    /**
     * libmemcached with weighted ketama and MD5; twemproxy with the same distribution and hash; spymemcached's ketama
     * locator, which may name nodes as libmemcached does; xmemcached's ketama locator.
     */
    static final List<Ketama> DIALECTS = List.of(
            new Ketama("libmemcached", PointNames.PORT_UNLESS_STANDARD, Weighting.SHARE, Rank.LISTED, Ring.Ties.FIRST),
            new Ketama("twemproxy", PointNames.PORT_UNLESS_STANDARD, Weighting.SHARE, Rank.LENGTH, Ring.Ties.FIRST),
            new Ketama("spymemcached", PointNames.JAVA_ADDRESS, Weighting.SHARE_IF_ANY, Rank.LISTED, Ring.Ties.LAST),
            new Ketama(
                    "spymemcached-libmemcached",
                    PointNames.JAVA_HOST,
                    Weighting.SHARE_IF_ANY,
                    Rank.LISTED,
                    Ring.Ties.LAST),
            new Ketama(
                    "xmemcached",
                    PointNames.JAVA_ADDRESS_LOOKED_UP,
                    Weighting.MULTIPLE,
                    Rank.ALPHABET,
                    Ring.Ties.DRAWN));

    private final String name;
    private final PointNames names;
    private final Weighting weighting;
    private final Rank rank;
    private final Ring.Ties ties;

    private Ketama(String name, PointNames names, Weighting weighting, Rank rank, Ring.Ties ties) {
        this.name = name;
        this.names = names;
        this.weighting = weighting;
        this.rank = rank;
        this.ties = ties;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String keyHash() {
        return Md5.NAME;
    }

    @Override
    public boolean hashesWholeKeys() {
        return true;
    }

    @Override
    public void check(KeyHash hash) {
        if (hash instanceof Xxh64) {
            throw new ConfigurationProblem("placement=" + name + " with key-hash=" + hash.name()
                    + ": no other client places keys so; leave the key hash out, or take " + Md5.NAME);
        }
        Samples.check(name, hash, 0, LOWER_HALF);
    }

    @Override
    public NodeTable table(List<NodeAddress> nodes) {
        if (nodes.size() > SlotTable.MOST_NODES) {
            throw new ConfigurationProblem(nodes.size() + " nodes: a ring has 1 to " + SlotTable.MOST_NODES);
        }
        String[] texts = nodes.stream().map(node -> names.of(name, node)).toArray(String[]::new);
        int[] digests = digests(nodes);
        int[] ranked = ranked(texts);
        long[] entries = new long[IntStream.of(digests).sum() * POINTS_OF_A_DIGEST];
        int at = 0;
        for (int place = 0; place < ranked.length; place++) {
            for (int i = 0; i < digests[ranked[place]]; i++) {
                byte[] point = (texts[ranked[place]] + "-" + i).getBytes(UTF_8);
                byte[] digest = Md5.digest(point, 0, point.length);
                for (int part = 0; part < POINTS_OF_A_DIGEST; part++) {
                    entries[at++] = Ring.entry((int) INTS.get(digest, part * Integer.BYTES), place);
                }
            }
        }
        if (entries.length == 0) {
            throw new ConfigurationProblem("placement=" + name + ": these weights leave no node a point");
        }
        return new Ring(entries, ties, ranked);
    }

    /** The nodes in the order that counts where two have the same point. */
    private int[] ranked(String[] texts) {
        Stream<Integer> nodes = IntStream.range(0, texts.length).boxed();
        Stream<Integer> ranked = switch (rank) {
            case LISTED -> nodes;
            case ALPHABET -> nodes.sorted(Comparator.comparing(node -> texts[node]));
            case LENGTH -> nodes.sorted(Comparator.comparing(node -> texts[node], SHORTER));
        };
        return ranked.mapToInt(Integer::intValue).toArray();
    }

    /** Digests of each node. */
    private int[] digests(List<NodeAddress> nodes) {
        long all = 0;
        boolean any = false;
        for (NodeAddress node : nodes) {
            all += wholeWeight(node);
            any |= node.weight() != 1;
        }
        long most = weighting == Weighting.MULTIPLE ? MOST_POINTS / POINTS : Integer.MAX_VALUE;
        if (all > most) {
            throw new ConfigurationProblem("placement=" + name + ": the weights add up to " + all
                    + ", and it has no room for more than " + most);
        }
        int[] digests = new int[nodes.size()];
        for (int i = 0; i < digests.length; i++) {
            int weight = (int) nodes.get(i).weight();
            digests[i] = switch (weighting) {
                case MULTIPLE -> weight * POINTS / POINTS_OF_A_DIGEST;
                case SHARE -> share(weight, all, digests.length);
                case SHARE_IF_ANY -> any ? share(weight, all, digests.length) : POINTS / POINTS_OF_A_DIGEST;
            };
        }
        return digests;
    }

    /** With the roundings of a 32-bit float after every step, which decide about whole groups of points. */
    private static int share(int weight, long all, int nodes) {
        float part = (float) weight / (float) all;
        float exact = part * POINTS / POINTS_OF_A_DIGEST * nodes;
        return (int) Math.floor((float) (exact + 0.0000000001));
    }

    private long wholeWeight(NodeAddress node) {
        double weight = node.weight();
        if (weight != Math.rint(weight) || weight < 1 || weight > Integer.MAX_VALUE) {
            throw new ConfigurationProblem(
                    "node " + node + ": placement=" + name + " knows weights of whole numbers only, not " + weight);
        }
        return (long) weight;
    }
}
