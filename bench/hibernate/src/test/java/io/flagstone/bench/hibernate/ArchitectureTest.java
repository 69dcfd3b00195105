package io.flagstone.bench.hibernate;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses BENCH = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.flagstone.bench.hibernate");

    @Test
    void packagesDoNotImportEachOtherInACircle() {
        slices().matching("io.flagstone.bench.hibernate.(**)")
                .should()
                .beFreeOfCycles()
                .check(BENCH);
    }

    @Test
    void theCheckerKnowsNothingButTheLog() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("io.flagstone.bench.hibernate.check..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.hibernate..",
                        "io.flagstone.hibernate..",
                        "io.flagstone.testkit..",
                        "io.flagstone.bench.hibernate.arm..",
                        "io.flagstone.bench.hibernate.worker..",
                        "io.flagstone.bench.hibernate.experiment..")
                .check(BENCH);
    }
}
