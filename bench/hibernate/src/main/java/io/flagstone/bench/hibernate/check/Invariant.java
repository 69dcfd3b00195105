package io.flagstone.bench.hibernate.check;

/** What must hold. */
public enum Invariant {
    FRESH(1, "a read that starts after a commit's end returns that commit or a later one"),
    REST(2, "at rest everything cached equals the database, from every worker"),
    COMMITTED(3, "what did not commit is read by nobody else"),
    COUNTERS(4, "versioned increments are all there; unversioned are lost only where the database alone loses them"),
    MONOTONE(5, "for a worker and a key, numbers never go back"),
    TENANTS(6, "no value of another tenant"),
    QUERIES(7, "a cached count is never lower than the inserts that had finished"),
    ERRORS(8, "a fault of a node causes no error in lenient mode, and only refused changes in strict mode"),
    HITS(9, "the hit ratio stays above a floor, and recovers after a fault");

    private final int number;
    private final String promise;

    Invariant(int number, String promise) {
        this.number = number;
        this.promise = promise;
    }

    public int number() {
        return number;
    }

    public String promise() {
        return promise;
    }
}
