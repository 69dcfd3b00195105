package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.Model.Address;
import io.flagstone.hibernate.Model.Child;
import io.flagstone.hibernate.Model.Parent;
import io.flagstone.hibernate.Model.Person;
import io.flagstone.hibernate.Model.Place;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Collections, natural ids and composite keys, seen from two applications. */
class RelationsTest {

    private final Jvm.Site site =
            new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString()).set("hibernate.cache.use_query_cache", "false");
    private final Jvm a = site.open();
    private final Jvm b = site.open();

    @AfterEach
    void end() {
        a.close();
        b.close();
    }

    private static List<String> children(Jvm jvm) {
        return jvm.ask(session -> session.find(Parent.class, 1L).children.stream()
                .map(child -> child.text)
                .sorted()
                .toList());
    }

    private static long idOf(Jvm jvm, String mail) {
        return jvm.ask(session -> session.byNaturalId(Person.class)
                .using("mail", mail)
                .loadOptional()
                .map(person -> person.id)
                .orElse(-1L));
    }

    @Test
    void aCollectionThatOneLoadsTheOtherReadsWithoutTheDatabase() {
        a.run(session -> session.persist(new Parent(1).with(new Child(1, "one")).with(new Child(2, "two"))));
        children(a);
        children(a);
        assertThat(b.statements(() -> assertThat(children(b)).containsExactly("one", "two")))
                .isZero();
    }

    @Test
    void entitiesReadTogetherWithTheirCollectionAreReadAnewAfterwards() {
        a.run(session -> session.persist(new Parent(1).with(new Child(1, "one")).with(new Child(2, "two"))));
        children(a);
        children(a);
        a.run(session -> {
            assertThat(session.find(Parent.class, 1L).children).hasSize(2);
            session.clear();
            b.run(other -> other.find(Child.class, 2L).text = "changed");
            assertThat(session.find(Child.class, 2L).text).isEqualTo("changed");
        });
    }

    @Test
    void entitiesThatTheSessionHoldsAreNotReadTogetherWithTheirCollection() {
        a.run(session -> session.persist(new Parent(1).with(new Child(1, "one")).with(new Child(2, "two"))));
        children(a);
        children(a);
        a.run(session -> {
            Child held = session.find(Child.class, 2L);
            assertThat(session.find(Parent.class, 1L).children).hasSize(2).contains(held);
            session.clear();
            b.run(other -> other.find(Child.class, 2L).text = "changed");
            assertThat(session.find(Child.class, 2L).text).isEqualTo("changed");
        });
    }

    @Test
    void aCollectionWhoseEntitiesAreOnlyPartlyCachedComesWhole() {
        a.run(session -> session.persist(new Parent(1).with(new Child(1, "one")).with(new Child(2, "two"))));
        children(a);
        children(a);
        b.sessions().getCache().evict(Child.class, 1L);
        assertThat(children(a)).containsExactly("one", "two");
        assertThat(children(b)).containsExactly("one", "two");
    }

    @Test
    void aCollectionThatOneChangesTheOtherSeesChanged() {
        a.run(session -> session.persist(new Parent(1).with(new Child(1, "one"))));
        assertThat(children(b)).containsExactly("one");
        a.run(session -> session.find(Parent.class, 1L).with(new Child(2, "two")));
        assertThat(children(b)).containsExactly("one", "two");
        b.run(session -> session.find(Parent.class, 1L).children.remove(0));
        assertThat(children(a)).hasSize(1);
    }

    @Test
    void anEvictedCollectionIsReadFromTheDatabase() {
        a.run(session -> session.persist(new Parent(1).with(new Child(1, "one"))));
        children(a);
        children(a);
        String role = Parent.class.getName() + ".children";
        assertThat(b.sessions().getCache().containsCollection(role, 1L)).isTrue();
        b.sessions().getCache().evictCollectionData(role, 1L);
        assertThat(a.statements(() -> assertThat(children(a)).containsExactly("one")))
                .isEqualTo(1);
    }

    @Test
    void aNaturalIdThatOneResolvesTheOtherDoesNotAskFor() {
        a.run(session -> session.persist(new Person(1, "a@x", "A")));
        assertThat(idOf(a, "a@x")).isEqualTo(1);
        assertThat(b.statements(() -> assertThat(idOf(b, "a@x")).isEqualTo(1))).isZero();
    }

    @Test
    void aNaturalIdIsCachedByWhoLooksItUp() {
        a.run(session -> session.persist(new Person(1, "a@x", "A")));
        a.sessions().getCache().evictAllRegions();
        assertThat(idOf(a, "a@x")).isEqualTo(1);
        // the person itself came without a look into the cache before, and so was not stored
        a.run(session -> session.find(Person.class, 1L));
        assertThat(b.statements(() -> assertThat(idOf(b, "a@x")).isEqualTo(1))).isZero();
    }

    @Test
    void aNaturalIdThatOneChangesIsGoneForTheOther() {
        a.run(session -> session.persist(new Person(1, "a@x", "A")));
        assertThat(idOf(b, "a@x")).isEqualTo(1);
        a.run(session -> session.find(Person.class, 1L).mail = "b@x");
        assertThat(idOf(b, "a@x")).isEqualTo(-1);
        assertThat(idOf(b, "b@x")).isEqualTo(1);
        b.run(session -> session.persist(new Person(2, "a@x", "B")));
        assertThat(idOf(a, "a@x")).isEqualTo(2);
    }

    @Test
    void compositeKeysAreTheirFields() {
        a.run(session -> {
            session.persist(new Place(new Address("Main St", 1), "one"));
            session.persist(new Place(new Address("Main St", 2), "two"));
        });
        assertThat(b.statements(() -> {
                    assertThat(text(b, "Main St", 1)).isEqualTo("one");
                    assertThat(text(b, "Main St", 2)).isEqualTo("two");
                }))
                .isZero();
    }

    @Test
    void longKeysAreNotMistakenForEachOther() {
        String street = "x".repeat(250);
        a.run(session -> {
            session.persist(new Place(new Address(street + "1", 1), "one"));
            session.persist(new Place(new Address(street + "2", 1), "two"));
        });
        assertThat(b.statements(() -> {
                    assertThat(text(b, street + "1", 1)).isEqualTo("one");
                    assertThat(text(b, street + "2", 1)).isEqualTo("two");
                }))
                .isZero();
    }

    private static String text(Jvm jvm, String street, int number) {
        return jvm.ask(session -> session.find(Place.class, new Address(street, number)).text);
    }
}
