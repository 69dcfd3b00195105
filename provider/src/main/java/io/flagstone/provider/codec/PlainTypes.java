package io.flagstone.provider.codec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The classes of the JDK, and of caching annotations, that hold data and do nothing else. Left out on purpose are those that act when they are
 * created, compared or hashed: URLs look up names, priority queues call comparators.
 */
final class PlainTypes {

    private static final Stream<Class<?>> SCALARS = Stream.of(
            Object.class,
            // as the type of an array's elements: there are no objects of an interface alone
            java.io.Serializable.class,
            String.class,
            Number.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            Boolean.class,
            Character.class,
            Enum.class,
            Record.class,
            java.math.BigInteger.class,
            java.math.BigDecimal.class,
            java.math.MathContext.class,
            java.math.RoundingMode.class,
            java.util.UUID.class,
            java.util.Date.class,
            java.util.Locale.class,
            java.util.Currency.class,
            java.util.BitSet.class,
            java.net.URI.class,
            java.util.concurrent.TimeUnit.class,
            java.util.concurrent.atomic.AtomicBoolean.class,
            java.util.concurrent.atomic.AtomicInteger.class,
            java.util.concurrent.atomic.AtomicLong.class,
            java.util.concurrent.atomic.AtomicReference.class,
            java.time.DayOfWeek.class,
            java.time.Duration.class,
            java.time.Instant.class,
            java.time.LocalDate.class,
            java.time.LocalDateTime.class,
            java.time.LocalTime.class,
            java.time.Month.class,
            java.time.MonthDay.class,
            java.time.OffsetDateTime.class,
            java.time.OffsetTime.class,
            java.time.Period.class,
            java.time.Year.class,
            java.time.YearMonth.class,
            java.time.ZoneOffset.class,
            java.time.ZonedDateTime.class);

    private static final Stream<Class<?>> COLLECTIONS = Stream.of(
            java.util.AbstractMap.SimpleEntry.class,
            java.util.AbstractMap.SimpleImmutableEntry.class,
            java.util.ArrayDeque.class,
            ArrayList.class,
            java.util.EnumMap.class,
            java.util.HashMap.class,
            java.util.HashSet.class,
            java.util.Hashtable.class,
            java.util.LinkedHashMap.class,
            java.util.LinkedHashSet.class,
            java.util.LinkedList.class,
            java.util.Properties.class,
            java.util.Stack.class,
            java.util.TreeMap.class,
            java.util.TreeSet.class,
            java.util.Vector.class,
            java.util.Map.Entry.class,
            java.util.concurrent.ConcurrentHashMap.class,
            java.util.concurrent.ConcurrentLinkedQueue.class,
            java.util.concurrent.ConcurrentSkipListMap.class,
            java.util.concurrent.ConcurrentSkipListSet.class,
            java.util.concurrent.CopyOnWriteArrayList.class,
            java.util.concurrent.CopyOnWriteArraySet.class,
            // what a ConcurrentHashMap writes for the sake of its oldest readers
            java.util.concurrent.locks.ReentrantLock.class,
            java.util.concurrent.locks.AbstractOwnableSynchronizer.class,
            java.util.concurrent.locks.AbstractQueuedSynchronizer.class,
            Collections.emptyList().getClass(),
            Collections.emptyMap().getClass(),
            Collections.emptySet().getClass(),
            Collections.singletonList("").getClass(),
            Collections.singletonMap("", "").getClass(),
            Collections.singleton("").getClass(),
            List.of().getClass());

    /** Classes that are not public and have no instance to ask. */
    private static final Stream<String> HIDDEN = Stream.of(
            "java.time.Ser",
            "java.util.AbstractList",
            "java.util.AbstractMap",
            "java.util.AbstractSet",
            "java.util.AbstractCollection",
            "java.util.AbstractQueue",
            "java.util.Arrays$ArrayList",
            "java.util.CollSer",
            "java.util.Collections$SynchronizedCollection",
            "java.util.Collections$SynchronizedList",
            "java.util.Collections$SynchronizedMap",
            "java.util.Collections$SynchronizedRandomAccessList",
            "java.util.Collections$SynchronizedSet",
            "java.util.Collections$UnmodifiableCollection",
            "java.util.Collections$UnmodifiableList",
            "java.util.Collections$UnmodifiableMap",
            "java.util.Collections$UnmodifiableRandomAccessList",
            "java.util.Collections$UnmodifiableSet",
            "java.util.Collections$UnmodifiableSortedMap",
            "java.util.Collections$UnmodifiableSortedSet",
            "java.util.Collections$ReverseComparator",
            "java.util.EnumSet",
            "java.util.EnumSet$SerializationProxy",
            // the list is also asked for what java.time.Ser, CollSer and SerializationProxy turn into
            "java.time.ZoneRegion",
            "java.util.ImmutableCollections$List12",
            "java.util.ImmutableCollections$ListN",
            "java.util.ImmutableCollections$Map1",
            "java.util.ImmutableCollections$MapN",
            "java.util.ImmutableCollections$Set12",
            "java.util.ImmutableCollections$SetN",
            "java.util.JumboEnumSet",
            "java.util.RegularEnumSet",
            "java.util.concurrent.ConcurrentHashMap$Segment",
            "java.util.concurrent.locks.ReentrantLock$NonfairSync",
            "java.util.concurrent.locks.ReentrantLock$Sync",
            "java.sql.Date",
            "java.sql.Time",
            "java.sql.Timestamp",
            // what caching annotations make of arguments and of null: they hold data and are final
            "org.springframework.cache.interceptor.SimpleKey",
            "org.springframework.cache.support.NullValue",
            "org.jsr107.ri.annotations.DefaultGeneratedCacheKey");

    static final Set<String> NAMES = Stream.concat(
                    Stream.concat(SCALARS, COLLECTIONS).map(Class::getName), HIDDEN)
            .collect(Collectors.toUnmodifiableSet());

    private PlainTypes() {}

    /** Whether the class belongs to the JDK and needs no listing of its own. */
    static boolean contains(Class<?> type) {
        return NAMES.contains(type.getName());
    }
}
