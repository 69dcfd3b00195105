package io.flagstone.bench.node;

/** What is asked of a node. */
public enum Workload {
    /** Classic {@code get}. */
    GET(0),
    /** Classic {@code set}. */
    SET(100),
    /** Meta {@code mg} of the value. */
    MG(0),
    /** Meta {@code ms}. */
    MS(100),
    /** Classic {@code get} of 50 keys; not pipelined. */
    MULTIGET(0),
    /** Nine classic {@code get} and one {@code set} of ten. */
    MIXED(10);

    static final int KEYS_PER_MULTIGET = 50;

    private final int percentWrites;

    Workload(int percentWrites) {
        this.percentWrites = percentWrites;
    }

    int percentWrites() {
        return percentWrites;
    }

    boolean isMeta() {
        return this == MG || this == MS;
    }

    int keysPerRead() {
        return this == MULTIGET ? KEYS_PER_MULTIGET : 1;
    }
}
