package io.flagstone.provider.internal.trust;

import io.flagstone.provider.config.NodeAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** What one client takes its nodes for, and how often it was mistaken. */
public final class Identities {

    /** How often each node is asked who it is while it is connected. A guess: rare beside any load, soon beside a mistake. */
    public static final Duration PAUSE = Duration.ofSeconds(5);

    private final byte[] item;
    private final String cluster;
    private final int nodes;
    private final String list;
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong otherLists = new AtomicLong();

    private Identities(byte[] item, String cluster, int nodes, String list) {
        this.item = item;
        this.cluster = cluster;
        this.nodes = nodes;
        this.list = list;
    }

    /**
     * Of a list that never changes.
     *
     * @param item the key of the item on each node that says what it is
     * @param cluster the cluster's name, or an empty text
     * @param list the list's fingerprint
     */
    public static Identities ofList(byte[] item, String cluster, int nodes, String list) {
        return new Identities(item, cluster, nodes, list);
    }

    /** Of lists that change: only the cluster is told by the identity, the rest by the nodes' documents. */
    public static Identities ofLists(byte[] item, String cluster) {
        return new Identities(item, cluster, 0, "");
    }

    /** What to look at on this node. */
    public IdentityCheck of(NodeAddress node) {
        return new IdentityCheck(this, item, new Identity(cluster, node.name(), nodes, list));
    }

    void refused() {
        refusals.incrementAndGet();
    }

    void metOtherList() {
        otherLists.incrementAndGet();
    }

    /** How often a node turned out to be another one, or another cluster's. */
    public long refusals() {
        return refusals.get();
    }

    /** How often a node turned out to be used with another list of nodes, too. */
    public long otherLists() {
        return otherLists.get();
    }
}
