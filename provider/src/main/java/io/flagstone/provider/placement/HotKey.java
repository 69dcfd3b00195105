package io.flagstone.provider.placement;

import javax.management.ConstructorParameters;

/** A key that takes more than its part of a client's calls; see {@link HotKeysMXBean}. Immutable. */
public final class HotKey {

    private final String cache;
    private final String key;
    private final String node;
    private final double share;
    private final double callsPerSecond;

    /**
     * @param cache the name of its cache
     * @param key 16 hexadecimal digits of its hash, or its text as the node knows it
     * @param node the name of the node that owns it
     * @param share its part of all calls, 0 to 1
     * @param callsPerSecond how often it was asked for or changed
     */
    @ConstructorParameters({"cache", "key", "node", "share", "callsPerSecond"})
    public HotKey(String cache, String key, String node, double share, double callsPerSecond) {
        this.cache = cache;
        this.key = key;
        this.node = node;
        this.share = share;
        this.callsPerSecond = callsPerSecond;
    }

    /** The name of its cache. */
    public String getCache() {
        return cache;
    }

    /**
     * The key, named or only told apart from others.
     *
     * @see io.flagstone.provider.config.ClientOptions.HotKeys
     */
    public String getKey() {
        return key;
    }

    /** The name of the node that owns it. */
    public String getNode() {
        return node;
    }

    /** Its part of all calls of the client, 0 to 1. */
    public double getShare() {
        return share;
    }

    /** Calls a second of this client. */
    public double getCallsPerSecond() {
        return callsPerSecond;
    }
}
