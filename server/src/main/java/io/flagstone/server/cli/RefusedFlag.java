package io.flagstone.server.cli;

/** memcached's flags that this node does not honour, with the reason: none is silently ignored. */
enum RefusedFlag {
    DAEMON("-d", "--daemon", false, "a JVM cannot detach itself; leave that to the service manager"),
    CORE_DUMPS("-r", "--enable-coredumps", false, "a JVM cannot raise its core limit; use ulimit -c"),
    /** Refused unless it names the user that runs the node anyway. */
    USER("-u", "--user", true, "a JVM cannot change its user; start it as that user"),
    LOCK_MEMORY("-k", "--lock-memory", false, "a JVM cannot lock its memory"),
    LICENSE("-i", "--license", false, "see the LICENSE file"),
    PID_FILE("-P", "--pidfile", true, "it goes with -d, which is not supported"),
    LARGE_PAGES("-L", "--enable-largepages", false, "use the JVM's flag -XX:+UseTransparentHugePages"),
    NAPI_IDS("-N", "--napi-ids", true, "NAPI ids are not supported");

    private final String letter;
    private final String longForm;
    private final boolean takesValue;
    private final String reason;

    RefusedFlag(String letter, String longForm, boolean takesValue, String reason) {
        this.letter = letter;
        this.longForm = longForm;
        this.takesValue = takesValue;
        this.reason = reason;
    }

    String[] names() {
        // memcached's help and its code do not agree on hyphen and underscore.
        String other = longForm.replace("-ids", "_ids");
        return longForm.equals(other) ? new String[] {letter, longForm} : new String[] {letter, longForm, other};
    }

    /** Whether this value asks for nothing but what is so already. */
    boolean admits(String value) {
        return this == USER && value.equals(System.getProperty("user.name"));
    }

    boolean takesValue() {
        return takesValue;
    }

    /** Why, in words for the operator. */
    String reason() {
        return letter + ": " + reason;
    }
}
