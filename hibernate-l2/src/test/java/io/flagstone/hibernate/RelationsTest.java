package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.hibernate.Model.Address;
import io.flagstone.hibernate.Model.Child;
import io.flagstone.hibernate.Model.Parent;
import io.flagstone.hibernate.Model.Person;
import io.flagstone.hibernate.Model.Place;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Collections, natural ids and composite keys, seen from two applications. */
class RelationsTest {

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
        A.run(session -> session.persist(new Parent(1).with(new Child(1, "one")).with(new Child(2, "two"))));
        children(A);
        children(A);
        assertThat(B.statements(() -> assertThat(children(B)).containsExactly("one", "two")))
                .isZero();
    }

    @Test
    void entitiesReadTogetherWithTheirCollectionAreReadAnewAfterwards() {
        A.run(session -> session.persist(new Parent(1).with(new Child(1, "one")).with(new Child(2, "two"))));
        children(A);
        children(A);
        A.run(session -> {
            assertThat(session.find(Parent.class, 1L).children).hasSize(2);
            session.clear();
            B.run(other -> other.find(Child.class, 2L).text = "changed");
            assertThat(session.find(Child.class, 2L).text).isEqualTo("changed");
        });
    }

    @Test
    void entitiesThatTheSessionHoldsAreNotReadTogetherWithTheirCollection() {
        A.run(session -> session.persist(new Parent(1).with(new Child(1, "one")).with(new Child(2, "two"))));
        children(A);
        children(A);
        A.run(session -> {
            Child held = session.find(Child.class, 2L);
            assertThat(session.find(Parent.class, 1L).children).hasSize(2).contains(held);
            session.clear();
            B.run(other -> other.find(Child.class, 2L).text = "changed");
            assertThat(session.find(Child.class, 2L).text).isEqualTo("changed");
        });
    }

    @Test
    void aCollectionWhoseEntitiesAreOnlyPartlyCachedComesWhole() {
        A.run(session -> session.persist(new Parent(1).with(new Child(1, "one")).with(new Child(2, "two"))));
        children(A);
        children(A);
        B.sessions().getCache().evict(Child.class, 1L);
        assertThat(children(A)).containsExactly("one", "two");
        assertThat(children(B)).containsExactly("one", "two");
    }

    @Test
    void aCollectionThatOneChangesTheOtherSeesChanged() {
        A.run(session -> session.persist(new Parent(1).with(new Child(1, "one"))));
        assertThat(children(B)).containsExactly("one");
        A.run(session -> session.find(Parent.class, 1L).with(new Child(2, "two")));
        assertThat(children(B)).containsExactly("one", "two");
        B.run(session -> session.find(Parent.class, 1L).children.remove(0));
        assertThat(children(A)).hasSize(1);
    }

    @Test
    void anEvictedCollectionIsReadFromTheDatabase() {
        A.run(session -> session.persist(new Parent(1).with(new Child(1, "one"))));
        children(A);
        children(A);
        String role = Parent.class.getName() + ".children";
        assertThat(B.sessions().getCache().containsCollection(role, 1L)).isTrue();
        B.sessions().getCache().evictCollectionData(role, 1L);
        assertThat(A.statements(() -> assertThat(children(A)).containsExactly("one")))
                .isEqualTo(1);
    }

    @Test
    void aNaturalIdThatOneResolvesTheOtherDoesNotAskFor() {
        A.run(session -> session.persist(new Person(1, "a@x", "A")));
        assertThat(idOf(A, "a@x")).isEqualTo(1);
        assertThat(B.statements(() -> assertThat(idOf(B, "a@x")).isEqualTo(1))).isZero();
    }

    @Test
    void aNaturalIdIsCachedByWhoLooksItUp() {
        A.run(session -> session.persist(new Person(1, "a@x", "A")));
        A.sessions().getCache().evictAllRegions();
        assertThat(idOf(A, "a@x")).isEqualTo(1);
        // the person itself came without a look into the cache before, and so was not stored
        A.run(session -> session.find(Person.class, 1L));
        assertThat(B.statements(() -> assertThat(idOf(B, "a@x")).isEqualTo(1))).isZero();
    }

    @Test
    void aNaturalIdThatOneChangesIsGoneForTheOther() {
        A.run(session -> session.persist(new Person(1, "a@x", "A")));
        assertThat(idOf(B, "a@x")).isEqualTo(1);
        A.run(session -> session.find(Person.class, 1L).mail = "b@x");
        assertThat(idOf(B, "a@x")).isEqualTo(-1);
        assertThat(idOf(B, "b@x")).isEqualTo(1);
        B.run(session -> session.persist(new Person(2, "a@x", "B")));
        assertThat(idOf(A, "a@x")).isEqualTo(2);
    }

    @Test
    void compositeKeysAreTheirFields() {
        A.run(session -> {
            session.persist(new Place(new Address("Main St", 1), "one"));
            session.persist(new Place(new Address("Main St", 2), "two"));
        });
        assertThat(B.statements(() -> {
                    assertThat(text(B, "Main St", 1)).isEqualTo("one");
                    assertThat(text(B, "Main St", 2)).isEqualTo("two");
                }))
                .isZero();
    }

    @Test
    void longKeysAreNotMistakenForEachOther() {
        String street = "x".repeat(250);
        A.run(session -> {
            session.persist(new Place(new Address(street + "1", 1), "one"));
            session.persist(new Place(new Address(street + "2", 1), "two"));
        });
        assertThat(B.statements(() -> {
                    assertThat(text(B, street + "1", 1)).isEqualTo("one");
                    assertThat(text(B, street + "2", 1)).isEqualTo("two");
                }))
                .isZero();
    }

    private static String text(Jvm jvm, String street, int number) {
        return jvm.ask(session -> session.find(Place.class, new Address(street, number)).text);
    }
}
