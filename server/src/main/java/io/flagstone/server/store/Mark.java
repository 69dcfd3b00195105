package io.flagstone.server.store;

/** What an item may be marked with besides its data; an engine keeps marks as long as the item. */
public enum Mark {
    /** Out of date: still served, but to be replaced. */
    STALE,
    /** Some client has been told to replace it. */
    WON,
    /** Its key is binary and travels in base64. */
    BINARY_KEY
}
