package io.flagstone.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Debian package, looked into, and installed into a root of its own. */
class DebianPackageIT {
    private static final String DEB = Shell.property("test.deb");
    private static final String VERSION = Shell.property("test.version");

    @TempDir
    private Path root;

    /** As much of a system as dpkg and the package's scripts want to see. */
    @BeforeEach
    void emptySystem() throws IOException {
        assertThat(System.getProperty("user.name"))
                .as("packages are installed by root; so run these tests")
                .isEqualTo("root");
        for (String folder : List.of("var/lib/dpkg/info", "var/lib/dpkg/updates", "var/lib/dpkg/triggers", "etc")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.writeString(root.resolve("var/lib/dpkg/status"), "");
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\n");
        Files.writeString(root.resolve("etc/shadow"), "");
        Files.writeString(root.resolve("etc/gshadow"), "");
    }

    private List<String> dpkg(String... words) {
        return Shell.lines(Stream.concat(
                        Stream.of(
                                "dpkg",
                                "--root=" + root,
                                "--log=/dev/null",
                                "--force-script-chrootless",
                                "--force-depends"),
                        Stream.of(words))
                .toArray(String[]::new));
    }

    /** The names of all files in the root but dpkg's own and those of useradd. */
    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !Files.isDirectory(path))
                    .map(path -> "/" + root.relativize(path))
                    .filter(name -> !name.startsWith("/var/lib/dpkg/"))
                    .filter(name -> !name.matches("/etc/(passwd|group|g?shadow)-?"))
                    .sorted()
                    .toList();
        }
    }

    private static String field(String name) {
        return String.join("\n", Shell.lines("dpkg-deb", "-f", DEB, name));
    }

    @Test
    void itSaysWhatItIsAndWhatItNeeds() {
        assertThat(field("Package")).isEqualTo("flagstone");
        assertThat(field("Version")).isEqualToIgnoringCase(VERSION.replace("-SNAPSHOT", "~SNAPSHOT"));
        assertThat(field("Architecture")).isEqualTo("all");
        assertThat(field("Depends")).isEqualTo("passwd, default-jre-headless (>= 2:1.17) | java17-runtime-headless");
    }

    @Test
    void itHoldsTheseFilesWithTheseRights() {
        Map<String, String> rights = Shell.lines("dpkg-deb", "-c", DEB).stream()
                .map(line -> line.split("\\s+", 6))
                .filter(words -> !words[0].startsWith("d"))
                .collect(Collectors.toMap(words -> words[5], words -> words[0] + " " + words[1]));
        assertThat(rights)
                .isEqualTo(Map.of(
                        "./usr/share/flagstone/flagstone-server.jar", "-rw-r--r-- root/root",
                        "./usr/share/flagstone/flagstone", "-rwxr-xr-x root/root",
                        "./usr/bin/flagstone -> ../share/flagstone/flagstone", "lrw-r--r-- root/root",
                        "./usr/share/doc/flagstone/flagstone-server.cdx.json", "-rw-r--r-- root/root",
                        "./usr/lib/systemd/system/flagstone.service", "-rw-r--r-- root/root",
                        "./usr/share/bash-completion/completions/flagstone", "-rw-r--r-- root/root",
                        "./usr/share/man/man1/flagstone.1", "-rw-r--r-- root/root",
                        "./usr/share/doc/flagstone/copyright", "-rw-r--r-- root/root",
                        "./etc/default/flagstone", "-rw-r--r-- root/root",
                        "./etc/flagstone/node.properties", "-rw-r--r-- root/root"));
    }

    @Test
    void whatAnOperatorMayChangeIsKeptByUpgrades() {
        assertThat(Shell.lines("dpkg-deb", "-I", DEB, "conffiles"))
                .filteredOn(line -> !line.isBlank())
                .containsExactlyInAnyOrder("/etc/default/flagstone", "/etc/flagstone/node.properties");
    }

    @Test
    void theNodeRunsFromWhereItIsInstalled() {
        dpkg("-i", DEB);
        String command = root + "/usr/bin/flagstone";
        List<String> line = List.of(
                "env",
                "FLAGSTONE_CACHE=none",
                command,
                "serve",
                "--config",
                root + "/etc/flagstone/node.properties",
                "-p",
                "0");
        try (RunningNode node = RunningNode.start(line)) {
            assertThat(node.readyLine()).contains(" address=127.0.0.1:", " mem_size=64m ");
            assertThat(node.talk("set a 0 0 1\r\nx\r\nget a\r\n", 4)).isEqualTo("STORED\nVALUE a 0 1\nx\nEND\n");
            assertThat(Shell.lines(command, "stats", "127.0.0.1:" + node.port(), "curr_items"))
                    .anyMatch(text -> text.matches(" *curr_items +1"));
            assertThat(node.terminate()).isZero();
        }
    }

    @Test
    void theServiceHasAUserOfItsOwnWhoAloneReadsItsFolder() throws IOException {
        dpkg("-i", DEB);
        assertThat(Files.readAllLines(root.resolve("etc/passwd")))
                .filteredOn(line -> line.startsWith("flagstone:"))
                .singleElement()
                .asString()
                .endsWith(":/var/lib/flagstone:/usr/sbin/nologin");
        Path folder = root.resolve("etc/flagstone");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwxr-x---");
        String group = Files.getAttribute(folder, "unix:gid").toString();
        assertThat(Files.readString(root.resolve("etc/group"))).contains("flagstone:x:" + group + ":");
        // once more, as an upgrade does
        dpkg("-i", DEB);
        assertThat(Files.readAllLines(root.resolve("etc/passwd"))).hasSize(2);
    }

    @Test
    void removingItLeavesSettingsAndPurgingNothing() throws IOException {
        dpkg("-i", DEB);
        Files.createDirectories(root.resolve("var/lib/flagstone"));
        Files.writeString(root.resolve("var/lib/flagstone/items"), "x");
        dpkg("-r", "flagstone");
        assertThat(files())
                .containsExactly(
                        "/etc/default/flagstone", "/etc/flagstone/node.properties", "/var/lib/flagstone/items");
        dpkg("-P", "flagstone");
        assertThat(files()).isEmpty();
        assertThat(root.resolve("etc/flagstone")).doesNotExist();
    }

    @Test
    void systemdUnderstandsEveryLineOfTheService() {
        dpkg("-i", DEB);
        Path unit = root.resolve("usr/lib/systemd/system/flagstone.service");
        String said = Shell.run("systemd-analyze", "verify", "--man=no", unit.toString())
                .output();
        assertThat(said.lines())
                .filteredOn(line -> !line.matches(".*: Command /usr/bin/flagstone is not executable: .*"))
                .isEmpty();
        List<String> judged =
                Shell.lines("systemd-analyze", "security", "--no-pager", "--offline=true", unit.toString());
        // What is left is the network, and that the users of the system are seen.
        assertThat(judged.get(judged.size() - 1)).containsPattern("Overall exposure level .*: [01]\\.\\d OK");
    }

    @Test
    void theShellCompletesTheCommands() {
        dpkg("-i", DEB);
        String file = root + "/usr/share/bash-completion/completions/flagstone";
        String script = "source " + file + "; COMP_WORDS=(flagstone sl); COMP_CWORD=1; COMP_LINE='flagstone sl';"
                + " _complete_flagstone; echo ${COMPREPLY[*]}";
        assertThat(Shell.lines("bash", "-c", script)).containsExactly("slabs");
    }

    @Test
    void theManualNamesEveryCommandAndVariableOfTheLauncher() throws IOException {
        dpkg("-i", DEB);
        String manual = Files.readString(root.resolve("usr/share/man/man1/flagstone.1"));
        List<String> names = Shell.lines(root + "/usr/bin/flagstone", "help").stream()
                .filter(line -> line.startsWith("  "))
                .map(line -> line.trim().split("\\s+")[0])
                .toList();
        assertThat(names)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(manual).contains(name));
        assertThat(Shell.lines("man", "--warnings", "-l", root + "/usr/share/man/man1/flagstone.1"))
                .noneMatch(line -> line.contains("warning"));
    }
}
