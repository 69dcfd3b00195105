package io.flagstone.server.internal.protocol;

/** Every fixed reply, ready for the wire. */
public final class Replies {
    /** Line end. */
    public static final byte[] CRLF = Text.line("");

    /** End of a retrieval. */
    public static final byte[] END = Text.line("END");
    /** Stored. */
    public static final byte[] STORED = Text.line("STORED");
    /** Not stored, for the condition did not hold. */
    public static final byte[] NOT_STORED = Text.line("NOT_STORED");
    /** Changed since it was fetched. */
    public static final byte[] EXISTS = Text.line("EXISTS");
    /** Not there. */
    public static final byte[] NOT_FOUND = Text.line("NOT_FOUND");
    /** Removed. */
    public static final byte[] DELETED = Text.line("DELETED");
    /** Expiry set. */
    public static final byte[] TOUCHED = Text.line("TOUCHED");
    /** Done. */
    public static final byte[] OK = Text.line("OK");
    /** Statistics begin anew. */
    public static final byte[] RESET = Text.line("RESET");
    /** Answer to the meta no-op. */
    public static final byte[] MN = Text.line("MN");
    /** End of a dump as meta commands. */
    public static final byte[] EN = Text.line("EN");

    /** Begins a value. */
    public static final byte[] VALUE = Text.ascii("VALUE ");
    /** Begins a meta debug line. */
    public static final byte[] ME = Text.ascii("ME ");
    /** Begins the version line. */
    public static final byte[] VERSION = Text.ascii("VERSION ");
    /** Begins a statistic. */
    public static final byte[] STAT = Text.ascii("STAT ");

    /** No such command. */
    public static final byte[] ERROR = Text.line("ERROR");
    /** A line that cannot be understood. */
    public static final byte[] BAD_FORMAT = Text.line("CLIENT_ERROR bad command line format");
    /** Data that does not end where it was to end. */
    public static final byte[] BAD_CHUNK = Text.line("CLIENT_ERROR bad data chunk");
    /** A value larger than the node stores. */
    public static final byte[] TOO_LARGE = Text.line("SERVER_ERROR object too large for cache");
    /** No memory for a value. */
    public static final byte[] OUT_OF_MEMORY = Text.line("SERVER_ERROR out of memory storing object");
    /** Memory ran out while the value arrived. */
    public static final byte[] OUT_OF_MEMORY_READING = Text.line("SERVER_ERROR Out of memory during read");
    /** No memory for an item the command would have created. */
    public static final byte[] OUT_OF_MEMORY_ITEM = Text.line("SERVER_ERROR Out of memory allocating new item");

    /** An expiry that is no number. */
    public static final byte[] BAD_EXPTIME = Text.line("CLIENT_ERROR invalid exptime argument");
    /** A delta that is no number. */
    public static final byte[] BAD_DELTA = Text.line("CLIENT_ERROR invalid numeric delta argument");
    /** delete with more than it takes. */
    public static final byte[] DELETE_USAGE =
            Text.line("CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]");
    /** A value that is no number. */
    public static final byte[] NOT_NUMERIC = Text.line("CLIENT_ERROR cannot increment or decrement non-numeric value");

    /** A meta flag given twice. */
    public static final byte[] DUPLICATE_FLAG = Text.line("CLIENT_ERROR duplicate flag");
    /** A letter that is no meta flag. */
    public static final byte[] INVALID_FLAG = Text.line("CLIENT_ERROR invalid flag");
    /** Any of the flag errors, in meta arithmetic. */
    public static final byte[] INVALID_OR_DUPLICATE_FLAG = Text.line("CLIENT_ERROR invalid or duplicate flag");
    /** A meta flag whose token is no number. */
    public static final byte[] BAD_TOKEN = Text.line("CLIENT_ERROR bad token in command line format");
    /** An opaque of more than 31 bytes. */
    public static final byte[] OPAQUE_TOO_LONG = Text.line("CLIENT_ERROR opaque token too long");
    /** More than 20 tokens. */
    public static final byte[] TOO_MANY_FLAGS = Text.line("CLIENT_ERROR options flags are too long");
    /** A key that is no base64. */
    public static final byte[] BAD_KEY = Text.line("CLIENT_ERROR error decoding key");
    /** An unknown mode of meta set. */
    public static final byte[] BAD_MS_MODE = Text.line("CLIENT_ERROR invalid mode for ms M token");
    /** An unknown mode of meta arithmetic. */
    public static final byte[] BAD_MA_MODE = Text.line("CLIENT_ERROR invalid mode for ma M token");

