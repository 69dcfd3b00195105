package io.flagstone.server.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes seeded scripts that store, overwrite, grow, count, expire and delete a few hundred items of all sizes. Items in
 * several chunks do not grow: memcached ends such values in more chunks than it would had it been given them whole.
 */
public final class StoringScript {
    private static final int KEYS = 250;
    /** Keys from here on have short values, and only those grow. */
    private static final int SHORT = 150;

    private static final int SHORT_LENGTH = 300;

    private final Random random;
    private final int largest;
    private final List<String> script = new ArrayList<>();

    /** Values are to be of 1 byte to {@code largest} bytes, evenly over the logarithms. */
    public StoringScript(long seed, int largest) {
        this.random = new Random(seed);
        this.largest = largest;
    }

    /** A script of so many commands. */
    public List<String> make(int commands) {
        script.clear();
        for (int i = 0; i < commands; i++) {
            command();
        }
        for (int key = 0; key < KEYS; key++) {
            line("get " + name(key));
        }
        return List.copyOf(script);
    }

    /** All keys there may be. */
    public static int keys() {
        return KEYS;
    }

    /** A key by its number; lengths vary. */
    public static String name(int key) {
        return "k".repeat(1 + key % 40) + key;
    }

    private String key() {
        return name(anyKey());
    }

    /** A length that goes with the key: even over the logarithms, but short for those that may grow. */
    private int length(int key) {
        return (int) Math.pow(key < SHORT ? largest : SHORT_LENGTH, random.nextDouble());
    }

    private int anyKey() {
        return random.nextInt(KEYS);
    }

    private int growingKey() {
        return SHORT + random.nextInt(KEYS - SHORT);
    }

    private void command() {
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4 -> classic("set", anyKey());
            case 5 -> classic(random.nextBoolean() ? "add" : "replace", anyKey());
            case 6, 7 -> classic(random.nextBoolean() ? "append" : "prepend", growingKey());
            case 8 -> line("delete " + key());
            case 9 -> touch(key(), random.nextBoolean());
            case 10 -> meta();
            case 11 -> value("set " + key() + " 0 0 ", "" + random.nextInt(1000), "");
            case 12, 13 -> line((random.nextBoolean() ? "incr " : "decr ") + key() + " " + random.nextInt(2000));
            case 14 -> line("ma " + key() + " N0 J" + random.nextInt(100000) + " D" + random.nextInt(100000));
            default -> line("get " + key());
        }
    }

    private void classic(String verb, int key) {
        String flags = random.nextInt(3) == 0 ? "" + random.nextInt(1000) : "0";
        String expiry = random.nextInt(4) == 0 ? "1000" : "0";
        value(verb + " " + name(key) + " " + flags + " " + expiry + " ", "v".repeat(length(key)), "");
    }

    /** What expires is asked for at once, for without its LRU threads memcached looks for the dead with every store. */
    private void touch(String key, boolean expires) {
        line("touch " + key + (expires ? " -1" : " 0"));
        line("get " + key);
    }

    private void meta() {
        boolean appends = random.nextInt(3) == 0;
        int key = appends ? growingKey() : anyKey();
        String flags = (random.nextBoolean() ? " F7" : "") + (appends ? " MA" : "");
        value("ms " + name(key) + " ", "w".repeat(length(key)), flags);
    }

    private void value(String head, String value, String flags) {
        line(head + value.length() + flags + "\r\n" + value);
    }

    private void line(String line) {
        script.add(line + "\r\n");
    }
}
