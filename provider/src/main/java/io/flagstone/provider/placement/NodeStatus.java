package io.flagstone.provider.placement;

/** One node as a client sees it; see {@link ClusterMXBean#getNodes}. All numbers count from the opening of the manager. */
public interface NodeStatus {

    /** What keys are placed by. */
    String getName();

    /** {@code host:port}. */
    String getAddress();

    /** {@code up}, {@code returning}, {@code suspect} or {@code down}. */
    String getState();

    /** What is the matter with it and, where it was refused, what to do; empty while it is up. */
    String getTrouble();

    /** As configured, or measured. */
    double getWeight();

    /** How many of 65,536 slots it owns; -1 where the placement knows no slots. */
    int getSlots();

    /** The share of all keys that it owns, 0 to 1. */
    double getShare();

    /** Keys that it has to forget, and caches it has to forget as a whole, before it is read again. */
    int getDebts();

    /** Commands that callers have waited for, each about one key. */
    long getCommands();

    /** Those of them that had no reply in time. */
    long getTimeouts();

    /** Those of them that were not sent, or lost, because the node was away or its connection broke. */
    long getUnavailable();

    /** Those of them that the node refused, or answered in a way that makes no sense. */
    long getRefused();

    /** How often it was left alone because calls had timed out. */
    long getSuspicions();

    /** Connections after the first one. */
    long getReconnects();
}
