package io.flagstone.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The dependency order is the architecture; this holds it. */
class ArchitectureTest {
    private static final String ROOT = "io.flagstone.server";

    /** Layers from the top down; a package may import those of later rows only. */
    private static final List<List<String>> LAYERS = List.of(
            List.of("cli"),
            List.of("tool"),
            List.of("tool.load", "tool.top"),
            List.of("tool.link"),
            List.of("tool.console"),
            List.of(""),
            List.of("internal.admin"),
            List.of("internal.metrics", "internal.net"),
            List.of("internal.buffers"),
            List.of("internal.binary", "internal.command"),
            List.of("internal.operator"),
            List.of("internal.operation"),
            List.of("internal.report"),
            List.of("internal.watch"),
            List.of("internal.tls", "internal.access", "internal.warm"),
            List.of("internal.store", "internal.hash", "internal.protocol"),
            List.of("internal.upkeep"),
            List.of("internal.items"),
            List.of("internal.memory"),
            List.of("store"),
            List.of("internal.observe"),
            List.of("internal.stats"),
            List.of("config", "internal.door"));

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static String name(String layer) {
        return layer.isEmpty() ? ROOT : ROOT + "." + layer;
    }

    @Test
    void packagesFormNoCycles() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void importsGoDownwardsOnly() {
        for (int row = 0; row < LAYERS.size(); row++) {
            String[] here = LAYERS.get(row).stream().map(ArchitectureTest::name).toArray(String[]::new);
            String[] above = LAYERS.subList(0, row).stream()
                    .flatMap(List::stream)
                    .map(ArchitectureTest::name)
                    .toArray(String[]::new);
            if (above.length > 0) {
                noClasses()
                        .that()
                        .resideInAnyPackage(here)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above)
                        .check(CODE);
            }
        }
    }

    @Test
    void everyPackageHasItsLayer() {
        classes()
                .should()
                .resideInAnyPackage(LAYERS.stream()
                        .flatMap(List::stream)
                        .map(ArchitectureTest::name)
                        .toArray(String[]::new))
                .check(CODE);
    }

    @Test
    void storeAndProtocolNeverMeet() {
        String[] protocol = {ROOT + ".internal.protocol"};
        String[] storage = {
            ROOT + ".store",
            ROOT + ".internal.store",
            ROOT + ".internal.upkeep",
            ROOT + ".internal.items",
            ROOT + ".internal.memory"
        };
        noClasses()
                .that()
                .resideInAnyPackage(protocol)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(storage)
                .check(CODE);
        noClasses()
                .that()
                .resideInAnyPackage(storage)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(protocol)
                .check(CODE);
    }

    /** Tools talk to any memcached, and a node starts without them; how one gets into a node is the same for both. */
    @Test
    void toolsAndNodesDoNotKnowEachOther() {
        String[] tools = {ROOT + ".tool.."};
        String[] known = {ROOT + ".tool..", ROOT + ".internal.door"};
        noClasses()
                .that()
                .resideInAnyPackage(tools)
                .should()
                .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
                        .and(JavaClass.Predicates.resideOutsideOfPackages(known)))
                .check(CODE);
        noClasses()
                .that()
                .haveNameMatching(".*\\.cli\\.(Main|Arguments|Rehearsal|DirectMemoryNeeded)")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(tools)
                .check(CODE);
    }

    /** What a client sends stays bytes: nothing here makes objects of them, or classes. */
    @Test
    void nothingReadsObjectsOrLoadsClassesByNamesThatItIsSent() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.beans..", "javax.script..", "org.w3c.dom..", "javax.xml..")
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class)
                .orShould()
                .callMethod(MethodHandles.Lookup.class, "defineClass", byte[].class)
                .check(CODE);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CODE);
    }

    @Test
    void nothingUsesUnsafe() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("sun.misc.Unsafe")
                .check(CODE);
    }

    @Test
    void noPackageGrowsBeyondTwentyTypes() {
        Map<String, Integer> types = new TreeMap<>();
        CODE.stream()
                .filter(type -> !type.isNestedClass() && !type.getSimpleName().equals("package-info"))
                .forEach(type -> types.merge(type.getPackageName(), 1, Integer::sum));
        assertThat(types.values()).allMatch(count -> count <= 20, "at most 20 in " + types);
    }
}
