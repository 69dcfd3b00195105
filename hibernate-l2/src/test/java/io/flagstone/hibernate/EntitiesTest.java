package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Model.Fixed;
import io.flagstone.hibernate.Model.Formal;
import io.flagstone.hibernate.Model.Loose;
import io.flagstone.hibernate.Model.Plain;
import io.flagstone.hibernate.Model.Thing;
import io.flagstone.hibernate.Model.Versioned;
import jakarta.persistence.CacheRetrieveMode;
import jakarta.persistence.CacheStoreMode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each access type does for entities, seen from two applications. */
class EntitiesTest {

    private static final Jvm.Site SITE =
            new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString()).set("hibernate.cache.use_query_cache", "false");
    private static final Jvm A = SITE.open();
    private static final Jvm B = SITE.open();

    @BeforeEach
    void begin() {
        Jvm.empty(A, B);
    }

    @AfterAll
    static void end() {
        A.close();
        B.close();
    }

    private static Thing make(Class<?> type, String text) {
        if (type == Plain.class) {
            return new Plain(1, text);
        }
        if (type == Versioned.class) {
            return new Versioned(1, text);
        }
        if (type == Fixed.class) {
            return new Fixed(1, text);
        }
        return type == Loose.class ? new Loose(1, text) : new Formal(1, text);
    }

    private static String text(Jvm jvm, Class<? extends Thing> type) {
        return jvm.ask(session -> session.find(type, 1L).text());
    }

    private static boolean isGone(Jvm jvm, Class<? extends Thing> type) {
        return jvm.ask(session -> session.find(type, 1L) == null);
    }

    private static void update(Jvm jvm, Class<? extends Thing> type, String text) {
        jvm.run(session -> session.find(type, 1L).text(text));
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Fixed.class, Formal.class})
    void whatOneInsertsTheOtherReadsWithoutTheDatabase(Class<? extends Thing> type) {
        A.run(session -> session.persist(make(type, "one")));
        assertThat(B.statements(() -> assertThat(text(B, type)).isEqualTo("one")))
                .isZero();
        assertThat(B.statistics().getSecondLevelCacheHitCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Fixed.class, Loose.class, Formal.class})
    void whatOneLoadsTheOtherReadsWithoutTheDatabase(Class<? extends Thing> type) {
        A.run(session -> session.persist(make(type, "one")));
        A.sessions().getCache().evictAllRegions();
        assertThat(A.statements(() -> text(A, type))).isEqualTo(1);
        assertThat(B.statements(() -> assertThat(text(B, type)).isEqualTo("one")))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Formal.class})
    void whatOneUpdatesTheOtherReadsWithoutTheDatabase(Class<? extends Thing> type) {
        A.run(session -> session.persist(make(type, "one")));
        assertThat(text(B, type)).isEqualTo("one");
        update(A, type, "two");
        assertThat(B.statements(() -> assertThat(text(B, type)).isEqualTo("two")))
                .isZero();
    }

    @Test
    void aLooseUpdateIsReadFromTheDatabaseAndThenCachedAgain() {
        A.run(session -> session.persist(new Loose(1, "one")));
        text(A, Loose.class);
        update(A, Loose.class, "two");
        assertThat(text(B, Loose.class)).isEqualTo("two");
        assertThat(text(B, Loose.class)).isEqualTo("two");
        assertThat(A.statements(() -> assertThat(text(A, Loose.class)).isEqualTo("two")))
                .isZero();
    }

    @Test
    void aReadOnlyEntityIsNotUpdated() {
        A.run(session -> session.persist(new Fixed(1, "one")));
        assertThatThrownBy(() -> update(A, Fixed.class, "two")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(text(B, Fixed.class)).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Fixed.class, Loose.class, Formal.class})
    void whatOneDeletesIsGoneForTheOther(Class<? extends Thing> type) {
        A.run(session -> session.persist(make(type, "one")));
        assertThat(text(B, type)).isEqualTo("one");
        A.run(session -> session.remove(session.find(type, 1L)));
        assertThat(isGone(B, type)).isTrue();
        B.run(session -> session.persist(make(type, "again")));
        assertThat(text(A, type)).isEqualTo("again");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Loose.class, Formal.class})
    void whatIsRolledBackIsNeverRead(Class<? extends Thing> type) {
        A.run(session -> session.persist(make(type, "one")));
        assertThat(text(B, type)).isEqualTo("one");
        assertThatThrownBy(() -> A.run(session -> {
                    session.find(type, 1L).text("-1");
                    session.flush();
                    assertThat(text(B, type)).isEqualTo("one");
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(text(B, type)).isEqualTo("one");
        assertThat(text(A, type)).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Fixed.class, Formal.class})
    void anInsertThatIsRolledBackLeavesNothingBehind(Class<? extends Thing> type) {
        assertThatThrownBy(() -> A.run(session -> {
                    session.persist(make(type, "-1"));
                    session.flush();
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(isGone(B, type)).isTrue();
        B.run(session -> session.persist(make(type, "one")));
        // the next transaction finds no lock in its way
        text(A, type);
        assertThat(A.statements(() -> assertThat(text(A, type)).isEqualTo("one")))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class})
    void severalChangesOfOneTransactionAreOneForTheOthers(Class<? extends Thing> type) {
        A.run(session -> {
            Thing thing = make(type, "one");
            session.persist(thing);
            session.flush();
            thing.text("two");
            session.flush();
            thing.text("three");
        });
        assertThat(B.statements(() -> assertThat(text(B, type)).isEqualTo("three")))
                .isZero();
    }

    @Test
    void anEvictedEntityIsReadFromTheDatabase() {
        A.run(session -> session.persist(new Plain(1, "one")));
        assertThat(B.sessions().getCache().containsEntity(Plain.class, 1L)).isTrue();
        B.sessions().getCache().evictEntityData(Plain.class, 1L);
        assertThat(A.sessions().getCache().containsEntity(Plain.class, 1L)).isFalse();
        assertThat(A.statements(() -> text(A, Plain.class))).isEqualTo(1);
    }

    @Test
    void anEvictedRegionIsReadFromTheDatabaseByAll() {
        A.run(session -> {
            session.persist(new Plain(1, "one"));
            session.persist(new Versioned(1, "one"));
        });
        B.sessions().getCache().evictEntityData(Plain.class);
        assertThat(A.statements(() -> text(A, Plain.class))).isEqualTo(1);
        assertThat(A.statements(() -> text(A, Versioned.class))).isZero();
    }

    @Test
    void aBulkUpdateIsSeenByAll() {
        A.run(session -> session.persist(new Plain(1, "one")));
        assertThat(text(B, Plain.class)).isEqualTo("one");
        A.run(session ->
                session.createMutationQuery("update Plain set text = 'two'").executeUpdate());
        assertThat(text(B, Plain.class)).isEqualTo("two");
    }

    @Test
    void aRefreshReplacesWhatIsCached() {
        A.run(session -> session.persist(new Plain(1, "one")));
        A.run(session -> session.doWork(connection -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("update Plain set text = 'two'");
            }
        }));
        assertThat(text(B, Plain.class)).as("behind the cache's back").isEqualTo("one");
        B.run(session -> session.refresh(session.find(Plain.class, 1L)));
        assertThat(text(A, Plain.class)).isEqualTo("two");
    }

    @Test
    void aLoadThatRefreshesReplacesWhatIsCached() {
        A.run(session -> session.persist(new Plain(1, "one")));
        A.run(session -> session.doWork(connection -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("update Plain set text = 'two'");
            }
        }));
        Map<String, Object> refreshing = Map.of(
                "jakarta.persistence.cache.storeMode",
                CacheStoreMode.REFRESH,
                "jakarta.persistence.cache.retrieveMode",
                CacheRetrieveMode.BYPASS);
        String loaded =
                B.ask(session -> session.find(Plain.class, 1L, refreshing).text());
        assertThat(loaded).isEqualTo("two");
        assertThat(text(A, Plain.class)).isEqualTo("two");
    }

    @Test
    void structuredEntriesAreReadAsTheyWereWritten() {
        Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString())
                .set("hibernate.cache.use_structured_entries", "true");
        try (Jvm c = site.open();
                Jvm d = site.open()) {
            c.run(session -> session.persist(new Plain(1, "one")));
            assertThat(d.statements(() -> assertThat(text(d, Plain.class)).isEqualTo("one")))
                    .isZero();
        }
    }
}
