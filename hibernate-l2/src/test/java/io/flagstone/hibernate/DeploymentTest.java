package io.flagstone.hibernate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two versions of an application at once, as in a rolling deployment: here they differ by one column. */
class DeploymentTest {

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
    void whatTheOtherVersionStoredIsAMissAndWhatItChangedIsSeen() {
        Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString());
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
