package io.flagstone.testkit.simulation;

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
public record Command(Verb verb, String item, @Nullable Object value, long cas, long life) {

    /** The verbs that the protocol needs. */
    public enum Verb {
        /** {@code mg c v}. */
        GET,
        /** {@code mg c v N}: where nothing is, a stub is left, and its token told. */
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

    public static Command get(String item) {
        return new Command(Verb.GET, item, null, 0, 0);
    }

    public static Command claim(String item) {
        return claim(item, 0);
    }

    public static Command claim(String item, long life) {
        return new Command(Verb.CLAIM, item, null, 0, life);
    }

    public static Command set(String item, Object value, long cas) {
        return set(item, value, cas, 0);
    }

    public static Command set(String item, @Nullable Object value, long cas, long life) {
        return new Command(Verb.SET, item, value, cas, life);
    }

    public static Command add(String item, @Nullable Object value) {
        return new Command(Verb.ADD, item, value, 0, 0);
    }

    public static Command delete(String item, long cas) {
        return new Command(Verb.DELETE, item, null, cas, 0);
    }

    public static Command step(String item, long delta, long seed) {
        return new Command(Verb.STEP, item, seed, delta, 0);
    }

    public boolean isStore() {
        return verb == Verb.SET || verb == Verb.ADD;
    }

    @Override
    public String toString() {
        return verb + " " + item + (value == null ? "" : " " + value) + (cas == 0 ? "" : " @" + cas);
    }

    public boolean isMutation() {
        return verb != Verb.GET && verb != Verb.CLAIM;
    }
}
