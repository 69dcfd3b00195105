package io.flagstone.testkit;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses KIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.flagstone.testkit");

    @Test
    void packagesDoNotImportEachOtherInACircle() {
        slices().matching("io.flagstone.testkit.(**)").should().beFreeOfCycles().check(KIT);
    }

    @Test
    void theKitNeedsNeitherTheNodeNorTheProvider() {
        ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.flagstone.server..", "io.flagstone.provider..", "javax.cache..")
                .check(KIT);
    }
}
