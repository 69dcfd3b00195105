package io.flagstone.server.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes seeded streams of binary requests that leave the connection open, within what every stock memcached and this
 * node must answer alike. Where the two differ on purpose, {@code BinaryDifferencesIT} says so.
 */
public final class FrameMaker {
    /** Stands for the CAS number of the last answer that had one. */
    public static final long LAST_CAS = 0x5eed_ca5e_5eed_ca5eL;

    private static final List<String> KEYS =
            List.of("a", "b", "key with blanks", "line\r\n", "counter", "number", "\0\u00ff", "k".repeat(250));

    private static final List<String> COUNTED = List.of("counter", "number", "a");

    /** Counting stays below 2^63: from there on memcached's answer depends on what a chunk held before. */
    private static final List<String> NUMBERS = List.of("0", "1", "9", "99", "4503599627370497", "12abc", "", "7  ");

    private final Random random;
    private final boolean withArithmetic;
    private int opaque;

    /** With or without requests that count. */
    public FrameMaker(long seed, boolean withArithmetic) {
        this.random = new Random(seed);
        this.withArithmetic = withArithmetic;
    }

    /** So many requests, with ascending opaques. */
    public List<Ask> make(int count) {
        List<Ask> asks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            asks.add(request().withOpaque(++opaque));
        }
        return asks;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private Ask request() {
        return switch (random.nextInt(withArithmetic ? 16 : 12)) {
            case 0, 1, 2 ->
                cas(Ask.store(
                        pick(List.of(0x01, 0x01, 0x02, 0x03, 0x11, 0x12, 0x13)),
                        pick(KEYS),
                        value(),
                        flags(),
                        expiry()));
            case 3, 4, 5 -> Ask.of(pick(List.of(0x00, 0x09, 0x0c, 0x0d)), pick(KEYS));
            case 6, 7 -> cas(Ask.join(pick(List.of(0x0e, 0x0f, 0x19, 0x1a)), pick(KEYS), value()));
            case 8 -> cas(Ask.of(pick(List.of(0x04, 0x14)), pick(KEYS)));
            case 9, 10 -> Ask.timed(pick(List.of(0x1c, 0x1d, 0x1e, 0x23, 0x24)), pick(KEYS), expiry());
            case 11 -> rare();
            default ->
                cas(Ask.count(
                        pick(List.of(0x05, 0x06, 0x15, 0x16)),
                        pick(COUNTED),
                        pick(List.of(0L, 1L, 5L, 100L, 9007199254740993L)),
                        pick(List.of(0L, 13L, 1L << 40)),
                        pick(List.of(0, -1, 100))));
        };
    }

    private Ask rare() {
        return switch (random.nextInt(8)) {
            case 0 -> Ask.of(pick(List.of(0x08, 0x18)));
            case 1 -> Ask.timed(pick(List.of(0x08, 0x18)), "", 0);
            case 2 -> Ask.of(0x10, "reset");
            case 3 -> Ask.of(0x10, "nonsense");
            case 4 -> Ask.of(0x20);
            case 5 -> Ask.of(pick(List.of(0x21, 0x22)), "PLAIN").withValue(value());
            // memcached swallows more than the request when it has a key.
            case 6 -> Ask.of(pick(List.of(0x1b, 0x1f, 0x30, 0xff))).withValue(value());
            default -> Ask.noop();
        };
    }

    private Ask cas(Ask ask) {
        return switch (random.nextInt(8)) {
            case 0 -> ask.withCas(99_999_999);
            case 1 -> ask.withCas(LAST_CAS);
            default -> ask;
        };
    }

    private int flags() {
        return pick(List.of(0, 7, -1));
    }

    private int expiry() {
        return pick(List.of(0, 100, 2_592_000, 2_592_001, -1, Integer.MIN_VALUE, 400_000_000));
    }

    private String value() {
        if (random.nextInt(100) < 30) {
            return pick(NUMBERS);
        }
        int length = random.nextInt(100) < 90 ? random.nextInt(60) : random.nextInt(40_000);
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < length; i++) {
            value.append((char) ('a' + random.nextInt(20)));
        }
        return value.toString();
    }
}
