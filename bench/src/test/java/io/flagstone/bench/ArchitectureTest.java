package io.flagstone.bench;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses BENCH = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.flagstone.bench");

    @Test
    void packagesDoNotImportEachOtherInACircle() {
        slices().matching("io.flagstone.bench.(**)").should().beFreeOfCycles().check(BENCH);
    }

    @Test
    void theLoadProgramsKnowNoProviderByType() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAnyPackage(
                        "io.flagstone.bench.measure..", "io.flagstone.bench.node..", "io.flagstone.bench.cache..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.flagstone.server..", "io.flagstone.provider..", "com.hazelcast..")
                .allowEmptyShould(true)
                .check(BENCH);
    }
}
