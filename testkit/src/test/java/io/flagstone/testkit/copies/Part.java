package io.flagstone.testkit.copies;

/** What a node holds of the cache; each part has a generation of its own. */
enum Part {
    /** The entries that the node is the primary of. */
    ENTRIES,
    /** The copies of entries that others are the primaries of. */
    COPIES;

    /** The item that holds the part's generation. */
    String generation() {
        return name() + ":gen";
    }

    /** The item of a key. */
    String item(long generation, String key) {
        return name() + ":" + generation + ":" + key;
    }

    /** Whether this is one of the part's items, and not its generation. */
    boolean holds(String item) {
        return item.startsWith(name()) && !item.equals(generation());
    }
}
