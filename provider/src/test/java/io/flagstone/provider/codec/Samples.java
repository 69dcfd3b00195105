package io.flagstone.provider.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys and values for the tests of this package. */
final class Samples {

    /** Some constants have bodies, and with them classes of their own. */
    enum Size {
        SMALL,
        LARGE {
            @Override
            boolean large() {
                return true;
            }
        };

        boolean large() {
            return false;
        }
    }

    record Point(int x, @Nullable Long y) {}

    record Named(String name, List<Point> points, Size size) {}

    record Empty() {}

    private Samples() {}

    /** No two of these are equal. */
    static List<Object> scalars() {
        List<Object> all = new ArrayList<>(texts());
        all.addAll(numbers());
        all.addAll(times());
        return all;
    }

    private static List<Object> texts() {
        return List.of(
                "",
                "a",
                "1",
                "i1",
                "l1",
                "#",
                "with blank",
                "line\r\nbreak",
                "nul\0",
                "ümläut",
                "\uD83D\uDE00",
                "\uD83D",
                "\uD83E",
                "\uDE00",
                "\uDE00\uD83D",
                "a".repeat(249),
                "a".repeat(250),
                "a".repeat(251));
    }

    private static List<Object> numbers() {
        return List.of(
                1,
                1L,
                (short) 1,
                (byte) 1,
                (char) 1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                true,
                false,
                1.0,
                1.0f,
                0.0,
                -0.0,
                Double.NaN,
                Float.NaN,
                new UUID(0, 0),
                new UUID(-1, 1),
                BigInteger.ONE,
                BigInteger.TEN.pow(300),
                new BigDecimal("1"),
                new BigDecimal("1.0"));
    }

    private static List<Object> times() {
        ZonedDateTime zoned = ZonedDateTime.of(2024, 10, 27, 2, 30, 0, 0, ZoneId.of("Europe/Berlin"));
        return List.of(
                new Date(0),
                Instant.EPOCH,
                Instant.MAX,
                Instant.MIN,
                Duration.ZERO,
                Duration.ofSeconds(-1, 5),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                Period.of(1, -2, 3),
                Year.of(2024),
                YearMonth.of(2024, 2),
                LocalDate.MIN,
                LocalDate.MAX,
                LocalTime.MIDNIGHT,
                LocalTime.MAX,
                LocalDateTime.of(2024, 2, 29, 23, 59),
                OffsetDateTime.of(2024, 1, 1, 0, 0, 0, 1, ZoneOffset.ofHoursMinutes(5, 30)),
                zoned.withEarlierOffsetAtOverlap(),
                zoned.withLaterOffsetAtOverlap(),
                ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
    }

    /** Groups of keys: all keys of a group are equal, no two of different groups are. */
    static List<List<Object>> composites() {
        Map<String, Object> one = new HashMap<>();
        Map<String, Object> two = new java.util.TreeMap<>(Collections.reverseOrder());
        for (int i = 0; i < 20; i++) {
            one.put("k" + i, i);
            two.put("k" + (19 - i), 19 - i);
        }
        List<Object> list = new ArrayList<>(List.of(1, "x"));
        return List.of(
                List.of(List.of(1, "x"), list, linked(list), Arrays.asList(1, "x"), Collections.unmodifiableList(list)),
                List.of(List.of(1L, "x")),
                List.of(List.of("x", 1)),
                List.of(
                        new LinkedHashSet<>(List.of(1, "x")),
                        new LinkedHashSet<>(List.of("x", 1)),
                        new java.util.HashSet<>(list)),
                List.of(one, two, Collections.unmodifiableMap(one)),
                List.of(List.of()),
                List.of(new java.util.HashSet<>(), Collections.emptySet()),
                List.of(new HashMap<>(), Map.of()),
                List.of(List.of(List.of())),
                List.of(Arrays.asList((Object) null), Collections.singletonList(null)),
                List.of(Size.SMALL),
                List.of(Size.LARGE),
                List.of(new Point(1, 2L), new Point(1, 2L)),
                List.of(new Point(1, null)),
                List.of(
                        new Named("n", List.of(new Point(1, 2L)), Size.LARGE),
                        new Named("n", linked(List.of(new Point(1, 2L))), Size.LARGE)),
                List.of(new Empty()),
                List.of(Map.of(List.of(1), Map.of("a", new Point(0, null)))));
    }

    @SuppressWarnings("JdkObsolete") // a list that is not an ArrayList
    private static <E> List<E> linked(Collection<E> elements) {
        return new LinkedList<>(elements);
    }

    /** A key out of few parts, so that equal ones come about. */
    static Object random(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 10);
        return switch (kind) {
            case 0 -> random.nextInt(3);
            case 1 -> (long) random.nextInt(3);
            case 2 -> (short) random.nextInt(3);
            case 3 -> String.valueOf((char) ('a' + random.nextInt(2))).repeat(random.nextInt(3));
            case 4 -> Size.values()[random.nextInt(2)];
            case 5 -> new Point(random.nextInt(2), random.nextBoolean() ? null : 1L);
            case 6 -> randomList(random, depth);
            case 7 -> new java.util.HashSet<>(randomList(random, depth));
            case 8 -> linked(randomList(random, depth));
            default -> {
                Map<Object, Object> map = new HashMap<>();
                randomList(random, depth).forEach(key -> map.put(key, random.nextInt(2)));
                yield map;
            }
        };
    }

    private static List<Object> randomList(Random random, int depth) {
        List<Object> list = new ArrayList<>();
        int size = random.nextInt(3);
        for (int i = 0; i < size; i++) {
            list.add(random(random, depth - 1));
        }
        return list;
    }
}
