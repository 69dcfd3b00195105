package io.flagstone.provider.discovery;

/** Hears of lists. Methods may be called by any thread, and return soon. */
public interface NodeListListener {

    /** This is the list now. It may be the same as before, or an older one again: sources lag. */
    void listed(NodeListing listing);

    /**
     * The source could not be read, or what it said is no list: the last one stays. It is logged, and counted.
     *
     * @param problem what was wrong, where, and what to do about it
     */
    void failed(String problem);
}
