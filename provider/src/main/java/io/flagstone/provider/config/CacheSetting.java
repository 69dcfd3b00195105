package io.flagstone.provider.config;

/**
 * Every setting of caches. Its key is {@code flagstone.cache.<pattern>.<name>}; a star in the pattern stands for any
 * text. A cache's whole name decides before any pattern, and of the patterns the one with the most literal characters.
 */
public enum CacheSetting {
    FAILURE("failure", "miss", "fail, miss or gutter: what calls do while the owner of their key is away"),
    TTL("ttl", "none", "lifetime of entries in caches created without an expiry policy; none is eternal"),
    CODEC("codec", "auto", "name of a value codec; auto is the built-in ones with Java serialization last"),
    COMPRESSION("compression", "none", "none, lz4, zstd or deflate"),

    GUTTER_TTL(
            "gutter-ttl", "10s", "how long entries live on other nodes while their owner is away, with failure=gutter"),
    COPIES(
            "copies",
            "1",
            "on how many nodes an entry is, the same at all clients: 1, or 2 or 3 to read it while its owner is away"),
    ENCRYPTION("encryption", "none", "none, or the file of the keys that entries are encrypted with by AES-GCM"),
    HIDDEN_KEYS("hidden-keys", "false", "true to show nodes a keyed digest in place of each key; needs encryption"),
    COMPRESS_ABOVE("compress-above", "4k", "payloads of at least so many bytes are compressed"),
    INFLATED_LIMIT("inflated-limit", "64m", "the largest payload that a compressed value may claim"),
    MODE("mode", "envelope", "envelope, or plain for caches shared with other languages"),
    PREFIX("prefix", "", "put before the keys of plain caches"),

    STALE_WHILE_REVALIDATE(
            "stale-while-revalidate",
            "off",
            "for so long after its end an entry is still read, while the loader renews it in the background; needs read-through"
                    + " and an expiry policy that reads do not matter to"),

    LEASE("lease", "10s", "how long a writer, loader or processor may hold an entry"),
    INVOKE("invoke", "optimistic", "optimistic, or locked for processors that must not run twice");

    private final String option;
    private final String standard;
    private final String meaning;

    CacheSetting(String option, String standard, String meaning) {
        this.option = option;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** The last part of the key. */
    public String option() {
        return option;
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
