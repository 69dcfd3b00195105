package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions;
import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.placement.KeyHash;
import io.flagstone.provider.placement.NodeSelector;
import io.flagstone.provider.placement.NodeTable;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which node owns which key: a selector, a hash, and the table that they make of some nodes. Never changes. */
public final class Placement {

    private static final Named<NodeSelector> SELECTORS = new Named<>(
            ManagerSetting.PLACEMENT.key(),
            NodeSelector.class,
            NodeSelector::name,
            Stream.concat(Stream.of(new Slots()), Ketama.DIALECTS.stream()).toList());
    private static final Named<KeyHash> HASHES =
            new Named<>(ManagerSetting.KEY_HASH.key(), KeyHash.class, KeyHash::name, List.of(new Xxh64(), new Md5()));
    private static final KeyHash UNHASHED = new OneEndpoint.Unhashed();

    private final NodeSelector selector;
    private final KeyHash hash;
    private final List<NodeAddress> nodes;
    private final NodeTable table;
    private final long fingerprint;

    /**
     * @throws ConfigurationProblem when they do not fit together
     */
    public Placement(NodeSelector selector, KeyHash hash, List<NodeAddress> nodes) {
        selector.check(hash);
        this.selector = selector;
        this.hash = hash;
        this.nodes = List.copyOf(nodes);
        this.table = selector.table(this.nodes);
        this.fingerprint = print();
    }

    /**
     * What the options say.
     *
     * @param loader where classes of the application are found
     * @throws ConfigurationProblem when they name what is not there, or what does not fit together
     */
    public static Placement of(PlacementOptions options, List<NodeAddress> nodes, ClassLoader loader) {
        if (options.endpoint().isPresent()) {
            return new Placement(new OneEndpoint(options.endpoint()), UNHASHED, nodes);
        }
        NodeSelector selector = SELECTORS.find(options.selector(), loader);
        String hash = options.keyHash().isEmpty() ? selector.keyHash() : options.keyHash();
        return new Placement(selector, HASHES.find(hash, loader), nodes);
    }

    /** The index of the node that owns this key. */
    public int owner(byte[] key) {
        return table.owner(hash(key));
    }

    /** The number that a key is placed by. */
    public long hash(byte[] key) {
        return hash.hash(key, 0, key.length);
    }

    /** The slot of this key in every {@link SlotTable}. */
    public int slot(byte[] key) {
        return (int) (hash(key) >>> SlotTable.SHIFT);
    }

    /** The same selector and hash over other nodes. */
    public Placement over(List<NodeAddress> others) {
        return new Placement(selector, hash, others);
    }

    /**
     * On which nodes the entries of every slot are.
     *
     * @param copies at most as many as there are nodes
     * @throws IllegalStateException where nodes do not own slots
     */
    public Ranks ranks(int copies) {
        if (!hasSlots()) {
            throw new IllegalStateException(selector() + " has no slots");
        }
        return SlotTable.ranks(nodes, copies);
    }

    /**
     * Which nodes keep what is written while owners are away.
     *
     * @throws IllegalStateException where there is but one node
     */
    public Heirs heirs() {
        return new Heirs(nodes);
    }

    /** What places keys in our stead. */
    public Endpoint endpoint() {
        return selector instanceof OneEndpoint endpoint ? endpoint.kind() : Endpoint.NONE;
    }

    /** How many nodes there are. */
    public int size() {
        return nodes.size();
    }

    /** Whether nodes own slots, as copies and lists of nodes that change need it. */
    public boolean hasSlots() {
        return table instanceof SlotTable;
    }

    /** As {@link NodeSelector#hashesWholeKeys}. */
    public boolean hashesWholeKeys() {
        return selector.hashesWholeKeys();
    }

    /** The name of the selector. */
    public String selector() {
        return selector.name();
    }

    /** The name of the hash. */
    public String keyHash() {
        return hash.name();
    }

    /** The weight of each node, by its name, in the order of the configuration. */
    public Map<String, Double> weights() {
        Map<String, Double> weights = new LinkedHashMap<>();
        nodes.forEach(node -> weights.put(node.name(), node.weight()));
        return weights;
    }

    /** The share of all keys that each node owns, by its name, in the order of the configuration. */
    public Map<String, Double> shares() {
        double[] shares = table.shares(nodes.size());
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            byName.put(nodes.get(i).name(), shares[i]);
        }
        return byName;
    }

    /**
     * A number over the selector, the hash, the names, weights and zones of the nodes, and the table, in sixteen hexadecimal
     * digits. Two clients that place keys alike have the same one, in whatever order they list the nodes; behind an endpoint, those
     * that take it for one of the same kind, by whichever address they reach it.
     */
    public String fingerprint() {
        String digits = Long.toHexString(fingerprint);
        return "0".repeat(2 * Long.BYTES - digits.length()) + digits;
    }

    private long print() {
        if (selector instanceof OneEndpoint endpoint) {
            return hash(endpoint.name() + endpoint.kind());
        }
        long print = XxHash64.mix(hash(selector.name()), hash(hash.name()));
        List<NodeAddress> sorted =
                nodes.stream().sorted(Comparator.comparing(NodeAddress::name)).toList();
        for (NodeAddress node : sorted) {
            print = XxHash64.mix(XxHash64.mix(print, hash(node.name())), Double.doubleToLongBits(node.weight()));
            print = node.zone().isEmpty() ? print : XxHash64.mix(print, hash(node.zone()));
        }
        long[] names = nodes.stream().mapToLong(node -> hash(node.name())).toArray();
        for (int i = 0; i < NodeTable.PROBES; i++) {
            print = XxHash64.mix(print, names[checked(table.owner(NodeTable.probe(i)))]);
        }
        return table instanceof Ring ring ? ring.print(print, names) : print;
    }

    private int checked(int owner) {
        if (owner < 0 || owner >= nodes.size()) {
            throw new ConfigurationProblem(
                    "placement=" + selector.name() + " names node " + owner + " of " + nodes.size());
        }
        return owner;
    }

    private static long hash(String text) {
        return XxHash64.hash(text.getBytes(UTF_8));
    }

    /** For logs: what it is and how it is told from others. */
    @Override
    public String toString() {
        return selector.name() + " by " + hash.name() + " over " + nodes.size() + " nodes, fingerprint "
                + fingerprint();
    }
}
