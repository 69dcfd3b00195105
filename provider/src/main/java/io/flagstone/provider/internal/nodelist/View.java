package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.internal.ring.SlotTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A list of nodes with its number, and the slots that it gives to each. Never changes. */
public final class View {

    /** Before anything is known. */
    public static final View NONE = new View(0, 0, List.of(), null);

    private static final int NOBODY = -1;

    private final long line;
    private final long version;
    private final List<NodeAddress> nodes;
    private final List<String> identities;
    private final @Nullable SlotTable table;

    private View(long line, long version, List<NodeAddress> nodes, @Nullable SlotTable table) {
        this.line = line;
        this.version = version;
        this.nodes = nodes;
        this.identities = nodes.stream().map(NodeListing::identity).toList();
        this.table = table;
    }

    /**
     * A list.
     *
     * @param line of lists that follow each other: a number of the first of them, given once; versions of different lines
     *     say nothing about each other, for the clocks that the first ones were numbered by may differ
     * @param version larger than that of the list before
     * @param nodes in any order
     */
    public static View of(long line, long version, Collection<NodeAddress> nodes, Tables tables) {
        List<NodeAddress> sorted = sorted(nodes);
        return new View(line, version, sorted, tables.of(sorted));
    }

    /** By their identities. */
    static List<NodeAddress> sorted(Collection<NodeAddress> nodes) {
        List<NodeAddress> sorted = new ArrayList<>(nodes);
        sorted.sort(Comparator.comparing(NodeListing::identity));
        return List.copyOf(sorted);
    }

    /** The list after this one. */
    public View then(Collection<NodeAddress> others, Tables tables) {
        return of(line, version + 1, others, tables);
    }

    public long line() {
        return line;
    }

    public long version() {
        return version;
    }

    /** In the order of their identities. */
    public List<NodeAddress> nodes() {
        return nodes;
    }

    /** The nodes' identities, in order. */
    public List<String> identities() {
        return identities;
    }

    public boolean isNone() {
        return version == 0;
    }

    public boolean isOfLine(View other) {
        return line == other.line;
    }

    /** Whether both can belong to one line: where all documents were lost, a line may have begun once more. */
    boolean agreesWith(View other) {
        return isOfLine(other) && (version != other.version || nodes.equals(other.nodes));
    }

    public boolean isAfter(View other) {
        return isOfLine(other) && version > other.version;
    }

    /** Whether it has exactly these nodes, with these weights. */
    public boolean lists(Collection<NodeAddress> others) {
        return nodes.size() == others.size() && new HashSet<>(nodes).equals(new HashSet<>(others));
    }

    /** Whether one of these identities is in it. */
    boolean meets(Set<String> others) {
        return identities.stream().anyMatch(others::contains);
    }

    /** The place of a node in {@link #nodes}, or less than zero. */
    int indexOf(String identity) {
        return identities.indexOf(identity);
    }

    boolean has(String identity) {
        return indexOf(identity) >= 0;
    }

    /** The place in {@link #nodes} of the node that owns the slot, or less than zero. */
    int ownerIndex(int slot) {
        return table == null ? NOBODY : table.ownerOfSlot(slot);
    }

    /**
     * The node that owns the slot.
     *
     * @throws IllegalStateException in a view without nodes
     */
    public NodeAddress owner(int slot) {
        if (table == null) {
            throw new IllegalStateException("no list of nodes is known");
        }
        return nodes.get(table.ownerOfSlot(slot));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof View view && line == view.line && version == view.version && nodes.equals(view.nodes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(line * 31 + version);
    }

    /** For logs. */
    @Override
    public String toString() {
        return version + " " + identities;
    }
}
