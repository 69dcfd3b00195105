package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Model.Child;
import io.flagstone.hibernate.Model.Formal;
import io.flagstone.hibernate.Model.Loose;
import io.flagstone.hibernate.Model.Parent;
import io.flagstone.hibernate.Model.Person;
import io.flagstone.hibernate.Model.Plain;
import io.flagstone.hibernate.Model.Reading;
import io.flagstone.hibernate.Model.Thing;
import io.flagstone.hibernate.Model.Versioned;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The ways in which a cache that several JVMs share comes to hold what the database does not: each with two applications,
 * with and without a restart of the node in the middle, with one application's clock right or wrong by five seconds.
 */
class HazardsIT {

    private static final RestartedNode NODE = Nodes.restarted();
    private static final String NAME = UUID.randomUUID().toString();
    private static final Map<Long, Jvm> SHIFTED = new HashMap<>();
    private static final Jvm B = site().open();
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();

    /**
     * What is wrong besides.
     *
     * @param shift seconds that the slow application's clock is ahead
     */
    record Circumstance(Class<? extends Thing> type, long shift, boolean restart) {

        Jvm a() {
            return SHIFTED.computeIfAbsent(
                    shift, seconds -> site().open(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(seconds))));
        }

        void inTheMiddle() {
            if (restart) {
                NODE.restart();
                ready(a());
            }
        }

