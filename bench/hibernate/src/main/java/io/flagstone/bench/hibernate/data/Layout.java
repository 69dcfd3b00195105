package io.flagstone.bench.hibernate.data;

import io.flagstone.bench.hibernate.log.Keys;
import java.util.ArrayList;
import java.util.List;

/** How many rows there are of each kind, and what their keys are. */
public final class Layout {
    public static final int PLAINS = 50;
    public static final int VERSIONED = 10;
    public static final int TALLIES = 10;
    public static final int PERSONS = 10;
    public static final int PARENTS = 10;
    public static final int SLOTS = 10;
    public static final int BUCKETS = 4;
    public static final int OWNED = 10;
    /** Enough that each of three nodes has some: 24 rows miss one of them once in five thousand times. */
    public static final int BEACONS = 24;
    /** What a collection keeps. */
    public static final int COLLECTED = 4;

    public static final List<String> TENANTS = List.of("red", "blue");

    private Layout() {}

    /** The two natural ids that a person has by turns. */
    public static String mail(long person, boolean first) {
        return "m" + person + (first ? "a" : "b");
    }

    /** The person whom a natural id may belong to. */
    public static long owner(String mail) {
        return Long.parseLong(mail.substring(1, mail.length() - 1));
    }

    /** The key of a tenant's row. */
    public static String tenantKey(String tenant, long id) {
        return Keys.TENANT + tenant + '/' + id;
    }

    /** What is locked while a number is assigned, one row each. */
    public static List<String> locked() {
        List<String> keys = new ArrayList<>();
        numbered(keys, Keys.PLAIN, PLAINS);
        numbered(keys, Keys.PERSON, PERSONS);
        numbered(keys, Keys.COLLECTION, PARENTS);
        numbered(keys, Keys.SLOT, SLOTS);
        for (String tenant : TENANTS) {
            numbered(keys, Keys.TENANT + tenant + '/', OWNED);
        }
        return keys;
    }

    /** All keys that can be read. */
    public static List<String> all() {
        List<String> keys = locked();
        numbered(keys, Keys.VERSIONED, VERSIONED);
        numbered(keys, Keys.TALLY, TALLIES);
        numbered(keys, Keys.COUNT, BUCKETS);
        for (int person = 0; person < PERSONS; person++) {
            keys.add(Keys.MAIL + mail(person, true));
            keys.add(Keys.MAIL + mail(person, false));
        }
        return keys;
    }

    private static void numbered(List<String> keys, String kind, int number) {
        for (int id = 0; id < number; id++) {
            keys.add(kind + id);
        }
    }
}
