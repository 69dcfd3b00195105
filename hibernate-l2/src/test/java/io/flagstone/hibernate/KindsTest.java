package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import io.flagstone.hibernate.Kinds.Basics;
import io.flagstone.hibernate.Kinds.Car;
import io.flagstone.hibernate.Kinds.Cat;
import io.flagstone.hibernate.Kinds.Colour;
import io.flagstone.hibernate.Kinds.Dated;
import io.flagstone.hibernate.Kinds.Dog;
import io.flagstone.hibernate.Kinds.Made;
import io.flagstone.hibernate.Kinds.Many;
import io.flagstone.hibernate.Kinds.Money;
import io.flagstone.hibernate.Kinds.Numbered;
import io.flagstone.hibernate.Kinds.Opaque;
import io.flagstone.hibernate.Kinds.Pair;
import io.flagstone.hibernate.Kinds.PairId;
import io.flagstone.hibernate.Kinds.Passport;
import io.flagstone.hibernate.Kinds.Place;
import io.flagstone.hibernate.Kinds.Pointer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State of every kind comes out of the cache as it went in, for another application, without the database. */
class KindsTest {

    /** The applications of each way to write entries. */
    private static final Map<Boolean, Trio> OPENED = new HashMap<>();

    private Trio now = trio(false);

    /**
     * Three applications.
     *
     * @param database without a cache
     */
    private record Trio(Jvm a, Jvm b, Jvm database) {}

    private static Trio trio(boolean structured) {
        return OPENED.computeIfAbsent(structured, KindsTest::opened);
    }

