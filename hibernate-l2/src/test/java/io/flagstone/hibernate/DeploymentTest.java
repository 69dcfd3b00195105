package io.flagstone.hibernate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two versions of an application at once, as in a rolling deployment. What one stores is a miss for the other where they
 * differ, never an error and never a wrong value; what one changes the other sees.
 */
class DeploymentTest {

    private final Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString())
            .set("hibernate.cache.query_cache_layout", "full");

    /**
     * Two versions of an entity.
     *
     * @param oldMore what else the old one has, classes that is
     * @param newMore the same of the new one
     * @param columns a row of either, apart from id and owner
     */
    record Difference(String name, String oldFields, String oldMore, String newFields, String newMore, String columns) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static Difference fields(String name, String before, String after, String columns) {
        return new Difference(name, before, "", after, "", columns);
    }

    private static Difference classes(String name, String fields, String before, String after, String columns) {
        return new Difference(name, fields, before, fields, after, columns);
    }

    /** A type of the application's own, which is cached as the object that it is. */
    private static final String SETTINGS = """
                class Split implements org.hibernate.usertype.UserType<Settings> {
                  public int getSqlType() { return Types.VARCHAR; }
                  public Class<Settings> returnedClass() { return Settings.class; }
                  public boolean equals(Settings x, Settings y) { return x == y; }
                  public int hashCode(Settings x) { return 0; }
                  public Settings deepCopy(Settings x) { return x; }
                  public boolean isMutable() { return false; }
                  public Serializable disassemble(Settings x) { return x; }
                  public Settings assemble(Serializable cached, Object owner) { return (Settings) cached; }
                  public Settings nullSafeGet(ResultSet row, int i, SharedSessionContractImplementor s, Object owner)
                      throws SQLException {
                    String text = row.getString(i);
                    return text == null ? null : new Settings(text.split("/"));
                  }
                  public void nullSafeSet(PreparedStatement to, Settings x, int i, SharedSessionContractImplementor s)
                      throws SQLException {
                    to.setString(i, x == null ? null : x.text());
                  }
                }
                """;

    static Stream<Difference> differences() {
        return Stream.of(columns(), embeddablesAndEnums(), serializables()).flatMap(all -> all);
    }

    private static Stream<Difference> columns() {
        return Stream.of(
                fields("a column more", "", "public String remark;", "remark='x'"),
                fields("another type", "public String amount;", "public Integer amount;", "amount='5'"),
                fields(
                        "another order",
                        "public String x; public String y;",
                        "public String y; public String x;",
                        "x='1', y='2'"),
                fields(
                        "columns swapped",
                        "@Column(name = \"x\") public String p; @Column(name = \"y\") public String q;",
                        "@Column(name = \"x\") public String r; @Column(name = \"y\") public String q;",
                        "x='1', y='2'"),
                fields(
                        "types swapped",
                        "@Column(name = \"x\") public String p; @Column(name = \"y\") public Integer q;",
                        "@Column(name = \"x\") public String q; @Column(name = \"y\") public Integer p;",
                        "x='1', y=2"));
    }

    private static Stream<Difference> embeddablesAndEnums() {
        String level = "@Column(columnDefinition = \"int\") public Level level;";
        return Stream.of(
                classes(
                        "an embeddable with a column more",
                        "@Embedded public Place place;",
                        "@Embeddable class Place { public String street; }",
                        "@Embeddable class Place { public String street; public String zip; }",
                        "street='Main St', zip='1'"),
                classes(
                        "an embeddable with another type",
                        "@Embedded public Place place;",
                        "@Embeddable class Place { public String number; }",
                        "@Embeddable class Place { public Integer number; }",
                        "number='7'"),
                classes(
                        "an enum with a constant more at the end",
                        level,
                        "enum Level { LOW, HIGH }",
                        "enum Level { LOW, HIGH, HIGHEST }",
                        "level=1"),
                classes(
                        "an enum with a constant more in the middle",
                        level,
                        "enum Level { LOW, HIGH }",
                        "enum Level { LOW, MIDDLE, HIGH }",
                        "level=1"));
    }

    private static Stream<Difference> serializables() {
        String reader = " class Settings implements Serializable { static final long serialVersionUID = 1; ";
        return Stream.of(
                classes(
                        "a serializable class with a field more",
                        "@org.hibernate.annotations.Type(Split.class) public Settings settings;",
                        SETTINGS + reader + "public String a; Settings(String[] t) { a = t[0]; }"
                                + " String text() { return a; } }",
                        SETTINGS + reader + "public String a; public String b; Settings(String[] t) { a = t[0];"
                                + " b = t.length > 1 ? t[1] : null; } String text() { return b == null ? a : a + '/' + b; } }",
                        "settings='1/2'"),
                classes(
                        "a serializable class deeper with a field more",
                        "@org.hibernate.annotations.Type(Split.class) public Settings settings;",
                        SETTINGS + reader + "public Inner in = new Inner(); Settings(String[] t) { in.a = t[0]; }"
                                + " String text() { return in.a; } }"
                                + " class Inner implements Serializable { static final long serialVersionUID = 1;"
                                + " public String a; }",
                        SETTINGS + reader + "public Inner in = new Inner(); Settings(String[] t) { in.a = t[0];"
                                + " in.b = t.length > 1 ? t[1] : null; } String text() { return in.b == null ? in.a : in.a + '/' + in.b; } }"
                                + " class Inner implements Serializable { static final long serialVersionUID = 1;"
                                + " public String a; public String b; }",
                        "settings='1/2'"));
    }

    private void eachReadsTheTruth(Versions first, Versions second) {
        first.read();
        assertThat(first.jvm().statements(first::read)).isZero();
        assertThat(second.read()).as("second").isEqualTo(second.truth());
        assertThat(second.jvm().statements(second::read)).as("refilled").isZero();
        assertThat(first.read()).as("first").isEqualTo(first.truth());
        assertThat(first.jvm().statements(first::read)).as("refilled").isZero();
        first.owner("two");
        assertThat(second.read()).contains("two").isEqualTo(second.truth());
        second.owner("three");
        assertThat(first.read()).contains("three").isEqualTo(first.truth());
        assertThat(second.read()).contains("three").isEqualTo(second.truth());
    }

    private void row(Versions any, Difference difference) {
        any.sql("insert into Account (id, owner) values (1, 'one'); update Account set " + difference.columns());
    }

    @ParameterizedTest
    @MethodSource("differences")
    void theYoungReadNothingWrongOfTheOld(Difference difference, @TempDir Path folder) {
        try (Versions old = Versions.open(site, folder.resolve("1"), difference.oldFields(), difference.oldMore());
                Versions young =
                        Versions.open(site, folder.resolve("2"), difference.newFields(), difference.newMore())) {
            row(old, difference);
            eachReadsTheTruth(old, young);
        }
    }

    @ParameterizedTest
    @MethodSource("differences")
    void theOldReadNothingWrongOfTheYoung(Difference difference, @TempDir Path folder) {
        try (Versions old = Versions.open(site, folder.resolve("1"), difference.oldFields(), difference.oldMore());
                Versions young =
                        Versions.open(site, folder.resolve("2"), difference.newFields(), difference.newMore())) {
            row(old, difference);
            eachReadsTheTruth(young, old);
        }
    }

    @ParameterizedTest
    @MethodSource("differences")
    void resultsOfQueriesAreNotMistakenForThoseOfTheOtherVersion(Difference difference, @TempDir Path folder) {
        try (Versions old = Versions.open(site, folder.resolve("1"), difference.oldFields(), difference.oldMore());
                Versions young =
                        Versions.open(site, folder.resolve("2"), difference.newFields(), difference.newMore())) {
            row(old, difference);
            List<String> queries = new ArrayList<>(List.of("from Account"));
            for (String name : List.of("amount", "level", "settings", "place")) {
                if (difference.oldFields().contains(' ' + name + ';')) {
                    queries.add("select " + name + " from Account");
                }
            }
            for (String query : queries) {
                for (int round = 0; round < 3; round++) {
                    for (Versions version : List.of(old, young)) {
                        assertThat(version.query(query)).isEqualTo(version.queryTruth(query));
                    }
                }
                young.owner("of " + query);
                assertThat(old.query(query)).isEqualTo(old.queryTruth(query));
            }
        }
    }

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
                eachReadsTheTruth(old, young);
                eachReadsTheTruth(young, old);
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
