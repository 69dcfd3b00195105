package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.Model.Child;
import io.flagstone.hibernate.Model.Parent;
import io.flagstone.hibernate.Model.Person;
import io.flagstone.hibernate.Model.Plain;
import io.flagstone.hibernate.Model.Versioned;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hibernate.Cache;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each method of the cache's own interface takes out of it, for all applications. */
class CacheApiTest {

    private static final String ROLE = Parent.class.getName() + ".children";
    private static final String NAMED = "named";

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

    /** Something cached, and a question that costs no statement as long as it is. */
    enum Item {
        PLAIN(session -> session.find(Plain.class, 1L)),
        OTHER_PLAIN(session -> session.find(Plain.class, 2L)),
        VERSIONED(session -> session.find(Versioned.class, 1L)),
        COLLECTION(session -> Hibernate.initialize(session.find(Parent.class, 1L).children)) {
            @Override
            boolean isCached(Jvm jvm) {
                boolean cached = jvm.sessions().getCache().containsCollection(ROLE, 1L);
                super.isCached(jvm);
                return cached;
            }
        },
        NATURAL_ID(session ->
                session.byNaturalId(Person.class).using("mail", "a@x").getReference()),
        QUERY(session -> count(session, null)),
        NAMED_QUERY(session -> count(session, NAMED));

        private final Consumer<Session> question;

        Item(Consumer<Session> question) {
            this.question = question;
        }

        boolean isCached(Jvm jvm) {
            return jvm.statements(() -> jvm.run(question)) == 0;
        }

        private static void count(Session session, @Nullable String region) {
            var query = session.createSelectionQuery("select count(*) from Plain", Long.class)
                    .setCacheable(true);
            if (region != null) {
                query.setCacheRegion(region);
            }
            query.getSingleResult();
        }
    }

    /** An eviction, and what is gone after it. */
    record Eviction(String name, Consumer<Cache> how, Set<Item> gone) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Eviction of(String name, Consumer<Cache> how, Item... gone) {
        return new Eviction(name, how, gone.length == 0 ? EnumSet.noneOf(Item.class) : EnumSet.of(gone[0], gone));
    }

    static Stream<Eviction> evictions() {
        Item[] plains = {Item.PLAIN, Item.OTHER_PLAIN};
        Item[] entities = {Item.PLAIN, Item.OTHER_PLAIN, Item.VERSIONED};
        return Stream.of(
                of("evictEntityData(class, id)", c -> c.evictEntityData(Plain.class, 1L), Item.PLAIN),
                of("evictEntityData(name, id)", c -> c.evictEntityData(Plain.class.getName(), 1L), Item.PLAIN),
                of("evictEntityData(class, id) of nothing", c -> c.evictEntityData(Plain.class, 77L)),
                of("evictEntityData(class)", c -> c.evictEntityData(Plain.class), plains),
                of("evictEntityData(name)", c -> c.evictEntityData(Plain.class.getName()), plains),
                of("evictEntityData()", Cache::evictEntityData, entities),
                of("evictNaturalIdData(class)", c -> c.evictNaturalIdData(Person.class), Item.NATURAL_ID),
                of("evictNaturalIdData(name)", c -> c.evictNaturalIdData(Person.class.getName()), Item.NATURAL_ID),
                of("evictNaturalIdData()", Cache::evictNaturalIdData, Item.NATURAL_ID),
                of("evictCollectionData(role, id)", c -> c.evictCollectionData(ROLE, 1L), Item.COLLECTION),
                of("evictCollectionData(role)", c -> c.evictCollectionData(ROLE), Item.COLLECTION),
                of("evictCollectionData()", Cache::evictCollectionData, Item.COLLECTION),
                of("evictDefaultQueryRegion()", Cache::evictDefaultQueryRegion, Item.QUERY),
                of("evictQueryRegion(name)", c -> c.evictQueryRegion(NAMED), Item.NAMED_QUERY),
                of("evictQueryRegions()", Cache::evictQueryRegions, Item.QUERY, Item.NAMED_QUERY),
                of("evictRegion(name)", c -> c.evictRegion(Plain.class.getName()), plains),
                of("evictRegion(query)", c -> c.evictRegion(NAMED), Item.NAMED_QUERY),
                of("evictAllRegions()", Cache::evictAllRegions, Item.values()),
                of("jakarta evict(class, id)", c -> c.evict(Plain.class, 1L), Item.PLAIN),
                of("jakarta evict(class)", c -> c.evict(Plain.class), plains));
    }

    private void fill() {
        A.run(session -> {
            session.persist(new Plain(1, "one"));
            session.persist(new Plain(2, "two"));
            session.persist(new Versioned(1, "one"));
            session.persist(new Parent(1).with(new Child(1, "one")));
            session.persist(new Person(1, "a@x", "A"));
        });
        for (int round = 0; round < 3; round++) {
            for (Item item : Item.values()) {
                item.isCached(A);
                item.isCached(B);
            }
        }
        assertThat(cached(A)).containsExactly(Item.values());
        assertThat(cached(B)).containsExactly(Item.values());
    }

    private static Set<Item> cached(Jvm jvm) {
        Set<Item> cached = EnumSet.noneOf(Item.class);
        for (Item item : Item.values()) {
            if (item.isCached(jvm)) {
                cached.add(item);
            }
        }
        return cached;
    }

    @ParameterizedTest
    @MethodSource("evictions")
    void anEvictionTakesOutWhatItNamesAndNothingElse(Eviction eviction) {
        fill();
        eviction.how().accept(A.sessions().getCache());
        Set<Item> left = EnumSet.allOf(Item.class);
        left.removeAll(eviction.gone());
        assertThat(cached(B)).isEqualTo(left);
    }

    /** What the specification means by all are the entities. */
    @Test
    void evictAllOfJakartaTakesOutAllEntities() {
        fill();
        A.sessions().getCache().evictAll();
        assertThat(cached(B)).doesNotContain(Item.PLAIN, Item.OTHER_PLAIN, Item.VERSIONED);
    }

    @Test
    void containsAnswersForWhoeverStoredIt() {
        A.run(session -> session.persist(new Parent(1).with(new Child(1, "one"))));
        Cache cache = B.sessions().getCache();
        assertThat(cache.containsEntity(Parent.class, 1L)).isTrue();
        assertThat(cache.containsEntity(Parent.class.getName(), 1L)).isTrue();
        assertThat(cache.contains(Parent.class, 1L)).isTrue();
        assertThat(cache.contains(Parent.class, 2L)).isFalse();
        assertThat(cache.containsCollection(ROLE, 1L)).isFalse();
        for (int round = 0; round < 2; round++) {
            A.run(session -> Hibernate.initialize(session.find(Parent.class, 1L).children));
        }
        assertThat(cache.containsCollection(ROLE, 1L)).isTrue();
        assertThat(cache.containsQuery("unused")).isFalse();
        B.run(Item.NAMED_QUERY.question);
        assertThat(cache.containsQuery(NAMED)).isTrue();
        assertThat(cache.unwrap(Cache.class)).isSameAs(cache);
    }

    @Test
    void containsIsFalseWhileSomebodyIsChangingIt() {
        A.run(session -> session.persist(new Plain(1, "one")));
        A.run(session -> {
            session.find(Plain.class, 1L).text("two");
            session.flush();
            assertThat(B.sessions().getCache().containsEntity(Plain.class, 1L)).isFalse();
        });
        assertThat(B.sessions().getCache().containsEntity(Plain.class, 1L)).isTrue();
    }
}
