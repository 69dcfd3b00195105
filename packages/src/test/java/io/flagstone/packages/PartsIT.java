package io.flagstone.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The list of parts is that of the jar. */
class PartsIT {
    private static final Path PARTS = Path.of(Shell.property("test.parts"));
    private static final Path JAR = Path.of(Shell.property("test.jar"));
    private static final Path COPYRIGHT = Path.of("src", "files", "copyright");

    private static Object read() throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(PARTS)) {
            return new Yaml().load(reader);
        }
    }

    private static List<?> components() throws IOException {
        return (List<?>) Image.at(read(), "components");
    }

    private static Set<String> groups() throws IOException {
        return components().stream()
                .map(component -> Image.at(component, "group").toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The beginnings of the jar's packages, by which makers are known. */
    private static Set<String> makers() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return jar.stream()
                    .map(entry -> entry.getName().replaceFirst("^META-INF/versions/\\d+/", ""))
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .map(name ->
                            name.startsWith("picocli/") ? "picocli" : name.replaceAll("^(\\w+)/(\\w+)/.*", "$1.$2"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyMakerWhoseClassesAreInTheJarIsListedAndNoOther() throws IOException {
        // these two have packages that are called otherwise than their groups
        Map<String, String> otherwise = Map.of("info.picocli", "picocli", "org.hdrhistogram", "org.HdrHistogram");
        Set<String> listed = groups().stream()
                .map(group -> otherwise.getOrDefault(group, group))
                .collect(Collectors.toCollection(TreeSet::new));
        listed.add("io.flagstone");
        assertThat(makers()).isEqualTo(listed);
    }

    @Test
    void eachHasItsVersionItsDigestAndItsLicence() throws IOException {
        assertThat(components()).isNotEmpty().allSatisfy(component -> {
            assertThat(Image.at(component, "version").toString()).isNotEmpty();
            assertThat((List<?>) Image.at(component, "hashes")).isNotEmpty();
            assertThat((List<?>) Image.at(component, "licenses")).isNotEmpty();
            assertThat(Image.at(component, "purl").toString()).startsWith("pkg:maven/");
        });
    }

    @Test
    void theNoticeOfTheDebianPackageNamesThemAll() throws IOException {
        String notice = Files.readString(COPYRIGHT).toLowerCase(Locale.ROOT);
        assertThat(groups()).allMatch(group -> notice.contains(group.replace("info.", "")));
    }

    @Test
    void itIsAListOfTheVersionThatWasBuilt() throws IOException {
        assertThat(Image.at(read(), "metadata", "component", "version")).isEqualTo(Shell.property("test.version"));
        assertThat(Image.at(read(), "bomFormat")).isEqualTo("CycloneDX");
        assertThat(((Map<?, ?>) read()).get("serialNumber")).isNull();
    }
}
