package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.Model.Child;
import io.flagstone.hibernate.Model.Loose;
import io.flagstone.hibernate.Model.Parent;
import io.flagstone.hibernate.Model.Person;
import io.flagstone.hibernate.Model.Plain;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.Hibernate;
import org.hibernate.stat.CacheRegionStatistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hibernate's statistics say what the cache has done. */
class StatisticsTest {

    private static final String ROLE = Parent.class.getName() + ".children";
    private static final String QUERIES = "default-query-results-region";

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

    private static CacheRegionStatistics region(Jvm jvm, String name) {
        return Objects.requireNonNull(jvm.statistics().getDomainDataRegionStatistics(name));
    }

    /** Hits, misses and puts of the region since the statistics were last cleared. */
    private static void assertCounts(CacheRegionStatistics region, long hits, long misses, long puts) {
        assertThat(new long[] {region.getHitCount(), region.getMissCount(), region.getPutCount()})
                .as("hits, misses, puts of " + region.getRegionName())
                .containsExactly(hits, misses, puts);
    }

    private static void assertEntities(Jvm jvm, long hits, long misses, long puts) {
        assertCounts(region(jvm, Plain.class.getName()), hits, misses, puts);
        assertThat(new long[] {
                    jvm.statistics().getSecondLevelCacheHitCount(),
                    jvm.statistics().getSecondLevelCacheMissCount(),
                    jvm.statistics().getSecondLevelCachePutCount()
                })
                .as("of all regions")
                .containsExactly(hits, misses, puts);
        jvm.statistics().clear();
    }

    private static void find(Jvm jvm) {
        jvm.run(session -> session.find(Plain.class, 1L));
    }

    @Test
    void entitiesAreCountedFromInsertToEviction() {
        A.run(session -> session.persist(new Plain(1, "one")));
        assertEntities(A, 0, 0, 1);
        find(B);
        assertEntities(B, 1, 0, 0);
        A.run(session -> session.find(Plain.class, 1L).text("two"));
        assertEntities(A, 1, 0, 1);
        B.sessions().getCache().evictEntityData(Plain.class);
        find(B);
        assertEntities(B, 0, 1, 1);
        A.run(session -> session.remove(session.find(Plain.class, 1L)));
        // Hibernate 7 counts a removal as a miss of the whole, not of the region
        assertCounts(region(A, Plain.class.getName()), 1, 0, 0);
        find(B);
        assertEntities(B, 0, 1, 0);
    }

    @Test
    void whatIsNotStoredIsNotCountedAsPut() {
        A.run(session -> session.persist(new Plain(1, "one")));
        A.statistics().clear();
        assertThatThrownBy(() -> A.run(session -> {
                    session.find(Plain.class, 1L).text("-1");
                    session.flush();
                    find(B);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertEntities(A, 1, 0, 0);
        // under the lock, then over the tombstone that b has not seen yet, then over the one that it has
        assertEntities(B, 0, 1, 0);
        find(B);
        assertEntities(B, 0, 1, 0);
        find(B);
        assertEntities(B, 0, 1, 1);
        find(B);
        assertEntities(B, 1, 0, 0);
    }

    @Test
    void aLooseChangeIsNoPut() {
        A.run(session -> session.persist(new Loose(1, "one")));
        A.run(session -> session.find(Loose.class, 1L));
        A.statistics().clear();
        A.run(session -> session.find(Loose.class, 1L).text("two"));
        assertCounts(region(A, Loose.class.getName()), 1, 0, 0);
    }

    @Test
    void collectionsAreCountedByTheirRole() {
        A.run(session -> session.persist(new Parent(1).with(new Child(1, "one"))));
        B.run(session -> Hibernate.initialize(session.find(Parent.class, 1L).children));
        assertCounts(region(B, ROLE), 0, 1, 0);
        B.run(session -> Hibernate.initialize(session.find(Parent.class, 1L).children));
        assertCounts(region(B, ROLE), 0, 2, 1);
        B.run(session -> Hibernate.initialize(session.find(Parent.class, 1L).children));
        assertCounts(region(B, ROLE), 1, 2, 1);
    }

    @Test
    void naturalIdsAreCountedByTheirEntity() {
        String entity = Person.class.getName();
        A.run(session -> session.persist(new Person(1, "a@x", "A")));
        assertThat(A.statistics().getNaturalIdCachePutCount()).isEqualTo(1);
        assertThat(A.statistics().getNaturalIdStatistics(entity).getCachePutCount())
                .isEqualTo(1);
        byMail(B);
        assertThat(B.statistics().getNaturalIdCacheHitCount()).isEqualTo(1);
        assertThat(B.statistics().getNaturalIdStatistics(entity).getCacheHitCount())
                .isEqualTo(1);
        B.sessions().getCache().evictNaturalIdData();
        B.statistics().clear();
        byMail(B);
        assertThat(B.statistics().getNaturalIdStatistics(entity).getCacheHitCount())
                .isZero();
        assertThat(B.statistics().getNaturalIdStatistics(entity).getCacheMissCount())
                .isPositive();
        assertThat(B.statistics().getNaturalIdStatistics(entity).getCachePutCount())
                .isEqualTo(1);
    }

    private static void byMail(Jvm jvm) {
        jvm.run(session ->
                session.byNaturalId(Person.class).using("mail", "a@x").load());
    }

    private static void count(Jvm jvm) {
        jvm.run(session -> session.createSelectionQuery("select count(*) from Plain", Long.class)
                .setCacheable(true)
                .getSingleResult());
    }

    private static void assertQueries(Jvm jvm, long hits, long misses, long puts) {
        CacheRegionStatistics region = Objects.requireNonNull(jvm.statistics().getQueryRegionStatistics(QUERIES));
        assertCounts(region, hits, misses, puts);
        assertThat(jvm.statistics().getQueryCacheHitCount()).isEqualTo(hits);
        assertThat(jvm.statistics().getQueryCacheMissCount()).isEqualTo(misses);
        assertThat(jvm.statistics().getQueryCachePutCount()).isEqualTo(puts);
        jvm.statistics().clear();
    }

    @Test
    void queriesAreCounted() {
        count(A);
        assertQueries(A, 0, 1, 1);
        A.run(session -> session.persist(new Plain(1, "one")));
        for (int round = 0; round < 3; round++) {
            count(A);
        }
        A.statistics().clear();
        count(A);
        assertQueries(A, 1, 0, 0);
        A.run(session -> session.persist(new Plain(2, "two")));
        A.statistics().clear();
        count(A);
        assertQueries(A, 0, 1, 1);
        A.sessions().getCache().evictQueryRegions();
        count(A);
        assertQueries(A, 0, 1, 1);
    }

    /** Entries belong to many applications and several nodes: no number would be true of the one that asks. */
    @Test
    void howManyEntriesARegionHasIsUnknownAsHibernateSaysIt() {
        A.run(session -> session.persist(new Plain(1, "one")));
        CacheRegionStatistics region = region(A, Plain.class.getName());
        assertThat(region.getElementCountInMemory()).isEqualTo(CacheRegionStatistics.NO_EXTENDED_STAT_SUPPORT_RETURN);
        assertThat(region.getElementCountOnDisk()).isEqualTo(CacheRegionStatistics.NO_EXTENDED_STAT_SUPPORT_RETURN);
        assertThat(region.getSizeInMemory()).isEqualTo(CacheRegionStatistics.NO_EXTENDED_STAT_SUPPORT_RETURN);
    }
}
