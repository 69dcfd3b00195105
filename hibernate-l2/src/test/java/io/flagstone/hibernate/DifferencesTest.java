package io.flagstone.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two versions of an application at once, as in a rolling deployment: what is different in the new one. What one stores is
 * a miss for the other where they differ, never an error and never a wrong value; what one changes the other sees.
 */
@ParameterizedClass
@MethodSource("differences")
class DifferencesTest {

    private static final List<Versions> OPEN = new ArrayList<>();

    private final Difference difference;
    private final Versions old = OPEN.get(0);
    private final Versions young = OPEN.get(1);

    DifferencesTest(Difference difference) {
        this.difference = difference;
    }

    @BeforeParameterizedClassInvocation
    static void open(Difference difference, @TempDir Path folder) {
        Jvm.Site site = new Jvm.Site(Nodes.shared(), UUID.randomUUID().toString())
                .set("hibernate.cache.query_cache_layout", "full");
        OPEN.add(Versions.open(site, folder.resolve("1"), difference.oldFields(), difference.oldMore()));
        OPEN.add(Versions.open(site, folder.resolve("2"), difference.newFields(), difference.newMore()));
    }

    @AfterParameterizedClassInvocation
    static void close() {
        OPEN.forEach(Versions::close);
        OPEN.clear();
    }

    @BeforeEach
    void row() {
        Jvm.empty(old.jvm(), young.jvm());
        old.sql("insert into Account (id, owner) values (1, 'one'); update Account set " + difference.columns());
    }

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

    @Test
    void theYoungReadNothingWrongOfTheOld() {
        old.eachReadsTheTruth(young);
    }

    @Test
    void theOldReadNothingWrongOfTheYoung() {
        young.eachReadsTheTruth(old);
    }

    @Test
    void resultsOfQueriesAreNotMistakenForThoseOfTheOtherVersion() {
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
