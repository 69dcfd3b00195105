package io.flagstone.provider.config;

/**
 * Every setting of a manager, in the order of need: those above {@link #CLUSTER} are essentials, those above
 * {@link #PLACEMENT} frequently used, the rest seldom.
 */
public enum ManagerSetting {
    NODES("nodes", "embedded", "host:port;host:port, or embedded for a node inside this JVM"),
    NAMESPACE("namespace", "", "keeps applications apart that share nodes"),
    TIMEOUT("timeout", "1s", "the whole of one call, retries included"),
    SERIALIZATION_ALLOW(
            "serialization.allow",
            "",
            "classes that Java serialization may read and write beyond those a cache declares: com.acme.Order,"
                    + " com.acme.*, com.acme.**"),

    CLUSTER(
            "cluster",
            "",
            "the name of the nodes' cluster, the same at all its clients: a node that clients of the namespace use under"
                    + " another one is refused"),
    CONNECT_TIMEOUT("connect-timeout", "1s", "one attempt to connect"),
    STORE_BY_REFERENCE(
            "store-by-reference", "refuse", "refuse, or by-value to serve such caches by value all the same"),
    NODES_SOURCE(
            "nodes.source",
            "",
            "instead of a fixed list, where lists come from while clients run: file:/etc/flagstone/nodes,"
                    + " srv:_name._tcp.domain, dns:host:port, cluster:host:port, static:host:port;host:port, or the"
                    + " scheme of a NodeListSource"),
    TLS("tls", "off", "on encrypts all connections to nodes; what is not encrypted then is refused"),
    TLS_TRUST(
            "tls.trust",
            "",
            "PEM file of the authorities that may sign nodes' certificates; by default those of the JDK"),
    TLS_CERTIFICATE("tls.certificate", "", "PEM file of this client's own certificates, for nodes that ask for one"),
    TLS_KEY("tls.key", "", "PEM file of the private key that goes with them, PKCS#8, not encrypted"),
    USER("user", "", "whom nodes with a password file (memcached's -Y) are to take this client for"),
    PASSWORD("password", "", "that user's password; never shown anywhere"),
    PASSWORD_FILE("password-file", "", "file whose first line is the password, read anew for every connection"),
    EMBEDDED_MEMORY("embedded.memory", "64m", "slab memory of the embedded node"),
    EMBEDDED_PORT("embedded.port", "0", "its port on loopback; 0 takes a free one"),
    HOT_KEYS(
            "hot-keys",
            "hashed",
            "how the bean of the hottest keys shows them: hashed, named by their texts, or off to look at no calls"),
    TRACING(
            "tracing",
            "off",
            "on for an OpenTelemetry client span of every call to a node, made by the global instance; needs"
                    + " io.opentelemetry:opentelemetry-api"),

    PLACEMENT(
            "placement",
            "slots",
            "slots, or as other clients place keys: libmemcached, spymemcached, spymemcached-libmemcached, twemproxy,"
                    + " xmemcached; endpoint where a router does it; or the name or class of a NodeSelector"),
    KEY_HASH(
            "key-hash",
            "",
            "xxh64, md5, or the name or class of a KeyHash; by default the one that goes with the placement"),
    WEIGHTS(
            "weights",
            "configured",
            "configured, or measured to ask every node for its memory and chunk size at the start"),
    ENDPOINT_FAILS_OVER(
            "endpoint.fails-over",
            "possible",
            "with placement=endpoint: never, if calls for a key reach one node and no other whatever happens, or possible,"
                    + " and then whatever decides or needs CAS is refused"),
    NODES_REFRESH(
            "nodes.refresh", "1s", "how often a client looks at the nodes' lists, where there is a source of them"),
    NODES_POLL("nodes.poll", "5s", "how often a source that cannot tell of changes is asked"),
    NODES_LAG(
            "nodes.lag",
            "1m",
            "longer than any client's source says something else than the others'; clients wait as long before they undo what"
                    + " another has done"),
    NODES_WARM_UP(
            "nodes.warm-up",
            "off",
            "off, or how long after a change of the list new owners of keys take entries over from the former ones, in caches"
                    + " with failure=fail; where there is a source of lists"),
    TLS_SERVER_NAME(
            "tls.server-name", "", "name that nodes' certificates must carry, where it is not that of the host"),
    PASSWORD_PLAIN("password.plain", "refuse", "refuse, or allow to send the password without TLS"),
    RETRY_FIRST("retry.first", "100ms", "pause after the first failed attempt to connect; it doubles with jitter"),
    RETRY_LONGEST("retry.longest", "10s", "the longest pause between two attempts"),
    SUSPECT_AFTER("suspect.after", "3", "calls in a row that time out before a node is left alone"),
    SUSPECT_SILENT("suspect.silent", "5s", "silence of a suspected node after which its connection is given up"),
    SUSPECT_SHARE(
            "suspect.share",
            "50",
            "percent of at least twenty calls within a second that time out before a node is left alone, or off"),
    SUSPECT_LATE(
            "suspect.late",
            "50ms",
            "how late this JVM's own timer may be before timeouts are laid at its own door, or off"),
    READ_RAMP(
            "read-ramp",
            "off",
            "time in which the reads that a node gets after it was away rise from a tenth to all, or off"),
    DEBTS_MAX("debts.max", "100000", "keys remembered for a node that is away; beyond, whole caches are invalidated"),
    IO_THREADS("io.threads", "1", "event loop threads shared by the connections of a manager");

    private final String key;
    private final String standard;
    private final String meaning;

    ManagerSetting(String name, String standard, String meaning) {
        this.key = SettingSource.PREFIX + name;
        this.standard = standard;
        this.meaning = meaning;
    }

    /** The whole name, {@code flagstone.…}. */
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
