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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hibernate's statistics say what the cache has done. */
class StatisticsTest {

    private static final String ROLE = Parent.class.getName() + ".children";
    private static final String QUERIES = "default-query-results-region";

    private final Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString());
    private final Jvm a = site.open();
    private final Jvm b = site.open();

    @AfterEach
    void end() {
        a.close();
        b.close();
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
        a.run(session -> session.persist(new Plain(1, "one")));
        assertEntities(a, 0, 0, 1);
        find(b);
        assertEntities(b, 1, 0, 0);
        a.run(session -> session.find(Plain.class, 1L).text("two"));
        assertEntities(a, 1, 0, 1);
        b.sessions().getCache().evictEntityData(Plain.class);
        find(b);
        assertEntities(b, 0, 1, 1);
        a.run(session -> session.remove(session.find(Plain.class, 1L)));
        // Hibernate 7 counts a removal as a miss of the whole, not of the region
        assertCounts(region(a, Plain.class.getName()), 1, 0, 0);
        find(b);
        assertEntities(b, 0, 1, 0);
    }

    @Test
    void whatIsNotStoredIsNotCountedAsPut() {
        a.run(session -> session.persist(new Plain(1, "one")));
        a.statistics().clear();
        assertThatThrownBy(() -> a.run(session -> {
                    session.find(Plain.class, 1L).text("-1");
                    session.flush();
                    find(b);
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertEntities(a, 1, 0, 0);
        // under the lock, then over the tombstone that b has not seen yet, then over the one that it has
        assertEntities(b, 0, 1, 0);
        find(b);
        assertEntities(b, 0, 1, 0);
        find(b);
        assertEntities(b, 0, 1, 1);
        find(b);
        assertEntities(b, 1, 0, 0);
    }

    @Test
    void aLooseChangeIsNoPut() {
        a.run(session -> session.persist(new Loose(1, "one")));
        a.run(session -> session.find(Loose.class, 1L));
        a.statistics().clear();
        a.run(session -> session.find(Loose.class, 1L).text("two"));
        assertCounts(region(a, Loose.class.getName()), 1, 0, 0);
    }

    @Test
    void collectionsAreCountedByTheirRole() {
        a.run(session -> session.persist(new Parent(1).with(new Child(1, "one"))));
        b.run(session -> Hibernate.initialize(session.find(Parent.class, 1L).children));
        assertCounts(region(b, ROLE), 0, 1, 0);
        b.run(session -> Hibernate.initialize(session.find(Parent.class, 1L).children));
        assertCounts(region(b, ROLE), 0, 2, 1);
        b.run(session -> Hibernate.initialize(session.find(Parent.class, 1L).children));
        assertCounts(region(b, ROLE), 1, 2, 1);
    }

    @Test
    void naturalIdsAreCountedByTheirEntity() {
        String entity = Person.class.getName();
        a.run(session -> session.persist(new Person(1, "a@x", "A")));
        assertThat(a.statistics().getNaturalIdCachePutCount()).isEqualTo(1);
        assertThat(a.statistics().getNaturalIdStatistics(entity).getCachePutCount())
                .isEqualTo(1);
        byMail(b);
        assertThat(b.statistics().getNaturalIdCacheHitCount()).isEqualTo(1);
        assertThat(b.statistics().getNaturalIdStatistics(entity).getCacheHitCount())
                .isEqualTo(1);
        b.sessions().getCache().evictNaturalIdData();
        b.statistics().clear();
        byMail(b);
        assertThat(b.statistics().getNaturalIdStatistics(entity).getCacheHitCount())
                .isZero();
        assertThat(b.statistics().getNaturalIdStatistics(entity).getCacheMissCount())
                .isPositive();
        assertThat(b.statistics().getNaturalIdStatistics(entity).getCachePutCount())
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
        count(a);
        assertQueries(a, 0, 1, 1);
        a.run(session -> session.persist(new Plain(1, "one")));
        for (int round = 0; round < 3; round++) {
            count(a);
        }
        a.statistics().clear();
        count(a);
        assertQueries(a, 1, 0, 0);
        a.run(session -> session.persist(new Plain(2, "two")));
        a.statistics().clear();
        count(a);
        assertQueries(a, 0, 1, 1);
        a.sessions().getCache().evictQueryRegions();
        count(a);
        assertQueries(a, 0, 1, 1);
    }

    /** Entries belong to many applications and several nodes: no number would be true of the one that asks. */
    @Test
    void howManyEntriesARegionHasIsUnknownAsHibernateSaysIt() {
        a.run(session -> session.persist(new Plain(1, "one")));
        CacheRegionStatistics region = region(a, Plain.class.getName());
        assertThat(region.getElementCountInMemory()).isEqualTo(CacheRegionStatistics.NO_EXTENDED_STAT_SUPPORT_RETURN);
        assertThat(region.getElementCountOnDisk()).isEqualTo(CacheRegionStatistics.NO_EXTENDED_STAT_SUPPORT_RETURN);
        assertThat(region.getSizeInMemory()).isEqualTo(CacheRegionStatistics.NO_EXTENDED_STAT_SUPPORT_RETURN);
    }
}