    private static Trio opened(boolean structured) {
        Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString())
                .set("hibernate.cache.use_query_cache", "false")
                .set("hibernate.cache.use_structured_entries", Boolean.toString(structured));
        return new Trio(open(site), open(site), open(site.set("hibernate.cache.use_second_level_cache", "false")));
    }

    private static Jvm open(Jvm.Site site) {
        return site.open(Clock.systemUTC(), configuration -> Kinds.ALL.forEach(configuration::addAnnotatedClass));
    }

    private void open(boolean structured) {
        now = trio(structured);
        Jvm.empty(now.a(), now.b());
    }

    @AfterAll
    static void end() {
        for (Trio opened : OPENED.values()) {
            Stream.of(opened.a(), opened.b(), opened.database()).forEach(Jvm::close);
        }
    }

    /** What the first has stored the other reads without a statement, and it is what the database has. */
    private <T> T same(Function<Session, T> read) {
        // inserts are stored at once, collections with the second load
        now.a().ask(read);
        now.a().ask(read);
        T truth = now.database().ask(read);
        long before = now.b().statistics().getPrepareStatementCount();
        T cached = now.b().ask(read);
        assertThat(now.b().statistics().getPrepareStatementCount() - before)
                .as("statements")
                .isZero();
        assertThat(cached).usingRecursiveComparison().isEqualTo(truth);
        return cached;
    }

    private static Basics basics(UUID id) {
        Basics basics = new Basics();
        basics.id = id;
        basics.yes = true;
        basics.tiny = 1;
        basics.small = 2;
        basics.number = 3;
        basics.large = 4L;
        basics.real = 5.5f;
        basics.precise = 6.25;
        basics.letter = 'x';
        basics.text = "text \u20ac";
        basics.price = new BigDecimal("12.50");
        basics.huge = BigInteger.valueOf(77);
        basics.instant = Instant.parse("2024-02-29T12:34:56.123456Z");
        basics.date = LocalDate.of(2024, 2, 29);
        basics.time = LocalTime.of(23, 59, 58);
        basics.moment = LocalDateTime.of(2024, 2, 29, 1, 2, 3);
        basics.there = OffsetDateTime.parse("2024-02-29T12:34:56Z");
        basics.duration = Duration.ofSeconds(61);
        basics.year = Year.of(1999);
        basics.zone = ZoneId.of("Europe/Paris");
        basics.currency = Currency.getInstance("EUR");
        basics.bytes = new byte[] {1, -1, 0};
        basics.letters = new char[] {'a', 'b'};
        basics.numbers = new int[] {1, 2};
        basics.story = "long ".repeat(1000);
        basics.picture = new byte[5000];
        basics.named = Colour.GREEN;
        basics.counted = Colour.RED;
        basics.lazy = "lazy";
        return basics;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void columnsOfAllTypes(boolean structured) {
        open(structured);
        UUID id = UUID.randomUUID();
        now.a().run(session -> session.persist(basics(id)));
        Basics found = same(session -> session.find(Basics.class, id));
        assertThat(found).usingRecursiveComparison().isEqualTo(basics(id));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingButNull(boolean structured) {
        open(structured);
        UUID id = UUID.randomUUID();
        Basics empty = new Basics();
        empty.id = id;
        Made made = new Made();
        Pointer pointer = new Pointer();
        Many many = new Many();
        now.a().run(session -> {
            session.persist(empty);
            session.persist(made);
            session.persist(pointer);
            session.persist(many);
        });
        assertThatObject(same(session -> session.find(Basics.class, id)))
                .usingRecursiveComparison()
                .isEqualTo(empty);
        assertThatObject(same(session -> session.find(Made.class, 0L)))
                .usingRecursiveComparison()
                .isEqualTo(new Made());
        assertThatObject(same(session -> session.find(Pointer.class, 0L).any)).isNull();
        assertThatObject(same(session -> session.find(Many.class, 0L).ordered.isEmpty()))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatTheApplicationMakesOfColumns(boolean structured) {
        open(structured);
        Made made = new Made();
        made.price = new Money(5);
        made.opaque = new Opaque("secret");
        made.place = new Place("Main St", null, new Money(7));
        now.a().run(session -> session.persist(made));
        Made found = same(session -> session.find(Made.class, 0L));
        assertThat(found.price).isEqualTo(new Money(5));
        assertThat(found.opaque.text).isEqualTo("secret");
        assertThat(found.place).isEqualTo(made.place);
    }

    private static Many many() {
        Many many = new Many();
        many.places = Set.of(new Place("A", 1, new Money(1)), new Place("B", 2, new Money(2)));
        many.ordered = Arrays.asList("z", "a", "m", "z");
        many.byColumn = Arrays.asList(3, 1, 2);
        many.sorted = new TreeSet<>(Set.of("b", "a", "c"));
        many.prices = Map.of("x", new BigDecimal("1.50"), "y", new BigDecimal("2.50"));
        many.byColour = Map.of(Colour.RED, new Place("R", 1, null), Colour.GREEN, new Place("G", null, null));
        return many;
    }

    private static List<Object> contents(Session session) {
        Many many = session.find(Many.class, 0L);
        return List.of(
                new HashSet<>(many.places),
                List.copyOf(many.ordered),
                List.copyOf(many.byColumn),
                List.copyOf(many.sorted),
                Map.copyOf(many.prices),
                Map.copyOf(many.byColour));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void collectionsOfAllKindsInTheirOrder(boolean structured) {
        open(structured);
        now.a().run(session -> session.persist(many()));
        assertThatObject(same(KindsTest::contents))
                .isEqualTo(List.of(
                        many().places,
                        many().ordered,
                        List.of(1, 2, 3),
                        List.of("a", "b", "c"),
                        many().prices,
                        many().byColour));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void subclassesComeBackAsWhatTheyAre(boolean structured) {
        open(structured);
        Cat cat = new Cat();
        cat.id = 1;
        cat.lives = 9;
        Dog dog = new Dog();
        dog.id = 2;
        dog.bone = "big";
        Car car = new Car();
        car.id = 1;
        car.wheels = 4;
        car.plate = "X 1";
        now.a().run(session -> List.of(cat, dog, car).forEach(session::persist));
        assertThatObject(same(session -> session.find(Kinds.Animal.class, 1L)))
                .isInstanceOf(Cat.class)
                .hasFieldOrPropertyWithValue("lives", 9);
        assertThatObject(same(session -> session.find(Kinds.Animal.class, 2L)))
                .isInstanceOf(Dog.class)
                .hasFieldOrPropertyWithValue("bone", "big");
        assertThatObject(same(session -> session.find(Kinds.Vehicle.class, 1L)))
                .isInstanceOf(Car.class)
                .hasFieldOrPropertyWithValue("plate", "X 1")
                .hasFieldOrPropertyWithValue("wheels", 4);
        assertThat(now.b().<Object>ask(session -> session.find(Dog.class, 1L)))
                .as("it is a cat")
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keysOfSeveralColumnsAndBorrowedOnes(boolean structured) {
        open(structured);
        Pair pair = new Pair();
        pair.left = "l";
        pair.right = 1L;
        pair.text = "pair";
        Cat cat = new Cat();
        cat.id = 5;
        Passport passport = new Passport();
        passport.holder = cat;
        passport.number = "P";
        now.a().run(session -> List.of(pair, cat, passport).forEach(session::persist));
        assertThatObject(same(session -> session.find(Pair.class, new PairId("l", 1L)).text))
                .isEqualTo("pair");
        assertThatObject(same(session -> session.find(Passport.class, 5L).number))
                .isEqualTo("P");
        assertThatObject(same(session -> session.find(Passport.class, 5L).holder.id))
                .isEqualTo(5L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void associationsToOneAndToAny(boolean structured) {
        open(structured);
        Cat cat = new Cat();
        cat.id = 1;
        cat.lives = 9;
        Car car = new Car();
        car.id = 3;
        car.plate = "X 3";
        Pair pair = new Pair();
        pair.left = "l";
        pair.right = 1L;
        pair.text = "pair";
        Pointer pointer = new Pointer();
        pointer.animal = cat;
        pointer.pair = pair;
        pointer.any = car;
        now.a().run(session -> List.of(cat, car, pair, pointer).forEach(session::persist));
        assertThatObject(same(session -> Hibernate.isInitialized(session.find(Pointer.class, 0L).animal)))
                .as("stays lazy")
                .isEqualTo(false);
        assertThatObject(same(session -> ((Cat) Hibernate.unproxy(session.find(Pointer.class, 0L).animal)).lives))
                .isEqualTo(9);
        assertThatObject(same(session -> ((Pair) Hibernate.unproxy(session.find(Pointer.class, 0L).pair)).text))
                .isEqualTo("pair");
        assertThatObject(same(session -> ((Car) Hibernate.unproxy(session.find(Pointer.class, 0L).any)).plate))
                .isEqualTo("X 3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void versionsOfAllTypes(boolean structured) {
        open(structured);
        now.a().run(session -> {
            session.persist(new Dated());
            session.persist(new Numbered());
        });
        for (int round = 0; round < 2; round++) {
            String text = "round " + round;
            Jvm writer = round == 0 ? now.a() : now.b();
            writer.run(session -> {
                session.find(Dated.class, 0L).text = text;
                session.find(Numbered.class, 0L).text = text;
            });
            assertThatObject(same(session -> session.find(Dated.class, 0L)).text)
                    .isEqualTo(text);
            assertThatObject(same(session -> session.find(Numbered.class, 0L)).version)
                    .isEqualTo(round + 1L);
        }
    }
}
