package io.flagstone.hibernate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of an application at once, as in {@link DifferencesTest}, of collections and of mappings without classes. */
class DeploymentTest {

    private final Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString())
            .set("hibernate.cache.query_cache_layout", "full");

    @Test
    void elementsOfACollectionAreNotMistakenForThoseOfTheOtherVersion(@TempDir Path folder) {
        String fields = "@ElementCollection @OrderColumn @Cache(usage = CacheConcurrencyStrategy.READ_WRITE)"
                + " @CollectionTable(name = \"places\") public List<Place> places;";
        try (Versions old = Versions.open(
                        site, folder.resolve("1"), fields, "@Embeddable class Place { public String street; }");
                Versions young = Versions.open(
                        site,
                        folder.resolve("2"),
                        fields,
                        "@Embeddable class Place { public String street; public Integer zip; }")) {
            old.sql("insert into Account (id, owner) values (1, 'one');"
                    + "insert into places (Account_id, places_ORDER, street, zip) values (1, 0, 'Main St', 5)");
            for (int round = 0; round < 2; round++) {
                old.eachReadsTheTruth(young);
                young.eachReadsTheTruth(old);
            }
        }
    }

    private static final String MAPPING = """
            <!DOCTYPE hibernate-mapping PUBLIC "-//Hibernate/Hibernate Mapping DTD 3.0//EN"
                "http://www.hibernate.org/dtd/hibernate-mapping-3.0.dtd">
            <hibernate-mapping>
              <class entity-name="Account" table="accounts">
                <cache usage="read-write"/>
                <id name="id" type="long"/>
                <property name="owner" type="string"/><!--more-->
              </class>
            </hibernate-mapping>
            """;

    private static Jvm open(Jvm.Site site, String more) {
        return site.open(
                Clock.systemUTC(),
                configuration -> configuration.addInputStream(new ByteArrayInputStream(
                        MAPPING.replace("<!--more-->", more).getBytes(UTF_8))));
    }

    private static String owner(Jvm jvm) {
        return jvm.ask(
                session -> String.valueOf(((Map<?, ?>) session.byId("Account").load(1L)).get("owner")));
    }

    @SuppressWarnings("unchecked") // that is what such an entity is
    private static void change(Jvm jvm, String owner) {
        jvm.run(session -> ((Map<String, Object>) session.byId("Account").load(1L)).put("owner", owner));
    }

    @Test
    void anotherOrderOfColumnsIsAnotherShape() {
        String x = "<property name=\"x\" type=\"string\"/>";
        String y = "<property name=\"y\" type=\"string\"/>";
        try (Jvm old = open(site, x + y);
                Jvm young = open(site, y + x)) {
            old.run(session -> session.persist(
                    "Account", new HashMap<String, Object>(Map.of("id", 1L, "owner", "o", "x", "1", "y", "2"))));
            for (Jvm jvm : List.of(young, old, young)) {
                assertThat(jvm.<Object>ask(session -> new HashMap<>(
                                (Map<?, ?>) session.byId("Account").load(1L))))
                        .asInstanceOf(InstanceOfAssertFactories.MAP)
                        .containsEntry("x", "1")
                        .containsEntry("y", "2");
            }
        }
    }

    @Test
    void whatTheOtherVersionStoredIsAMissAndWhatItChangedIsSeen() {
        try (Jvm old = open(site, "");
                Jvm young = open(site, "<property name=\"limits\" type=\"string\"/>")) {
            old.run(session ->
                    session.persist("Account", new HashMap<String, Object>(Map.of("id", 1L, "owner", "one"))));
            assertThat(old.statements(() -> owner(old))).isZero();
            assertThat(young.statements(() -> assertThat(owner(young)).isEqualTo("one")))
                    .as("of another shape")
                    .isEqualTo(1);
            assertThat(young.statements(() -> owner(young))).isZero();
            assertThat(owner(old)).isEqualTo("one");
            change(young, "two");
            assertThat(owner(old)).isEqualTo("two");
            change(old, "three");
            assertThat(owner(young)).isEqualTo("three");
        }
    }
}
