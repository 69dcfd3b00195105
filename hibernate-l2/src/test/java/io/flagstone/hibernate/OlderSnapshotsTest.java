package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.Model.Fixed;
import io.flagstone.hibernate.Model.Formal;
import io.flagstone.hibernate.Model.Loose;
import io.flagstone.hibernate.Model.Plain;
import io.flagstone.hibernate.Model.Thing;
import io.flagstone.hibernate.Model.Versioned;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transactions that go on seeing what the database held when they began (REPEATABLE READ): they store nothing of it after
 * another application has changed it, however the cache was told.
 */
class OlderSnapshotsTest {

    private static final String NAME = UUID.randomUUID().toString();
    private static final Jvm WRITER = site().open();
    private static final Jvm READER =
            site().set("hibernate.connection.isolation", "REPEATABLE_READ").open();
    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();

    private static Jvm.Site site() {
        return new Jvm.Site(Nodes.shared(), NAME);
    }

    @AfterAll
    static void end() {
        READER.close();
        WRITER.close();
    }

    /** A change of the row, and how the cache comes to know of it. */
    record Change(String name, Class<? extends Thing> type, Consumer<OlderSnapshotsTest> by) {

        @Override
        public String toString() {
            return name + " of " + type.getSimpleName();
        }
    }

    static Stream<Class<? extends Thing>> changing() {
        return Stream.of(Plain.class, Versioned.class, Loose.class, Formal.class);
    }

    static Stream<Change> changes() {
        // of the other types the new value would be there, and read
        Stream<Change> updates = Stream.of(new Change(
                "update",
                Loose.class,
                test -> WRITER.run(session -> session.find(Loose.class, test.id).text("two"))));
        Stream<Change> bulkUpdates = changing()
                .map(type -> new Change(
                        "bulk update",
                        type,
                        test -> test.bulk("update " + type.getSimpleName() + " set text = 'two' where id = :id")));
        Stream<Change> evictions = changing()
                .map(type -> new Change("eviction", type, test -> {
                    WRITER.run(session -> session.doWork(connection -> {
                        try (var statement = connection.createStatement()) {
                            statement.executeUpdate(
                                    "update " + type.getSimpleName() + " set text = 'two' where id = " + test.id);
                        }
                    }));
                    WRITER.sessions().getCache().evictEntityData(type);
                }));
        Stream<Change> deletions = Stream.of(Plain.class, Fixed.class)
                .map(type -> new Change(
                        "bulk deletion",
                        type,
                        test -> test.bulk("delete from " + type.getSimpleName() + " where id = :id")));
        return Stream.of(updates, bulkUpdates, evictions, deletions).flatMap(each -> each);
    }

    private void bulk(String statement) {
        WRITER.run(session ->
                session.createMutationQuery(statement).setParameter("id", id).executeUpdate());
    }

    private Thing row(Class<? extends Thing> type) {
        if (type == Plain.class) {
            return new Plain(id, "one");
        }
        if (type == Versioned.class) {
            return new Versioned(id, "one");
        }
        if (type == Fixed.class) {
            return new Fixed(id, "one");
        }
        return type == Loose.class ? new Loose(id, "one") : new Formal(id, "one");
    }

    /** There is a row that nobody has cached, and both applications have used its region before. */
    private void prepare(Class<? extends Thing> type) {
        WRITER.run(session -> session.persist(row(type)));
        WRITER.sessions().getCache().evictEntityData(type);
        READER.run(session -> assertThat(session.find(type, -id)).isNull());
    }

    /** Takes the snapshot, by a look past the cache. */
    private void look(Session session, Class<? extends Thing> type) {
        assertThat(session.createSelectionQuery(
                                "select text from " + type.getSimpleName() + " where id = :id", String.class)
                        .setParameter("id", id)
                        .getSingleResult())
                .isEqualTo("one");
    }

    private Optional<String> find(Session session, Class<? extends Thing> type) {
        return Optional.ofNullable(session.find(type, id)).map(Thing::text);
    }

    private void nobodyReadsTheOldRow(Class<? extends Thing> type) {
        for (Jvm jvm : new Jvm[] {WRITER, READER}) {
            assertThat(jvm.<Optional<String>>ask(session -> find(session, type)))
                    .isNotEqualTo(Optional.of("one"));
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatAnOlderSnapshotFindsIsNotStored(Change change) {
        prepare(change.type());
        READER.run(session -> {
            look(session, change.type());
            change.by().accept(this);
            assertThat(find(session, change.type())).as("its snapshot").hasValue("one");
        });
        nobodyReadsTheOldRow(change.type());
    }

    /** A row that never changes is stored without a look before, so there is no token to stand in the way. */
    @Test
    void whatAQueryBringsOfAnOlderSnapshotIsNotStored() {
        prepare(Fixed.class);
        READER.run(session -> {
            look(session, Fixed.class);
            bulk("delete from Fixed where id = :id");
            assertThat(session.createSelectionQuery("from Fixed where id = :id", Fixed.class)
                            .setParameter("id", id)
                            .getResultList())
                    .as("its snapshot")
                    .hasSize(1);
        });
        nobodyReadsTheOldRow(Fixed.class);
    }

    @Test
    void whoBeginsAfterHavingLearnedOfTheClearStoresWhatItFinds() {
        prepare(Plain.class);
        bulk("update Plain set text = 'two' where id = :id");
        for (int round = 0; round < 2; round++) {
            READER.run(session -> assertThat(find(session, Plain.class)).hasValue("two"));
        }
        assertThat(READER.statements(() -> READER.run(session -> find(session, Plain.class))))
                .isZero();
    }

    @Test
    void theFirstTransactionOfAnApplicationStoresWhatItFinds() {
        prepare(Plain.class);
        bulk("update Plain set text = 'two' where id = :id");
        try (Jvm young = site().open()) {
            young.run(session -> assertThat(find(session, Plain.class)).hasValue("two"));
            assertThat(young.statements(() -> young.run(session -> find(session, Plain.class))))
                    .isZero();
        }
    }

    @Test
    void whoClearsARegionItselfStoresWithItsNextTransaction() {
        prepare(Plain.class);
        WRITER.sessions().getCache().evictEntityData(Plain.class);
        WRITER.run(session -> find(session, Plain.class));
        assertThat(WRITER.statements(() -> WRITER.run(session -> find(session, Plain.class))))
                .isZero();
    }
}
