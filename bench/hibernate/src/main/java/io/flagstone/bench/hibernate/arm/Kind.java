package io.flagstone.bench.hibernate.arm;

/** A second-level cache, or none. */
public enum Kind {
    /** No second-level cache: every read asks the database. */
    OFF(false),
    /** Ours on stock memcached. */
    STOCK(true),
    /** Ours on our own nodes. */
    OWN(true),
    /** Redisson's on one Redis server. */
    REDISSON(true),
    /** Hibernate's JCache adapter on Ehcache, inside the JVM: it knows nothing of other JVMs. */
    EHCACHE(false);

    private final boolean shared;

    Kind(boolean shared) {
        this.shared = shared;
    }

    /** Whether several JVMs share it, on servers. */
    public boolean shared() {
        return shared;
    }

    /** Whether it is ours. */
    public boolean ours() {
        return this == STOCK || this == OWN;
    }
}
