package io.flagstone.bench.hibernate.log;

/** What a worker does; each is one transaction. */
public enum Op {
    FIND(false),
    NATURAL_ID(false),
    COLLECTION(false),
    COUNT(false),
    TENANT_FIND(false),
    UPDATE(true),
    ROLLBACK(true),
    NATURAL_ID_UPDATE(true),
    COLLECTION_UPDATE(true),
    TENANT_UPDATE(true),
    INCREMENT_VERSIONED(true),
    INCREMENT_PLAIN(true),
    INSERT(true),
    TOGGLE(true),
    BULK(true),
    EVICT(true),
    /** Rows that exist before the experiment begins. */
    SETUP(true),
    /** The comparison at rest. */
    REST(false);

    private final boolean change;

    Op(boolean change) {
        this.change = change;
    }

    /** Whether it changes anything. */
    public boolean change() {
        return change;
    }
}