    /** More connections than allowed. */
    public static final byte[] TOO_MANY_CONNECTIONS = Text.line("ERROR Too many open connections");
    /** flush_all is switched off. */
    public static final byte[] FLUSH_FORBIDDEN = Text.line("CLIENT_ERROR flush_all not allowed");
    /** shutdown is switched off. */
    public static final byte[] SHUTDOWN_FORBIDDEN = Text.line("SERVER_ERROR: shutdown not enabled");
    /** A way of shutting down that is none. */
    public static final byte[] SHUTDOWN_MODE = Text.line("CLIENT_ERROR invalid shutdown mode");
    /** watch is switched off. */
    public static final byte[] WATCH_FORBIDDEN = Text.line("CLIENT_ERROR watch commands not allowed");
    /** Twenty connections watch already. */
    public static final byte[] TOO_MANY_WATCHERS = Text.line("WATCHER_TOO_MANY log watcher limit reached");
    /** There are no certificates to refresh. */
    public static final byte[] NO_TLS = Text.line("Error TLS not enabled");
    /** A connection that has not logged in asks for anything else. */
    public static final byte[] UNAUTHENTICATED = Text.line("CLIENT_ERROR unauthenticated");
    /** A login longer than user and password can be. */
    public static final byte[] AUTH_TOO_LONG = Text.line("CLIENT_ERROR auth token too long");
    /** A login that does not end where it was to end. */
    public static final byte[] AUTH_BAD_TERMINATION = Text.line("CLIENT_ERROR bad command line termination");
    /** A login that is not user and password. */
    public static final byte[] AUTH_BAD_TOKEN = Text.line("CLIENT_ERROR bad authentication token format");
    /** A user that there is not, or another's password. */
    public static final byte[] AUTH_FAILURE = Text.line("CLIENT_ERROR authentication failure");
    /** Too many wrong logins came from the client's address, so this one was not looked at. */
    public static final byte[] AUTH_TOO_SOON =
            Text.line("CLIENT_ERROR too many failed logins from this address, try again in a few seconds");
    /** A right that the principal has not. */
    public static final byte[] DENIED = Text.line("CLIENT_ERROR permission denied");
    /** A multiget of more keys than allowed. */
    public static final byte[] TOO_MANY_KEYS = Text.line("CLIENT_ERROR too many keys");
    /** The storage engine has no pages to move. */
    public static final byte[] REASSIGN_DISABLED = Text.line("CLIENT_ERROR slab reassignment disabled");
    /** A page is moving already. */
    public static final byte[] REASSIGN_BUSY = Text.line("BUSY currently processing reassign request");
    /** No such slab class. */
    public static final byte[] REASSIGN_BAD_CLASS = Text.line("BADCLASS invalid src or dst class id");
    /** No page to move. */
    public static final byte[] REASSIGN_NO_SPARE = Text.line("NOSPARE source class has no spare pages");
    /** From a slab class to itself. */
    public static final byte[] REASSIGN_SAME = Text.line("SAME src and dst class are identical");
    /** A window outside its range. */
    public static final byte[] AUTOMOVE_WINDOW = Text.line("CLIENT_ERROR automove window too low or too high");
    /** More than HOT and WARM may have. */
    public static final byte[] LRU_SHARES = Text.line("ERROR hot and warm pcts must not exceed 80");
    /** Idle times that make no sense. */
    public static final byte[] LRU_AGES = Text.line("ERROR hot/warm age factors must be greater than 0");
    /** A memory limit below 8 MiB. */
    public static final byte[] MEMLIMIT_TOO_SMALL = Text.line("MEMLIMIT_TOO_SMALL cannot set maxbytes to less than 8m");
    /** A memory limit that looks like bytes. */
    public static final byte[] MEMLIMIT_NOT_BYTES =
            Text.line("MEMLIMIT_ADJUST_FAILED input value is megabytes not bytes");
    /** A memory limit that cannot be had. */
    public static final byte[] MEMLIMIT_FAILED = Text.line("MEMLIMIT_ADJUST_FAILED out of bounds or unable to adjust");

    /** The crawler is switched off. */
    public static final byte[] CRAWLER_DISABLED = Text.line("CLIENT_ERROR lru crawler disabled");
    /** The crawler runs already. */
    public static final byte[] CRAWLER_RUNS = Text.line("ERROR failed to start lru crawler thread");
    /** A pause of more than a second. */
    public static final byte[] CRAWLER_SLEEP = Text.line("CLIENT_ERROR sleep must be one second or less");
    /** A slab class that cannot be. */
    public static final byte[] BAD_CLASS = Text.line("BADCLASS invalid class id");
    /** Key listing is switched off, asked for as metadump. */
    public static final byte[] METADUMP_FORBIDDEN = Text.line("ERROR metadump not allowed");
    /** Key listing is switched off, asked for as mgdump. */
    public static final byte[] MGDUMP_FORBIDDEN = Text.line("ERROR key dump not allowed");
    /** stats detail without its argument. */
    public static final byte[] DETAIL_USAGE = Text.line("CLIENT_ERROR usage: stats detail on|off|dump");
    /** stats cachedump without its arguments. */
    public static final byte[] BAD_LINE = Text.line("CLIENT_ERROR bad command line");
    /** A slab class that no node could have. */
    public static final byte[] ILLEGAL_CLASS = Text.line("CLIENT_ERROR Illegal slab id");
    /** Key listing is switched off, asked for as stats cachedump. */
    public static final byte[] CACHEDUMP_FORBIDDEN = Text.line("CLIENT_ERROR stats cachedump not allowed");

    private Replies() {}
}
