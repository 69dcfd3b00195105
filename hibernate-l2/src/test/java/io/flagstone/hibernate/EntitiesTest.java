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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each access type does for entities, seen from two applications. */
class EntitiesTest {

    private final Jvm.Site site =
            new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString()).set("hibernate.cache.use_query_cache", "false");
    private final Jvm a = site.open();
    private final Jvm b = site.open();

    @AfterEach
    void end() {
        a.close();
        b.close();
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
        a.run(session -> session.persist(make(type, "one")));
        assertThat(b.statements(() -> assertThat(text(b, type)).isEqualTo("one")))
                .isZero();
        assertThat(b.statistics().getSecondLevelCacheHitCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Fixed.class, Loose.class, Formal.class})
    void whatOneLoadsTheOtherReadsWithoutTheDatabase(Class<? extends Thing> type) {
        a.run(session -> session.persist(make(type, "one")));
        a.sessions().getCache().evictAllRegions();
        assertThat(a.statements(() -> text(a, type))).isEqualTo(1);
        assertThat(b.statements(() -> assertThat(text(b, type)).isEqualTo("one")))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Formal.class})
    void whatOneUpdatesTheOtherReadsWithoutTheDatabase(Class<? extends Thing> type) {
        a.run(session -> session.persist(make(type, "one")));
        assertThat(text(b, type)).isEqualTo("one");
        update(a, type, "two");
        assertThat(b.statements(() -> assertThat(text(b, type)).isEqualTo("two")))
                .isZero();
    }

    @Test
    void aLooseUpdateIsReadFromTheDatabaseAndThenCachedAgain() {
        a.run(session -> session.persist(new Loose(1, "one")));
        text(a, Loose.class);
        update(a, Loose.class, "two");
        assertThat(text(b, Loose.class)).isEqualTo("two");
        assertThat(text(b, Loose.class)).isEqualTo("two");
        assertThat(a.statements(() -> assertThat(text(a, Loose.class)).isEqualTo("two")))
                .isZero();
    }

    @Test
    void aReadOnlyEntityIsNotUpdated() {
        a.run(session -> session.persist(new Fixed(1, "one")));
        assertThatThrownBy(() -> update(a, Fixed.class, "two")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(text(b, Fixed.class)).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Fixed.class, Loose.class, Formal.class})
    void whatOneDeletesIsGoneForTheOther(Class<? extends Thing> type) {
        a.run(session -> session.persist(make(type, "one")));
        assertThat(text(b, type)).isEqualTo("one");
        a.run(session -> session.remove(session.find(type, 1L)));
        assertThat(isGone(b, type)).isTrue();
        b.run(session -> session.persist(make(type, "again")));
        assertThat(text(a, type)).isEqualTo("again");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Loose.class, Formal.class})
    void whatIsRolledBackIsNeverRead(Class<? extends Thing> type) {
        a.run(session -> session.persist(make(type, "one")));
        assertThat(text(b, type)).isEqualTo("one");
        assertThatThrownBy(() -> a.run(session -> {
                    session.find(type, 1L).text("-1");
                    session.flush();
                    assertThat(text(b, type)).isEqualTo("one");
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(text(b, type)).isEqualTo("one");
        assertThat(text(a, type)).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Fixed.class, Formal.class})
    void anInsertThatIsRolledBackLeavesNothingBehind(Class<? extends Thing> type) {
        assertThatThrownBy(() -> a.run(session -> {
                    session.persist(make(type, "-1"));
                    session.flush();
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(isGone(b, type)).isTrue();
        b.run(session -> session.persist(make(type, "one")));
        // the next transaction finds no lock in its way
        text(a, type);
        assertThat(a.statements(() -> assertThat(text(a, type)).isEqualTo("one")))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class})
    void severalChangesOfOneTransactionAreOneForTheOthers(Class<? extends Thing> type) {
        a.run(session -> {
            Thing thing = make(type, "one");
            session.persist(thing);
            session.flush();
            thing.text("two");
            session.flush();
            thing.text("three");
        });
        assertThat(b.statements(() -> assertThat(text(b, type)).isEqualTo("three")))
                .isZero();
    }

    @Test
    void anEvictedEntityIsReadFromTheDatabase() {
        a.run(session -> session.persist(new Plain(1, "one")));
        assertThat(b.sessions().getCache().containsEntity(Plain.class, 1L)).isTrue();
        b.sessions().getCache().evictEntityData(Plain.class, 1L);
        assertThat(a.sessions().getCache().containsEntity(Plain.class, 1L)).isFalse();
        assertThat(a.statements(() -> text(a, Plain.class))).isEqualTo(1);
    }

    @Test
    void anEvictedRegionIsReadFromTheDatabaseByAll() {
        a.run(session -> {
            session.persist(new Plain(1, "one"));
            session.persist(new Versioned(1, "one"));
        });
        b.sessions().getCache().evictEntityData(Plain.class);
        assertThat(a.statements(() -> text(a, Plain.class))).isEqualTo(1);
        assertThat(a.statements(() -> text(a, Versioned.class))).isZero();
    }

    @Test
    void aBulkUpdateIsSeenByAll() {
        a.run(session -> session.persist(new Plain(1, "one")));
        assertThat(text(b, Plain.class)).isEqualTo("one");
        a.run(session ->
                session.createMutationQuery("update Plain set text = 'two'").executeUpdate());
        assertThat(text(b, Plain.class)).isEqualTo("two");
    }

    @Test
    void aRefreshReplacesWhatIsCached() {
        a.run(session -> session.persist(new Plain(1, "one")));
        a.run(session -> session.doWork(connection -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("update Plain set text = 'two'");
            }
        }));
        assertThat(text(b, Plain.class)).as("behind the cache's back").isEqualTo("one");
        b.run(session -> session.refresh(session.find(Plain.class, 1L)));
        assertThat(text(a, Plain.class)).isEqualTo("two");
    }

    @Test
    void aLoadThatRefreshesReplacesWhatIsCached() {
        a.run(session -> session.persist(new Plain(1, "one")));
        a.run(session -> session.doWork(connection -> {
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
                b.ask(session -> session.find(Plain.class, 1L, refreshing).text());
        assertThat(loaded).isEqualTo("two");
        assertThat(text(a, Plain.class)).isEqualTo("two");
    }

    @Test
    void structuredEntriesAreReadAsTheyWereWritten() {
        site.set("hibernate.cache.use_structured_entries", "true");
        try (Jvm c = site.open();
                Jvm d = site.open()) {
            c.run(session -> session.persist(new Plain(1, "one")));
            assertThat(d.statements(() -> assertThat(text(d, Plain.class)).isEqualTo("one")))
                    .isZero();
        }
    }
}
