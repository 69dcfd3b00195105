package io.flagstone.packages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The image, looked into, and run as a container would be: its root, its user, its environment, and its processes alone. */
class ImageIT {
    private static final Path ARCHIVE = Path.of(Shell.property("test.image"));
    private static final String NAME = Shell.property("test.image.name");
    private static final String VERSION = Shell.property("test.version");
    private static final Path MANIFEST = Path.of("..", "deploy", "kubernetes", "statefulset.yaml");

    /** Runs what follows it in the root that is its first word. */
    private static final String CONTAINER = """
            root=$1; shift
            mount -t proc proc "$root/proc" && mount --bind -o ro "$root" "$root" && mount -t proc proc "$root/proc" \
                && mount --rbind /dev "$root/dev" && mount -t tmpfs tmpfs "$root/tmp" \
                && exec chroot --userspec=10001:10001 "$root" /usr/bin/env -i "$@"
            """;

    @TempDir
    private static Path folder;

    private static Image image;
    private static Path root = Path.of("");

    @BeforeAll
    static void unpack() throws IOException {
        assertThat(System.getProperty("user.name"))
                .as("containers are made by root; so run these tests")
                .isEqualTo("root");
        image = Image.unpack(ARCHIVE, Files.createDirectory(folder.resolve("image")));
        root = Files.createDirectory(folder.resolve("root"));
        image.layOut(root);
    }

    /** The command line that runs the image with these arguments in place of its own. */
    private static List<String> run(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                "unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", CONTAINER, "sh", root.toString()));
        command.addAll(image.words("Env"));
        command.addAll(image.words("Entrypoint"));
        command.addAll(arguments);
        return command;
    }

    private static Shell.Result ended(String... arguments) {
        return Shell.run(run(List.of(arguments)).toArray(String[]::new));
    }

    @Test
    void itSaysWhoRunsWhatOnWhichPort() {
        Object configuration = image.configuration();
        assertThat(Image.at(configuration, "config", "User")).isEqualTo("10001:10001");
        assertThat(image.words("Entrypoint")).containsExactly("/opt/flagstone/flagstone");
        assertThat(image.words("Cmd")).containsExactly("serve");
        assertThat(Image.at(configuration, "config", "ExposedPorts")).isEqualTo(Map.of("11211/tcp", Map.of()));
        assertThat(Image.at(configuration, "config", "Labels", "org.opencontainers.image.version"))
                .isEqualTo(VERSION);
        assertThat(Image.at(configuration, "config", "Labels", "org.opencontainers.image.licenses"))
                .isEqualTo("Apache-2.0");
    }

    @Test
    void itsTimesAreThoseOfTheBuildSoThatTheSameSourcesMakeTheSameLayers() throws IOException {
        assertThat(Image.at(image.configuration(), "created").toString()).contains("2026");
        assertThat(Files.getLastModifiedTime(root.resolve("opt/flagstone/flagstone-server.jar"))
                        .toMillis())
                .isEqualTo(1000);
    }

    @Test
    void itHoldsTheNodeAndNothingOfItsBuild() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("opt/flagstone"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("flagstone", "flagstone-server.jar");
        }
        // Jib leaves two lists there
        try (Stream<Path> files = Files.walk(root.resolve("app"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("app", "jib-classpath-file", "jib-main-class-file");
        }
    }

    @Test
    void nothingInItLetsSomebodyBecomeAnother() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            assertThat(files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                            .filter(ImageIT::changesUser))
                    .isEmpty();
        }
    }

    private static boolean changesUser(Path file) {
        try {
            return ((int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 06000) != 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void itServesAsItIsOnLoopbackAsAUserWithoutRights() throws IOException {
        List<String> arguments = new ArrayList<>(image.words("Cmd"));
        arguments.addAll(List.of("-p", "0", "--admin-port", "0"));
        try (RunningNode node = RunningNode.start(run(arguments))) {
            assertThat(node.readyLine()).contains(" address=127.0.0.1:", " admin=127.0.0.1:");
            assertThat(node.talk("set a 0 0 1\r\nx\r\nget a\r\n", 4)).isEqualTo("STORED\nVALUE a 0 1\nx\nEND\n");
            assertThat(users(node.pid())).containsExactly("10001");
        }
    }

    /** The users of the processes under this one, which is unshare. */
    private static Set<String> users(long pid) {
        return Set.copyOf(Shell.lines("ps", "-o", "uid=", "--ppid", String.valueOf(pid)).stream()
                .map(String::trim)
                .toList());
    }

    @Test
    void anAddressForOthersNeedsALoginOrAWordForIt() {
        Shell.Result refused = ended("serve", "-p", "0", "-l", "0.0.0.0");
        assertThat(refused.status()).isEqualTo(64);
        assertThat(refused.output()).contains("0.0.0.0 is not a loopback address", "--insecure");
    }

    @Test
    void kubernetesRunsThisImageWithFlagsThatItTakes() throws IOException {
        Object container;
        try (var reader = Files.newBufferedReader(MANIFEST)) {
            container = Image.at(new Yaml().load(reader), "spec", "template", "spec", "containers", 0);
        }
        assertThat(Image.at(container, "image")).isEqualTo(NAME);
        assertThat(NAME).isEqualTo("flagstone:" + VERSION.replace("-SNAPSHOT", ""));
        List<String> arguments = new ArrayList<>();
        ((List<?>) Image.at(container, "args")).forEach(word -> arguments.add(word.toString()));
        arguments.set(arguments.indexOf("11211"), "0");
        try (RunningNode node = RunningNode.start(run(arguments))) {
            assertThat(node.readyLine()).contains(" mem_size=512m ").doesNotContain("127.0.0.1");
            List<String> probe = ((List<?>) Image.at(container, "livenessProbe", "exec", "command"))
                    .stream()
                            .map(word -> word.toString().replace("/11211", "/" + node.port()))
                            .toList();
            assertThat(inside(probe).status()).isZero();
        }
    }

    /** Runs a program of the image's own. */
    private static Shell.Result inside(List<String> program) {
        List<String> command = new ArrayList<>(run(List.of()));
        command.removeAll(image.words("Entrypoint"));
        command.addAll(program);
        return Shell.run(command.toArray(String[]::new));
    }

    @Test
    void theCommandsForOperatorsAreThereToo() {
        assertThat(ended("version").output()).contains("flagstone");
        Shell.Result none = ended("stats", "127.0.0.1:1", "--timeout", "5s");
        assertThat(none.status()).as(none.output()).isEqualTo(69);
    }

    @Test
    void javaHasWhatTheNodeNeedsForTls() {
        Shell.Result listed = inside(List.of("java", "--list-modules"));
        assertThat(listed.output()).contains("java.base@", "jdk.httpserver@", "jdk.jcmd@");
        Shell.Result refused = ended("serve", "-p", "0", "-Z", "-o", "ssl_chain_cert=/etc/passwd");
        assertThat(refused.status()).isEqualTo(64);
        assertThat(refused.output()).doesNotContain("NoClassDefFound", "NoSuchAlgorithm");
    }
}
