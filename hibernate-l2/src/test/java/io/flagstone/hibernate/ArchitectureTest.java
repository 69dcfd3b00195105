package io.flagstone.hibernate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

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

    private static final String ROOT = "io.flagstone.hibernate";

    /** Layers from the top down; a package may import those of later rows only. */
    private static final List<String> LAYERS =
            List.of(ROOT, ROOT + ".internal.region", ROOT + ".internal.value", ROOT + ".internal.record");

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void importsGoDownwardsOnly() {
        for (int row = 1; row < LAYERS.size(); row++) {
            noClasses()
                    .that()
                    .resideInAPackage(LAYERS.get(row))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(LAYERS.subList(0, row).toArray(String[]::new))
                    .check(CODE);
        }
    }

    @Test
    void everyPackageHasItsLayer() {
        classes().should().resideInAnyPackage(LAYERS.toArray(String[]::new)).check(CODE);
    }

    @Test
    void theProviderIsUsedThroughItsPublicPackagesOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.flagstone.provider.internal..", "io.flagstone.server..", "io.netty..")
                .check(CODE);
    }

    @Test
    void recordsAndStateKnowNothingOfEachOtherAndRecordsNothingOfHibernate() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.record")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.hibernate..", "jakarta..")
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".internal.value")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".internal.record")
                .check(CODE);
    }

    /** Hibernate's own states are safe inside one JVM only. */
    @Test
    void hibernatesSupportClassesAreNotUsed() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.hibernate.cache.spi.support..")
                .check(CODE);
    }

    @Test
    void nobodyPrints() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CODE);
    }

    @Test
    void packagesStaySmall() {
        Map<String, Integer> sizes = new TreeMap<>();
        for (JavaClass type : CODE) {
            if (!type.isNestedClass() && !type.getSimpleName().equals("package-info")) {
                sizes.merge(type.getPackageName(), 1, Integer::sum);
            }
        }
        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(20));
    }
}
