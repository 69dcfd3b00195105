package io.flagstone.testkit.copies;

import org.jspecify.annotations.Nullable;

/**
 * A request, as stock memcached knows it.
 *
 * @param verb what to do
 * @param item on which item
 * @param value what to store, or the seed of a number
 * @param cas the token that the item must have, or zero for any; what is added to a number
 * @param life how long the item lives, or zero for ever
 */
record Command(Verb verb, String item, @Nullable String value, long cas, long life) {

    /** The verbs that the protocol needs. */
    enum Verb {
        /** {@code mg c v}. */
        GET,
        /** {@code mg c v N}: where nothing is, a stub is left. */
        CLAIM,
        /** {@code ms C}. */
        SET,
        /** {@code ms ME}. */
        ADD,
        /** {@code md C}. */
        DELETE,
        /** {@code ma N J D}. */
        STEP
    }

    static Command get(String item) {
        return new Command(Verb.GET, item, null, 0, 0);
    }

    static Command claim(String item, long life) {
        return new Command(Verb.CLAIM, item, null, 0, life);
    }

    static Command set(String item, @Nullable String value, long cas, long life) {
        return new Command(Verb.SET, item, value, cas, life);
    }

    static Command add(String item, @Nullable String value) {
        return new Command(Verb.ADD, item, value, 0, 0);
    }

    static Command delete(String item, long cas) {
        return new Command(Verb.DELETE, item, null, cas, 0);
    }

    static Command step(String item, long delta, long seed) {
        return new Command(Verb.STEP, item, Long.toString(seed), delta, 0);
    }

    boolean isStore() {
        return verb == Verb.SET || verb == Verb.ADD;
    }

    boolean isMutation() {
        return isStore() || verb == Verb.DELETE;
    }
}
