package io.flagstone.hibernate.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.jcache.Model.Address;
import io.flagstone.hibernate.jcache.Model.Child;
import io.flagstone.hibernate.jcache.Model.Fixed;
import io.flagstone.hibernate.jcache.Model.Loose;
import io.flagstone.hibernate.jcache.Model.Parent;
import io.flagstone.hibernate.jcache.Model.Person;
import io.flagstone.hibernate.jcache.Model.Place;
import io.flagstone.hibernate.jcache.Model.Plain;
import io.flagstone.hibernate.jcache.Model.Thing;
import io.flagstone.hibernate.jcache.Model.Versioned;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is cached, and when it is not any more, seen from two applications that take turns. */
class RegionsTest {

    private final App.Site site =
            new App.Site(Nodes.shared(), UUID.randomUUID().toString()).provider("flagstone.cache.fixed.ttl", "300ms");
    private final App a = site.open();
    private final App b = site.open();

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
        return type == Fixed.class ? new Fixed(1, text) : new Loose(1, text);
    }

    private static long count(App app) {
        return app.ask(session -> session.createSelectionQuery("select count(*) from Plain", Long.class)
                .setCacheable(true)
                .getSingleResult());
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Loose.class})
    void whatOneLoadsTheOtherReadsWithoutTheDatabase(Class<? extends Thing> type) {
        a.run(session -> session.persist(make(type, "one")));
        a.sessions().getCache().evictAllRegions();
        assertThat(a.statements(() -> a.text(type))).isEqualTo(1);
        assertThat(b.statements(() -> assertThat(b.text(type)).isEqualTo("one")))
                .isZero();
        assertThat(b.statistics().getSecondLevelCacheHitCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class})
    void whatOneUpdatesTheOtherReadsWithoutTheDatabase(Class<? extends Thing> type) {
        a.run(session -> session.persist(make(type, "one")));
        assertThat(b.text(type)).isEqualTo("one");
        a.update(type, "two");
        assertThat(b.statements(() -> assertThat(b.text(type)).isEqualTo("two")))
                .isZero();
    }

    @Test
    void aLooseUpdateIsReadFromTheDatabase() {
        a.run(session -> session.persist(new Loose(1, "one")));
        assertThat(b.text(Loose.class)).isEqualTo("one");
        a.update(Loose.class, "two");
        assertThat(b.statements(() -> assertThat(b.text(Loose.class)).isEqualTo("two")))
                .isEqualTo(1);
        assertThat(a.statements(() -> a.text(Loose.class))).isZero();
    }

    @Test
    void aReadOnlyEntityIsCachedAndNotUpdated() {
        a.run(session -> session.persist(new Fixed(1, "one")));
        assertThat(b.text(Fixed.class)).isEqualTo("one");
        assertThatThrownBy(() -> a.update(Fixed.class, "two")).isInstanceOf(UnsupportedOperationException.class);
        assertThat(b.text(Fixed.class)).isEqualTo("one");
        assertThat(b.statistics().getSecondLevelCacheHitCount()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Loose.class})
    void whatIsRolledBackIsNeverRead(Class<? extends Thing> type) {
        a.run(session -> session.persist(make(type, "one")));
        assertThat(b.text(type)).isEqualTo("one");
        assertThatThrownBy(() -> a.run(session -> {
                    session.find(type, 1L).text("-1");
                    session.flush();
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(b.text(type)).isEqualTo("one");
        assertThat(a.text(type)).isEqualTo("one");
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Versioned.class, Fixed.class, Loose.class})
    void whatOneDeletesIsGoneForTheOther(Class<? extends Thing> type) {
        a.run(session -> session.persist(make(type, "one")));
        assertThat(b.text(type)).isEqualTo("one");
        a.run(session -> session.remove(session.find(type, 1L)));
        boolean gone = b.ask(session -> session.find(type, 1L) == null);
        assertThat(gone).isTrue();
    }

    @Test
    void aCollectionIsCachedAndItsChangeSeen() {
        a.run(session -> session.persist(new Parent(1).with(new Child(1)).with(new Child(2))));
        assertThat(children(a)).isEqualTo(2);
        assertThat(b.statements(() -> assertThat(children(b)).isEqualTo(2))).isZero();
        a.run(session -> session.find(Parent.class, 1L).with(new Child(3)));
        assertThat(children(b)).isEqualTo(3);
    }

    private static int children(App app) {
        return app.ask(session -> session.find(Parent.class, 1L).children.size());
    }

    @Test
    void aNaturalIdIsCachedAndItsChangeSeen() {
        a.run(session -> session.persist(new Person(1, "one@example.com")));
        assertThat(b.statements(() -> assertThat(knows(b, "one@example.com")).isTrue()))
                .isZero();
        assertThat(b.statistics().getNaturalIdCacheHitCount()).isEqualTo(1);
        a.run(session -> session.find(Person.class, 1L).mail = "two@example.com");
        assertThat(knows(b, "two@example.com")).isTrue();
        assertThat(knows(b, "one@example.com")).isFalse();
    }

    private static boolean knows(App app, String mail) {
        return app.ask(session -> session.bySimpleNaturalId(Person.class).load(mail) != null);
    }

    /** The same text twice is one object here and two objects there. */
    @Test
    void anIdOfSeveralColumnsIsTheSameForAll() {
        String name = "here";
        a.run(session -> session.persist(new Place(new Address(name, name), "one")));
        Address equal = new Address(copy(name), copy(name));
        assertThat(b.statements(() -> assertThat(place(b, equal)).isEqualTo("one")))
                .isZero();
        b.run(session -> session.find(Place.class, equal).text = "two");
        assertThat(place(a, new Address(name, name))).isEqualTo("two");
    }

    private static String copy(String text) {
        return String.valueOf(text.toCharArray());
    }

    private static String place(App app, Address address) {
        return app.ask(session -> session.find(Place.class, address).text);
    }

    @Test
    void aQueryIsCachedUntilItsTableChanges() {
        a.run(session -> session.persist(new Plain(1, "one")));
        assertThat(count(a)).isEqualTo(1);
        assertThat(b.statements(() -> assertThat(count(b)).isEqualTo(1))).isZero();
        assertThat(b.statistics().getQueryCacheHitCount()).isEqualTo(1);
        a.run(session -> session.persist(new Versioned(1, "another table")));
        assertThat(b.statements(() -> count(b))).isZero();
        b.run(session -> session.persist(new Plain(2, "two")));
        assertThat(count(a)).isEqualTo(2);
    }

    @Test
    void aQueryForEntitiesComesBackWhole() {
        a.run(session -> session.persist(new Plain(1, "one")));
        assertThat(byText(a, "one")).isEqualTo(1);
        assertThat(b.statements(() -> assertThat(byText(b, "one")).isEqualTo(1)))
                .isZero();
        assertThat(byText(b, "two")).isZero();
    }

    private static long byText(App app, String text) {
        return app.ask(session -> session
                .createSelectionQuery("from Plain where text = :text", Plain.class)
                .setParameter("text", text)
                .setMaxResults(10)
                .setCacheable(true)
                .getResultList()
                .stream()
                .mapToLong(plain -> plain.id)
                .sum());
    }

    @Test
    void whatIsEvictedIsReadFromTheDatabaseByAll() {
        a.run(session -> {
            session.persist(new Plain(1, "one"));
            session.persist(new Versioned(1, "one"));
        });
        assertThat(b.sessions().getCache().containsEntity(Plain.class, 1L)).isTrue();
        b.sessions().getCache().evictEntityData(Plain.class, 1L);
        assertThat(a.statements(() -> a.text(Plain.class))).isEqualTo(1);
        b.sessions().getCache().evictEntityData(Plain.class);
        assertThat(a.sessions().getCache().containsEntity(Plain.class, 1L)).isFalse();
        assertThat(a.statements(() -> a.text(Versioned.class))).isZero();
    }

    @Test
    void eachRegionHasItsStatistics() {
        a.run(session -> session.persist(new Plain(1, "one")));
        b.text(Plain.class);
        b.text(Plain.class);
        var region = b.statistics().getDomainDataRegionStatistics("plain");
        assertThat(region.getHitCount()).isEqualTo(2);
        assertThat(region.getMissCount()).isZero();
        assertThat(b.statistics().getSecondLevelCacheRegionNames()).contains("plain", "children", "mails");
    }

    @Test
    void aRegionHasALifetimeOfItsOwn() {
        a.run(session -> {
            session.persist(new Plain(1, "one"));
            session.persist(new Fixed(1, "one"));
        });
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !b.sessions().getCache().containsEntity(Fixed.class, 1L));
        assertThat(b.sessions().getCache().containsEntity(Plain.class, 1L)).isTrue();
    }

    @Test
    void structuredEntriesAreReadAsTheyWereWritten() {
        site.set("hibernate.cache.use_structured_entries", "true");
        try (App c = site.open();
                App d = site.open()) {
            c.run(session -> session.persist(new Plain(1, "one")));
            assertThat(d.statements(() -> assertThat(d.text(Plain.class)).isEqualTo("one")))
                    .isZero();
        }
    }
}
