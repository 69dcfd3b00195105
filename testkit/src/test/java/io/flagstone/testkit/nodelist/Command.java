package io.flagstone.testkit.nodelist;

import org.jspecify.annotations.Nullable;

/**
 * A request, as stock memcached knows it.
 *
 * @param verb what to do
 * @param key on which item
 * @param value what to store, or the seed of a counter
 * @param cas the token that the item must have, or zero for any; the delta of a counter
 */
record Command(Verb verb, String key, @Nullable Object value, long cas) {

    /** The verbs that the protocol needs. */
    enum Verb {
        /** {@code mg c v}. */
        GET,
        /** {@code mg c v N}: an item that is missing is created empty. */
        LEASE,
        /** {@code ms C}. */
        SET,
        /** {@code ms ME}. */
        ADD,
        /** {@code md C}. */
        DELETE,
        /** {@code ma N J D}: adds to a counter, or creates it. */
        STEP
    }

    static Command get(String key) {
        return new Command(Verb.GET, key, null, 0);
    }

    static Command lease(String key) {
        return new Command(Verb.LEASE, key, null, 0);
    }

    static Command set(String key, Object value, long cas) {
        return new Command(Verb.SET, key, value, cas);
    }

    static Command add(String key, Object value) {
        return new Command(Verb.ADD, key, value, 0);
    }

    static Command delete(String key, long cas) {
        return new Command(Verb.DELETE, key, null, cas);
    }

    static Command step(String key, long delta, long seed) {
        return new Command(Verb.STEP, key, seed, delta);
    }

    boolean isMutation() {
        return verb != Verb.GET && verb != Verb.LEASE;
    }
}
