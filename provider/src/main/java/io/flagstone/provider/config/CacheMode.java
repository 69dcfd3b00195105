package io.flagstone.provider.config;

/** What an item of a cache looks like on the node. */
public enum CacheMode {

    /** Key and value with Flagstone's generation and envelope: every promise holds. The default. */
    ENVELOPE,

    /**
     * Bare strings and numbers under bare keys, for applications in other languages on the same fleet. There is no
     * generation, so {@code clear()} removes key by key, and expiry counts in whole seconds.
     */
    PLAIN
}
