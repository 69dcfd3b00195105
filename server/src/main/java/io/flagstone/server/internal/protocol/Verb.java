package io.flagstone.server.internal.protocol;

/** The commands of the text protocol. */
public enum Verb {
    /** Meta get. */
    MG("mg"),
    /** Meta set. */
    MS("ms"),
    /** Meta delete. */
    MD("md"),
    /** Meta arithmetic. */
    MA("ma"),
    /** Meta no-op. */
    MN("mn"),
    /** Meta debug. */
    ME("me"),
    /** Fetch values. */
    GET("get"),
    /** Fetch values and CAS numbers. */
    GETS("gets"),
    /** Fetch values and set their expiry. */
    GAT("gat"),
    /** Fetch values and CAS numbers and set their expiry. */
    GATS("gats"),
    /** Store. */
    SET("set"),
    /** Store what is not there. */
    ADD("add"),
    /** Store in place of what is there. */
    REPLACE("replace"),
    /** Store behind what is there. */
    APPEND("append"),
    /** Store before what is there. */
    PREPEND("prepend"),
    /** Store in place of what has not changed. */
    CAS("cas"),
    /** Remove. */
    DELETE("delete"),
    /** Add to a number. */
    INCR("incr"),
    /** Subtract from a number. */
    DECR("decr"),
    /** Set the expiry. */
    TOUCH("touch"),
    /** Forget everything. */
    FLUSH_ALL("flush_all"),
    /** Say who we are. */
    VERSION("version"),
    /** Set the verbosity. */
    VERBOSITY("verbosity"),
    /** Close the connection. */
    QUIT("quit"),
    /** Report. */
    STATS("stats"),
    /** Steer the crawler, dump keys. */
    LRU_CRAWLER("lru_crawler"),
    /** Change the memory limit. */
    CACHE_MEMLIMIT("cache_memlimit"),
    /** Stop the server. */
    SHUTDOWN("shutdown"),
    /** Move pages between slab classes. */
    SLABS("slabs"),
    /** Steer the LRU. */
    LRU("lru"),
    /** Be told what happens. */
    WATCH("watch"),
    /** Ask for the list of nodes. */
    CONFIG("config"),
    /** Read certificates again. */
    REFRESH_CERTS("refresh_certs"),
    /** Anything else. */
    UNKNOWN("");

    private static final Verb[] ALL = values();

    private final byte[] word;
    private final long packed;

    Verb(String word) {
        this.word = Text.ascii(word);
        this.packed = word.length() <= Long.BYTES ? Ascii.pack(word) : 0;
    }

    /** The verb spelled at {@code [from, to)}; case matters. */
    public static Verb of(byte[] bytes, int from, int to) {
        long packed = Ascii.pack(bytes, from, to);
        if (packed == 0) {
            return longOf(bytes, from, to);
        }
        if (packed == MG.packed) {
            return MG;
        }
        if (packed == GET.packed) {
            return GET;
        }
        if (packed == MS.packed) {
            return MS;
        }
        if (packed == SET.packed) {
            return SET;
        }
        for (Verb verb : ALL) {
            if (verb.packed == packed) {
                return verb;
            }
        }
        return UNKNOWN;
    }

    private static Verb longOf(byte[] bytes, int from, int to) {
        for (Verb verb : ALL) {
            if (verb.packed == 0 && verb != UNKNOWN && Ascii.equals(bytes, from, to, verb.word)) {
                return verb;
            }
        }
        return UNKNOWN;
    }
}
