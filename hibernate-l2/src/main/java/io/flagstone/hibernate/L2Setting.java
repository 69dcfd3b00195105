package io.flagstone.hibernate;

/** The settings that only the second-level cache has; the others are the provider's, with {@code hibernate.} before them. */
public enum L2Setting {
    FAILURE(
            "failure",
            "lenient",
            "strict refuses a change that the cache cannot be told of; lenient remembers it and tells the node before"
                    + " it is read again"),
    LOCK("lock", "60s", "how long a transaction may take from its first change to its end"),
    TOMBSTONE("tombstone", "60s", "how long it is remembered that something was changed"),
    URI("uri", "flagstone:hibernate", "where more of the provider's settings are, as for a cache manager");

    private final String key;
    private final String standard;
    private final String meaning;

    L2Setting(String name, String standard, String meaning) {
        this.key = FlagstoneSettings.PREFIX + name;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** The whole name. */
    public String key() {
        return key;
    }

    /** The value when nobody sets one. */
    public String standard() {
        return standard;
    }

    /** One line for the user. */
    public String meaning() {
        return meaning;
    }
}