        @Override
        public String toString() {
            return type.getSimpleName() + ", clock " + shift + (restart ? ", restart" : "");
        }
    }

    private static Jvm.Site site() {
        return new Jvm.Site(NODE.hostAndPort(), NAME)
                .set("hibernate.flagstone.retry.first", "10ms")
                .set("hibernate.flagstone.retry.longest", "50ms");
    }

    @AfterAll
    static void end() {
        SHIFTED.values().forEach(Jvm::close);
        B.close();
        NODE.close();
    }

    private static Stream<Circumstance> of(Class<? extends Thing> type) {
        return Stream.of(
                new Circumstance(type, 0, false),
                new Circumstance(type, 5, false),
                new Circumstance(type, -5, true),
                new Circumstance(type, 5, true));
    }

    static Stream<Circumstance> strict() {
        return Stream.of(Plain.class, Versioned.class, Formal.class).flatMap(HazardsIT::of);
    }

    static Stream<Circumstance> all() {
        return Stream.concat(strict(), of(Loose.class));
    }

    static Stream<Circumstance> plain() {
        return of(Plain.class);
    }

    private Thing make(Class<?> type, String text) {
        if (type == Plain.class) {
            return new Plain(id, text);
        }
        if (type == Versioned.class) {
            return new Versioned(id, text);
        }
        return type == Loose.class ? new Loose(id, text) : new Formal(id, text);
    }

    private String text(Jvm jvm, Class<? extends Thing> type) {
        return jvm.ask(session -> session.find(type, id).text());
    }

    private void update(Jvm jvm, Class<? extends Thing> type, String text) {
        jvm.run(session -> session.find(type, id).text(text));
    }

    /** There is a row, and nothing in the cache. */
    private void prepare(Circumstance on) {
        ready(on.a());
        B.run(session -> session.persist(make(on.type(), "one")));
        B.sessions().getCache().evictAllRegions();
        ready(on.a());
    }

    /** Each reads it from both, twice: what one has loaded the other finds. */
    private void allRead(Circumstance on, String expected) {
        ready(on.a());
        for (int round = 0; round < 2; round++) {
            assertThat(text(on.a(), on.type())).isEqualTo(expected);
            assertThat(text(B, on.type())).isEqualTo(expected);
        }
    }

    /** The node loses everything. */
    private static void loseAll(Circumstance on) {
        NODE.restart();
        ready(on.a());
    }

    /** Returns when both applications reach the node: until then a lenient one owes it what it has changed. */
    private static void ready(Jvm a) {
        for (Jvm jvm : List.of(a, B)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> jvm.statements(() -> beacon(jvm)) == 0);
        }
    }

    private static void beacon(Jvm jvm) {
        jvm.run(session -> {
            if (session.find(Model.Fixed.class, 1L) == null) {
                session.persist(new Model.Fixed(1, "beacon"));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSlowReaderNeverStoresWhatWasUpdatedMeanwhile(Circumstance on) {
        prepare(on);
        Reading.then(() -> {
            update(B, on.type(), "two");
            on.inTheMiddle();
        });
        assertThat(text(on.a(), on.type())).isEqualTo("one");
        allRead(on, "two");
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSlowReaderNeverStoresWhatWasUpdatedBetweenTwoRestarts(Circumstance on) {
        prepare(on);
        Reading.then(() -> {
            on.inTheMiddle();
            update(B, on.type(), "two");
            text(B, on.type());
            on.inTheMiddle();
        });
        assertThat(text(on.a(), on.type())).isEqualTo("one");
        allRead(on, "two");
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSlowReaderNeverStoresWhatABulkUpdateChanged(Circumstance on) {
        prepare(on);
        Reading.then(() -> {
            B.run(session -> session.createMutationQuery(
                            "update " + on.type().getSimpleName() + " set text = 'two' where id = :id")
                    .setParameter("id", id)
                    .executeUpdate());
            on.inTheMiddle();
        });
        assertThat(text(on.a(), on.type())).isEqualTo("one");
        allRead(on, "two");
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSlowReaderNeverStoresWhatWasEvictedMeanwhile(Circumstance on) {
        prepare(on);
        Reading.then(() -> {
            B.run(session -> session.doWork(connection -> {
                try (var statement = connection.prepareStatement(
                        "update " + on.type().getSimpleName() + " set text = 'two' where id = ?")) {
                    statement.setLong(1, id);
                    statement.executeUpdate();
                }
            }));
            B.sessions().getCache().evictEntityData(on.type(), id);
            on.inTheMiddle();
        });
        assertThat(text(on.a(), on.type())).isEqualTo("one");
        allRead(on, "two");
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsFlushedAndRolledBackIsReadByNobody(Circumstance on) {
        prepare(on);
        text(on.a(), on.type());
        assertThatThrownBy(() -> on.a().run(session -> {
                    session.find(on.type(), id).text("-1");
                    session.flush();
                    on.inTheMiddle();
                    assertThat(text(B, on.type())).isEqualTo("one");
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        allRead(on, "one");
    }

    @ParameterizedTest
    @MethodSource("all")
    void twoWritersAtOnceLeaveTheLastOnesValue(Circumstance on) throws Exception {
        prepare(on);
        CountDownLatch firstHasWritten = new CountDownLatch(1);
        CountDownLatch secondMayCommit = new CountDownLatch(1);
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            await(firstHasWritten);
            B.run(session -> {
                // read before the first commits, so that both have announced their change by then
                session.createMutationQuery("update " + on.type().getSimpleName() + " set text = text where id = -1")
                        .executeUpdate();
                Thing thing = on.type() == Versioned.class
                        ? session.createSelectionQuery("from Versioned where id = :id", Versioned.class)
                                .setParameter("id", id)
                                .getSingleResult()
                        : session.find(on.type(), id);
                thing.text("three");
                await(secondMayCommit);
            });
        });
        on.a().run(session -> {
            session.find(on.type(), id).text("two");
            session.flush();
            firstHasWritten.countDown();
            on.inTheMiddle();
        });
        text(on.a(), on.type());
        secondMayCommit.countDown();
        try {
            second.get(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            assertThat(on.type()).as("only a versioned one may be refused").isEqualTo(Versioned.class);
        }
        allRead(on, inDatabase(on.type()));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What stands in the row, by a way that knows no cache. */
    private String inDatabase(Class<? extends Thing> type) {
        return B.ask(session -> session.doReturningWork(connection -> {
            try (var statement =
                    connection.prepareStatement("select text from " + type.getSimpleName() + " where id = ?")) {
                statement.setLong(1, id);
                var row = statement.executeQuery();
                assertThat(row.next()).isTrue();
                return row.getString(1);
            }
        }));
    }

    @ParameterizedTest
    @MethodSource("strict")
    void aLockThatIsLostLetsNoSlowReaderWin(Circumstance on) {
        prepare(on);
        B.run(session -> {
            session.find(on.type(), id).text("two");
            session.flush();
            loseAll(on);
            // reads what was committed before, and may store it, since nobody is known to change it
            assertThat(text(on.a(), on.type())).isEqualTo("one");
            on.inTheMiddle();
        });
        allRead(on, "two");
    }

    @ParameterizedTest
    @MethodSource("strict")
    void aReaderThatBeganUnderALostLockNeverWins(Circumstance on) {
        prepare(on);
        Reading.then(() -> B.run(session -> {
            session.createMutationQuery("update Child set text = text where id = -1")
                    .executeUpdate();
            session.find(on.type(), id).text("two");
            session.flush();
            loseAll(on);
        }));
        assertThat(text(on.a(), on.type())).isEqualTo("one");
        on.inTheMiddle();
        allRead(on, "two");
    }

    @ParameterizedTest
    @MethodSource("plain")
    void aSlowReaderOfACollectionNeverStoresWhatWasChanged(Circumstance on) {
        ready(on.a());
        B.run(session -> session.persist(new Parent(id).with(new Child(10 * id, "one"))));
        B.sessions().getCache().evictAllRegions();
        Reading.then(() -> {
            B.run(session -> session.find(Parent.class, id).with(new Child(10 * id + 1, "two")));
            on.inTheMiddle();
        });
        children(on.a());
        ready(on.a());
        for (int round = 0; round < 2; round++) {
            assertThat(children(on.a())).isEqualTo(2);
            assertThat(children(B)).isEqualTo(2);
        }
    }

    private int children(Jvm jvm) {
        return jvm.ask(session -> session.find(Parent.class, id).children.size());
    }

    @ParameterizedTest
    @MethodSource("plain")
    void aSlowReaderOfANaturalIdNeverStoresWhatWasChanged(Circumstance on) {
        String mail = id + "@old";
        ready(on.a());
        B.run(session -> session.persist(new Person(id, mail, "A")));
        B.sessions().getCache().evictAllRegions();
        Reading.then(() -> {
            B.run(session -> session.find(Person.class, id).mail = id + "@new");
            B.run(session -> session.persist(new Person(1_000 + id, mail, "B")));
            on.inTheMiddle();
        });
        // by id: Hibernate stores the natural id beside, without having looked it up before
        on.a().run(session -> session.find(Person.class, id));
        assertThat(idOf(on.a(), mail)).isEqualTo(1_000 + id);
        assertThat(idOf(B, mail)).isEqualTo(1_000 + id);
        assertThat(idOf(on.a(), id + "@new")).isEqualTo(id);
        assertThat(idOf(B, id + "@new")).isEqualTo(id);
    }

    private static long idOf(Jvm jvm, String mail) {
        return jvm.ask(
                session -> session.byNaturalId(Person.class).using("mail", mail).load().id);
    }

    private long count(Jvm jvm) {
        return jvm.ask(
                session -> session.createSelectionQuery("select count(*) from Plain where text = :text", Long.class)
                        .setParameter("text", "count " + id)
                        .setCacheable(true)
                        .getSingleResult());
    }

    private void add(Jvm jvm, int number) {
        jvm.run(session -> session.persist(new Plain(1_000_000 + 10 * id + number, "count " + id)));
    }

    private void settle(Jvm jvm) {
        for (int round = 0; round < 3; round++) {
            count(jvm);
        }
    }

    @ParameterizedTest
    @MethodSource("plain")
    void aCachedQueryOfAnotherClockSeesTheUpdate(Circumstance on) {
        ready(on.a());
        add(B, 1);
        settle(on.a());
        assertThat(on.a().statements(() -> count(on.a()))).isZero();
        add(B, 2);
        on.inTheMiddle();
        assertThat(count(on.a())).isEqualTo(2);
        assertThat(count(B)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("plain")
    void aCachedQueryIsStaleWhenTheMarkOfItsTableIsLost(Circumstance on) {
        ready(on.a());
        add(B, 1);
        settle(on.a());
        add(B, 2);
        on.a()
                .sessions()
                .unwrap(SessionFactoryImplementor.class)
                .getCache()
                .getTimestampsCache()
                .getRegion()
                .clear();
        on.inTheMiddle();
        assertThat(count(on.a())).isEqualTo(2);
        assertThat(count(B)).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("plain")
    void aSlowQueryNeverStoresWhatWasChangedMeanwhile(Circumstance on) {
        ready(on.a());
        add(B, 1);
        settle(on.a());
        on.a().run(session -> {
            session.createSelectionQuery("from Plain where id = -1", Plain.class)
                    .getResultList();
            add(B, 2);
            on.inTheMiddle();
            session.createSelectionQuery("select count(*) from Plain where text = :text", Long.class)
                    .setParameter("text", "count " + id)
                    .setCacheable(true)
                    .getSingleResult();
            add(B, 3);
        });
        assertThat(count(on.a())).isEqualTo(3);
        assertThat(count(B)).isEqualTo(3);
    }
}
