package io.flagstone.hibernate.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.hibernate.jcache.Model.Address;
import io.flagstone.hibernate.jcache.Model.Child;
import io.flagstone.hibernate.jcache.Model.Parent;
import io.flagstone.hibernate.jcache.Model.Person;
import io.flagstone.hibernate.jcache.Model.Place;
import io.flagstone.hibernate.jcache.Model.Plain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which classes the user has to list: those of Hibernate that hold keys and states, and the enums of the mappings. */
class AllowListTest {

    private static final String ALLOW = "flagstone.serialization.allow";

    static List<String> listed() {
        Properties properties = new Properties();
        try (InputStream in = AllowListTest.class.getResourceAsStream("/flagstone.properties")) {
            properties.load(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(properties.getProperty(ALLOW).split(","));
    }

    /** An application with everything that can be cached. */
    private static void useEverything(String allowed) {
        App.Site site = new App.Site(Nodes.shared(), UUID.randomUUID().toString()).provider(ALLOW, allowed);
        try (App app = site.open()) {
            app.run(AllowListTest::storeEverything);
            app.update(Plain.class, "two");
            for (int round = 0; round < 2; round++) {
                app.run(session -> session.bySimpleNaturalId(Person.class).load("one@example.com"));
                int children = app.ask(
                        session -> session.find(Parent.class, 1L).children.size());
                assertThat(children).isEqualTo(1);
                app.run(session -> session.createSelectionQuery("from Plain where text = :text", Plain.class)
                        .setParameter("text", "two")
                        .setCacheable(true)
                        .getResultList());
            }
        }
    }

    private static void storeEverything(Session session) {
        session.persist(new Plain(1, "one"));
        session.persist(new Parent(1).with(new Child(1)));
        session.persist(new Person(1, "one@example.com"));
        session.persist(new Place(new Address("here", "there"), "one"));
    }

    @Test
    void theWholeListIsEnough() {
        assertThatCode(() -> useEverything(String.join(",", listed()))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("listed")
    void whatIsMissingOnTheListIsNamedAtItsFirstUse(String missing) {
        String rest = listed().stream().filter(name -> !name.equals(missing)).collect(Collectors.joining(","));
        assertThatThrownBy(() -> useEverything(rest))
                .hasStackTraceContaining("class " + missing + " is not on the allow-list");
    }

    @Test
    void thePageShowsTheList() throws IOException {
        Path page = Stream.of(Path.of("docs/hibernate-jcache.md"), Path.of("../docs/hibernate-jcache.md"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        List<String> ofHibernate = listed().stream()
                .filter(name -> name.startsWith("org.hibernate."))
                .toList();
        assertThat(ofHibernate).hasSize(10);
        assertThat(Files.readString(page)).contains(ALLOW + "=" + "\\\n  " + String.join(",\\\n  ", ofHibernate));
    }
}
