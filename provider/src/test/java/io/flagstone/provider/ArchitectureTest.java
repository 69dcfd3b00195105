package io.flagstone.provider;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The dependency order is the architecture; this holds it. */
class ArchitectureTest {

    private static final String ROOT = "io.flagstone.provider";
    private static final int MOST_TYPES = 20;

    /** Exceptions to the twenty types of a package; they may shrink and must not grow. */
    private static final Map<String, Integer> LARGE_PACKAGES =
            Map.of(ROOT + ".codec", 21, ROOT + ".config", 22, ROOT + ".internal.cache", 31);

    /** Layers from the top down; a package may import those of later rows only. */
    private static final List<List<String>> LAYERS = List.of(
            List.of(""),
            List.of("internal.cache", "entry"),
            List.of("micrometer", "opentelemetry"),
            List.of("internal.entry"),
            List.of("internal.cluster"),
            List.of("internal.nodelist", "internal.trust", "internal.tracing"),
            List.of("internal.link"),
            List.of("internal.ring", "internal.wire", "internal.event", "internal.seal", "internal.observe"),
            List.of("codec", "internal.stats", "internal.embedded", "internal.discovery"),
            List.of("internal.door"),
            List.of("placement", "discovery"),
            List.of("config"),
            List.of("failure", "internal.clock"));

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static String name(String layer) {
        return layer.isEmpty() ? ROOT : ROOT + "." + layer;
    }

    private static String[] names(List<List<String>> rows) {
        return rows.stream().flatMap(List::stream).map(ArchitectureTest::name).toArray(String[]::new);
    }

    private static String[] others(List<String> row, String but) {
        return row.stream()
                .filter(l -> !l.equals(but))
                .map(ArchitectureTest::name)
                .toArray(String[]::new);
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void importsGoDownwardsOnly() {
        for (int row = 1; row < LAYERS.size(); row++) {
            noClasses()
                    .that()
                    .resideInAnyPackage(names(List.of(LAYERS.get(row))))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(names(LAYERS.subList(0, row)))
                    .check(CODE);
        }
    }

    @Test
    void neighboursOfOneRowDoNotKnowEachOther() {
        for (List<String> row : LAYERS) {
            for (String layer : row) {
                String[] neighbours = others(row, layer);
                if (neighbours.length > 0) {
                    noClasses()
                            .that()
                            .resideInAPackage(name(layer))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(neighbours)
                            .check(CODE);
                }
            }
        }
    }

    @Test
    void everyPackageHasItsLayer() {
        classes().should().resideInAnyPackage(names(LAYERS)).check(CODE);
    }

    @Test
    void onlyTheEmbeddedNodeKnowsTheServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".internal.embedded")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.flagstone.server..")
                .check(CODE);
    }

    @Test
    void onlyTheLinkAndTheDoorKnowNettyExceptForTheParsersBuffer() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".internal.link", ROOT + ".internal.door", ROOT + ".internal.wire")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.wire")
                .should()
                .dependOnClassesThat(are(resideInAPackage("io.netty..")
                        .and(DescribedPredicate.not(resideInAPackage("io.netty.buffer")))))
                .check(CODE);
    }

    @Test
    void compressionLibrariesStayBehindTheirCompressors() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Compressor")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.jpountz..", "com.github.luben..")
                .check(CODE);
    }

    @Test
    void metersAndSpansStayInPackagesOfTheirOwn() {
        onlyTheseKnow("io.micrometer..", ROOT + ".micrometer");
        onlyTheseKnow("io.opentelemetry..", ROOT + ".opentelemetry", ROOT + ".internal.tracing");
    }

    private static void onlyTheseKnow(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CODE);
    }

    @Test
    void nobodyPrints() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CODE);
    }

    @Test
    void publicSignaturesNameNoInternalTypes() {
        DescribedPredicate<JavaClass> internal = resideInAnyPackage(ROOT + ".internal..");
        String[] open = {
            ROOT,
            ROOT + ".entry",
            ROOT + ".micrometer",
            ROOT + ".opentelemetry",
            ROOT + ".config",
            ROOT + ".codec",
            ROOT + ".placement",
            ROOT + ".discovery",
            ROOT + ".failure"
        };
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(open)
                .should()
                .haveRawReturnType(internal)
                .check(CODE);
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(open)
                .should()
                .haveRawParameterTypes(DescribedPredicate.describe(
                        "of public packages", types -> types.stream().noneMatch(internal)))
                .check(CODE);
    }

    @Test
    void packagesStaySmall() {
        Map<String, Integer> sizes = new TreeMap<>();
        for (JavaClass type : CODE) {
            if (!type.isNestedClass() && !type.getSimpleName().equals("package-info")) {
                sizes.merge(type.getPackageName(), 1, Integer::sum);
            }
        }
        assertThat(sizes)
                .allSatisfy((name, size) ->
                        assertThat(size).as(name).isLessThanOrEqualTo(LARGE_PACKAGES.getOrDefault(name, MOST_TYPES)));
    }
}
