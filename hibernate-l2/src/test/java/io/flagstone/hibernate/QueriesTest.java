package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Model.Loose;
import io.flagstone.hibernate.Model.Plain;
import java.util.List;
import java.util.UUID;
import org.hibernate.CacheMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cached queries, seen from two applications. */
class QueriesTest {

    private static final Jvm.Site SITE =
            new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString());
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
        add(A, 1);
        settle(A);
        assertThat(B.statements(() -> assertThat(count(B)).isEqualTo(1))).isZero();
        assertThat(B.statistics().getQueryCacheHitCount()).isEqualTo(1);
    }

    @Test
    void anInsertElsewhereIsCountedAtOnce() {
        add(A, 1);
        settle(A);
        settle(B);
        for (int i = 2; i < 6; i++) {
            add(A, i);
            assertThat(count(B)).isEqualTo(i);
            assertThat(count(A)).isEqualTo(i);
        }
    }

    @Test
    void anInsertDoesNotKeepQueriesFromBeingCached() {
        add(A, 1);
        settle(B);
        add(A, 2);
        settle(B);
        assertThat(B.statements(() -> assertThat(count(B)).isEqualTo(2))).isZero();
        assertThat(A.statements(() -> assertThat(count(A)).isEqualTo(2))).isZero();
    }

    @Test
    void aChangeOfAnotherTableChangesNothing() {
        add(A, 1);
        settle(B);
        A.run(session -> session.persist(new Loose(1, "other")));
        assertThat(B.statements(() -> assertThat(count(B)).isEqualTo(1))).isZero();
    }

    @Test
    void whatATransactionSeesOfItselfIsNotForOthers() {
        add(A, 1);
        settle(B);
        assertThatThrownBy(() -> A.run(session -> {
                    session.persist(new Plain(2, "-1"));
                    session.flush();
                    assertThat(session.createSelectionQuery("select count(*) from Plain", Long.class)
                                    .setCacheable(true)
                                    .getSingleResult())
                            .isEqualTo(2);
                    assertThat(count(B)).isEqualTo(1);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(count(B)).isEqualTo(1);
        assertThat(count(A)).isEqualTo(1);
    }

    @Test
    void queriesOfDifferentParametersAreDifferent() {
        add(A, 1);
        add(A, 2);
        for (int round = 0; round < 3; round++) {
            for (long id = 1; id <= 2; id++) {
                assertThat(byId(A, id)).containsExactly("text " + id);
            }
        }
        assertThat(B.statements(() -> assertThat(byId(B, 2)).containsExactly("text 2")))
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
        add(A, 1);
        for (int round = 0; round < 3; round++) {
            assertThat(whole(A)).isEqualTo("text 1 10 1");
        }
        assertThat(B.statements(() -> assertThat(whole(B)).isEqualTo("text 1 10 1")))
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
        add(A, 1);
        for (int round = 0; round < 3; round++) {
            assertThat(rows(A)).isEqualTo("1 text 1");
        }
        assertThat(B.statements(() -> assertThat(rows(B)).isEqualTo("1 text 1")))
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
        add(A, 1);
        settle(A);
        B.sessions().getCache().evictQueryRegions();
        assertThat(A.statements(() -> count(A))).isEqualTo(1);
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
        add(A, 1);
        for (int round = 0; round < 4; round++) {
            texts(A, "first");
            texts(A, "second");
        }
        insertPastTheCache(B);
        B.sessions().getCache().evictQueryRegion("first");
        assertThat(texts(A, "first")).containsExactly("text 1", "two");
        assertThat(texts(A, "second")).as("behind the cache's back").containsExactly("text 1");
        texts(A, "first");
        assertThat(B.statements(() -> assertThat(texts(B, "first")).containsExactly("text 1", "two")))
                .isZero();
    }

    @Test
    void aQueryThatRanWhileItsRegionWasEvictedStoresNothing() {
        add(A, 1);
        texts(A, "first");
        A.sessions().getCache().evictQueryRegion("first");
        Model.Reading.then(() -> {
            insertPastTheCache(B);
            B.sessions().getCache().evictQueryRegion("first");
        });
        assertThat(texts(A, "first")).containsExactly("text 1");
        assertThat(texts(A, "first")).containsExactly("text 1", "two");
        assertThat(texts(B, "first")).containsExactly("text 1", "two");
    }

    @Test
    void aQueryThatRefreshesReplacesWhatIsCached() {
        add(A, 1);
        settle(A);
        insertPastTheCache(A);
        assertThat(count(B)).as("behind the cache's back").isEqualTo(1);
        long refreshed = B.ask(session -> session.createSelectionQuery("select count(*) from Plain", Long.class)
                .setCacheable(true)
                .setCacheMode(CacheMode.REFRESH)
                .getSingleResult());
        assertThat(refreshed).isEqualTo(2);
        assertThat(count(A)).isEqualTo(2);
    }
}
