package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Model.Loose;
import io.flagstone.hibernate.Model.Plain;
import java.util.List;
import java.util.UUID;
import org.hibernate.CacheMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cached queries, seen from two applications. */
class QueriesTest {

    private final Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString());
    private final Jvm a = site.open();
    private final Jvm b = site.open();

    @AfterEach
    void end() {
        a.close();
        b.close();
    }

    private static long count(Jvm jvm) {
        return jvm.ask(session -> session.createSelectionQuery("select count(*) from Plain", Long.class)
                .setCacheable(true)
                .getSingleResult());
    }

    /** Asked until the answer comes from the cache: once for each JVM that has to learn of an update. */
    private static void settle(Jvm jvm) {
        for (int i = 0; i < 3; i++) {
            count(jvm);
        }
    }

    private static void add(Jvm jvm, long id) {
        jvm.run(session -> session.persist(new Plain(id, "text " + id)));
    }

    @Test
    void whatOneAsksTheOtherDoesNotAskAgain() {
        add(a, 1);
        settle(a);
        assertThat(b.statements(() -> assertThat(count(b)).isEqualTo(1))).isZero();
        assertThat(b.statistics().getQueryCacheHitCount()).isEqualTo(1);
    }

    @Test
    void anInsertElsewhereIsCountedAtOnce() {
        add(a, 1);
        settle(a);
        settle(b);
        for (int i = 2; i < 6; i++) {
            add(a, i);
            assertThat(count(b)).isEqualTo(i);
            assertThat(count(a)).isEqualTo(i);
        }
    }

    @Test
    void anInsertDoesNotKeepQueriesFromBeingCached() {
        add(a, 1);
        settle(b);
        add(a, 2);
        settle(b);
        assertThat(b.statements(() -> assertThat(count(b)).isEqualTo(2))).isZero();
        assertThat(a.statements(() -> assertThat(count(a)).isEqualTo(2))).isZero();
    }

    @Test
    void aChangeOfAnotherTableChangesNothing() {
        add(a, 1);
        settle(b);
        a.run(session -> session.persist(new Loose(1, "other")));
        assertThat(b.statements(() -> assertThat(count(b)).isEqualTo(1))).isZero();
    }

    @Test
    void whatATransactionSeesOfItselfIsNotForOthers() {
        add(a, 1);
        settle(b);
        assertThatThrownBy(() -> a.run(session -> {
                    session.persist(new Plain(2, "-1"));
                    session.flush();
                    assertThat(session.createSelectionQuery("select count(*) from Plain", Long.class)
                                    .setCacheable(true)
                                    .getSingleResult())
                            .isEqualTo(2);
                    assertThat(count(b)).isEqualTo(1);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(count(b)).isEqualTo(1);
        assertThat(count(a)).isEqualTo(1);
    }

    @Test
    void queriesOfDifferentParametersAreDifferent() {
        add(a, 1);
        add(a, 2);
        for (int round = 0; round < 3; round++) {
            for (long id = 1; id <= 2; id++) {
                assertThat(byId(a, id)).containsExactly("text " + id);
            }
        }
        assertThat(b.statements(() -> assertThat(byId(b, 2)).containsExactly("text 2")))
                .isZero();
    }

    private static List<String> byId(Jvm jvm, long id) {
        return jvm.ask(session -> session.createSelectionQuery("select text from Plain where id = :id", String.class)
                .setParameter("id", id)
                .setCacheable(true)
                .getResultList());
    }

    @Test
    void entitiesAndRowsComeBackWhole() {
        add(a, 1);
        for (int round = 0; round < 3; round++) {
            assertThat(whole(a)).isEqualTo("text 1 10 1");
        }
        assertThat(b.statements(() -> assertThat(whole(b)).isEqualTo("text 1 10 1")))
                .isZero();
    }

    private static String whole(Jvm jvm) {
        return jvm.ask(session -> {
            Plain plain = session.createSelectionQuery("from Plain", Plain.class)
                    .setCacheable(true)
                    .getSingleResult();
            Object[] row = session.createSelectionQuery("select p.text, p.price, p.id from Plain p", Object[].class)
                    .setCacheable(true)
                    .getSingleResult();
            assertThat(plain.text()).isEqualTo(row[0]);
            return row[0] + " " + ((java.math.BigDecimal) row[1]).intValue() + " " + row[2];
        });
    }

    @Test
    void nativeQueriesComeBackUsable() {
        add(a, 1);
        for (int round = 0; round < 3; round++) {
            assertThat(rows(a)).isEqualTo("1 text 1");
        }
        assertThat(b.statements(() -> assertThat(rows(b)).isEqualTo("1 text 1")))
                .isZero();
    }

    private static String rows(Jvm jvm) {
        return jvm.ask(session -> {
            Object[] row = session.createNativeQuery("select id, text from Plain", Object[].class)
                    .addSynchronizedEntityClass(Plain.class)
                    .setCacheable(true)
                    .getSingleResult();
            return row[0] + " " + row[1];
        });
    }

    @Test
    void anEvictedQueryRegionIsAskedAgain() {
        add(a, 1);
        settle(a);
        b.sessions().getCache().evictQueryRegions();
        assertThat(a.statements(() -> count(a))).isEqualTo(1);
    }

    private static List<String> texts(Jvm jvm, String region) {
        return jvm.ask(session -> session.createSelectionQuery("select text from Plain order by id", String.class)
                .setCacheable(true)
                .setCacheRegion(region)
                .getResultList());
    }

    private static void insertPastTheCache(Jvm jvm) {
        jvm.run(session -> session.doWork(connection -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate("insert into Plain (id, text) values (2, 'two')");
            }
        }));
    }

    @Test
    void oneRegionOfResultsIsEvictedAndTheOthersStay() {
        add(a, 1);
        for (int round = 0; round < 4; round++) {
            texts(a, "first");
            texts(a, "second");
        }
        insertPastTheCache(b);
        b.sessions().getCache().evictQueryRegion("first");
        assertThat(texts(a, "first")).containsExactly("text 1", "two");
        assertThat(texts(a, "second")).as("behind the cache's back").containsExactly("text 1");
        texts(a, "first");
        assertThat(b.statements(() -> assertThat(texts(b, "first")).containsExactly("text 1", "two")))
                .isZero();
    }

    @Test
    void aQueryThatRanWhileItsRegionWasEvictedStoresNothing() {
        add(a, 1);
        texts(a, "first");
        a.sessions().getCache().evictQueryRegion("first");
        Model.Reading.then(() -> {
            insertPastTheCache(b);
            b.sessions().getCache().evictQueryRegion("first");
        });
        assertThat(texts(a, "first")).containsExactly("text 1");
        assertThat(texts(a, "first")).containsExactly("text 1", "two");
        assertThat(texts(b, "first")).containsExactly("text 1", "two");
    }

    @Test
    void aQueryThatRefreshesReplacesWhatIsCached() {
        add(a, 1);
        settle(a);
        insertPastTheCache(a);
        assertThat(count(b)).as("behind the cache's back").isEqualTo(1);
        long refreshed = b.ask(session -> session.createSelectionQuery("select count(*) from Plain", Long.class)
                .setCacheable(true)
                .setCacheMode(CacheMode.REFRESH)
                .getSingleResult());
        assertThat(refreshed).isEqualTo(2);
        assertThat(count(a)).isEqualTo(2);
    }
}
