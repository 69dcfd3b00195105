package io.flagstone.provider.placement;

import java.util.List;
import java.util.Map;

/**
 * The nodes of a manager, how they stand, and where the keys of its caches go: {@code
 * io.flagstone:type=Cluster,CacheManager=<uri>} on the platform's MBean server, for as long as the manager is open. No key,
 * value or password is in it.
 */
public interface ClusterMXBean {

    /** The nodes that this client uses; with a list that changes also those that it is about to leave. */
    List<NodeStatus> getNodes();

    /**
     * Sixteen hexadecimal digits over the selector, the hash, the names and weights of the nodes and the table that they
     * make; the order of the nodes plays no part. Clients that share caches must show the same.
     */
    String getFingerprint();

    /** The name of the {@link NodeSelector}. */
    String getPlacement();

    /** The name of the {@link KeyHash}. */
    String getKeyHash();

    /** The weight of each node, by its name. */
    Map<String, Double> getWeights();

    /** The share of all keys that each node owns, by its name; they add up to 1. */
    Map<String, Double> getShares();

    /** How many invalidations each node is owed before it is read again, by its name: 0 in good times. */
    Map<String, Integer> getDebts();

    /**
     * Where lists of nodes come from, {@code flagstone.nodes.source}; empty where the list never changes. What a
     * source of the application has between its slashes and an at sign is left out.
     */
    String getSource();

    /** The number of the list in force that this client knows; 0 before it knows one, and where the list never changes. */
    long getListVersion();

    /** The nodes that the source lists, where the list in force has others or other weights; otherwise empty. */
    String getWantedList();

    /** What hinders a change of the list, or the service of keys, and what to do about it; empty when nothing does. */
    String getBlockedBy();

    /** How often the source of lists could not be read, or said what is no list. */
    long getSourceFailures();

    /**
     * How each node stands as this client sees it, by its name: {@code up}, or {@code returning}, {@code suspect} or {@code
     * down} with the reason, and what to do where it was refused.
     */
    Map<String, String> getStates();

    /** How often a node was refused because it turned out to be another cluster's, or to have another name elsewhere. */
    long getRefusals();

    /** How often a node turned out to be used by clients with another fixed list of nodes, too. */
    long getOtherLists();

    /**
     * How often a cache was refused here because other clients have another number of copies of its entries, {@code
     * flagstone.cache.<name>.copies}.
     */
    long getOtherCopies();

    /**
     * How often this JVM had reason to suspect itself or its network, and blamed no node for timeouts: its own timer came late, or
     * most nodes fell silent within one second.
     */
    long getSelfSuspicions();

    /**
     * How often an entry, of any manager of this JVM, could not be read and counted as absent: of a class that is not allowed,
     * damaged, or closed by another hand.
     */
    long getUnreadableEntries();

    /**
     * How many nodes take entries over from the former owners of their keys now, as far as this client knows ({@code
     * flagstone.nodes.warm-up}). A node that has left the list is still of use until this is 0.
     */
    int getWarmUps();

    /** How often a node has ceased to take entries over from former owners. */
    long getWarmUpsEnded();
}
