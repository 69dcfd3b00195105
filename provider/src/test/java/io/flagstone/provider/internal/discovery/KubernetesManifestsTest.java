package io.flagstone.provider.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.server.Node;
import io.flagstone.server.cli.DirectMemoryNeeded;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.JvmProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The manifests for Kubernetes agree with each other, with the node's flags, and with the provider's source of lists. */
class KubernetesManifestsTest {

    private static final Path FOLDER = Path.of("..", "deploy", "kubernetes");
    /** What a node takes beside its items, as docs/operating.md says: a part of them in per cent, and MiB. */
    private static final int PART_OF_ITEMS = 15;

    private static final int BESIDE_ITEMS = 100;

    private final Map<String, Object> service = read("service.yaml");
    private final Map<String, Object> set = read("statefulset.yaml");
    private final Map<String, Object> budget = read("poddisruptionbudget.yaml");
    private final Map<String, Object> network = read("networkpolicy.yaml");
    private final Map<String, Object> application = read("application.yaml");
    private final Map<String, Object> list = read("kustomization.yaml");

    private static Map<String, Object> read(String name) {
        try (BufferedReader reader = Files.newBufferedReader(FOLDER.resolve(name))) {
            return map(new Yaml().load(reader));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** What is found behind these names; a number is a place in a list. */
    private static Object at(Map<String, Object> document, Object... names) {
        Object here = document;
        for (Object name : names) {
            Object next = name instanceof Integer place
                    ? ((List<?>) here).get(place)
                    : map(here).get(name);
            here = Objects.requireNonNull(next, () -> name + " in " + List.of(names));
        }
        return here;
    }

    private Object ofNode(Object... names) {
        List<Object> all = new ArrayList<>(List.of("spec", "template", "spec", "containers", 0));
        all.addAll(List.of(names));
        return at(set, all.toArray());
    }

    /** The container's arguments behind {@code serve}. */
    private List<String> flags() {
        List<String> words =
                ((List<?>) ofNode("args")).stream().map(String::valueOf).toList();
        assertThat(words.get(0)).isEqualTo("serve");
        return words.subList(1, words.size());
    }

    private int flag(String letter) {
        List<String> flags = flags();
        return Integer.parseInt(flags.get(flags.indexOf(letter) + 1));
    }

    private static int mebibytes(Object quantity) {
        assertThat(quantity.toString()).endsWith("Mi");
        return Integer.parseInt(quantity.toString().replace("Mi", ""));
    }

    @Test
    void everyFileIsApplied() throws IOException {
        try (var files = Files.list(FOLDER)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.startsWith("kustomization"))
                    .toList();
            assertThat(Set.copyOf((List<?>) at(list, "resources"))).isEqualTo(Set.copyOf(names));
        }
    }

    @Test
    void allSelectorsMeanThePodsOfTheSet() {
        Object labels = at(set, "spec", "template", "metadata", "labels");
        assertThat(at(set, "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(at(service, "spec", "selector")).isEqualTo(labels);
        assertThat(at(budget, "spec", "selector", "matchLabels")).isEqualTo(labels);
        assertThat(at(network, "spec", "podSelector", "matchLabels")).isEqualTo(labels);
        assertThat(at(set, "spec", "template", "spec", "topologySpreadConstraints", 0, "labelSelector", "matchLabels"))
                .isEqualTo(labels);
    }

    @Test
    void oneNodeGoesAtATimeAndStaysListedMeanwhile() {
        assertThat(at(budget, "spec", "maxUnavailable")).isEqualTo(1);
        assertThat(at(service, "spec", "publishNotReadyAddresses")).isEqualTo(true);
        assertThat(at(service, "spec", "clusterIP")).isEqualTo("None");
        assertThat(at(set, "spec", "serviceName")).isEqualTo(at(service, "metadata", "name"));
        assertThat((int) at(set, "spec", "replicas")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void allPortsAreTheOneOnWhichTheNodeListens() {
        Object name = ofNode("ports", 0, "name");
        assertThat(ofNode("ports", 0, "containerPort")).isEqualTo(flag("-p"));
        assertThat(at(service, "spec", "ports", 0, "port")).isEqualTo(flag("-p"));
        assertThat(at(service, "spec", "ports", 0, "targetPort")).isEqualTo(name);
        assertThat(at(network, "spec", "ingress", 0, "ports", 0, "port")).isEqualTo(name);
        assertThat(ofNode("readinessProbe", "tcpSocket", "port")).isEqualTo(name);
    }

    @Test
    void theNodeTakesTheFlagsAndTheLimitHasRoomForThem() {
        try (JvmProcess asked = JvmProcess.start(DirectMemoryNeeded.class, flags().toArray(String[]::new))) {
            String needed =
                    asked.readLine(Duration.ofMinutes(1)).orElseThrow(() -> new AssertionError(asked.describe()));
            int limit = mebibytes(ofNode("resources", "limits", "memory"));
            int temporary = mebibytes(at(set, "spec", "template", "spec", "volumes", 0, "emptyDir", "sizeLimit"));
            int items = flag("-m");
            assertThat(limit).isGreaterThanOrEqualTo(items + items * PART_OF_ITEMS / 100 + BESIDE_ITEMS + temporary);
            assertThat(limit).isGreaterThan(Integer.parseInt(needed));
            assertThat(ofNode("resources", "requests", "memory")).isEqualTo(ofNode("resources", "limits", "memory"));
        }
    }

    @Test
    void theApplicationFindsTheNodesByTheRecordsOfTheService() {
        String name = "_" + at(service, "spec", "ports", 0, "name") + "._"
                + at(service, "spec", "ports", 0, "protocol").toString().toLowerCase(Locale.ROOT) + "." + domain();
        String variable = ManagerSetting.NODES_SOURCE
                .key()
                .toUpperCase(Locale.ROOT)
                .replace('.', '_')
                .replace('-', '_');
        assertThat(at(application, "data", variable)).isEqualTo("srv:" + name);

        Heard heard = new Heard();
        new SrvSource((asked, type) -> asked.equals(name) ? records() : List.of()).watch(name, heard, heard);
        NodeListing listing = heard.lists.get(0);
        assertThat(listing.nodes()).hasSize((int) at(set, "spec", "replicas"));
        assertThat(listing.nodes().get(0).name()).isEqualTo(pod(0) + "." + domain() + ":" + flag("-p"));
    }

    @Test
    void theGuideNamesTheNodesAsTheyAre() throws IOException {
        String guide = Files.readString(FOLDER.resolve("README.md"));
        String nodes = String.join(
                ";",
                IntStream.range(0, (int) at(set, "spec", "replicas"))
                        .mapToObj(i -> pod(i) + "." + domain() + ":" + flag("-p"))
                        .toList());
        assertThat(guide).contains("flagstone.nodes=" + nodes, "static:" + nodes + ";dead " + pod(3) + "." + domain());
    }

    private String domain() {
        return at(service, "metadata", "name") + "." + at(list, "namespace") + ".svc.cluster.local";
    }

    private String pod(int number) {
        return at(set, "metadata", "name") + "-" + number;
    }

    /** As a cluster's name server has them. */
    private List<String> records() {
        return IntStream.range(0, (int) at(set, "spec", "replicas"))
                .mapToObj(i -> "0 33 " + flag("-p") + " " + pod(i) + "." + domain() + ".")
                .toList();
    }

    @Test
    void aNodeIsAliveAsLongAsItAnswersTheProbesQuestion() throws Exception {
        int port;
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            port = node.port();
            assertThat(probe(port)).isZero();
        }
        assertThat(probe(port)).isNotZero();
    }

    /** Runs the probe against another port, and answers its status. */
    private int probe(int port) throws Exception {
        List<String> command = ((List<?>) ofNode("livenessProbe", "exec", "command"))
                .stream()
                        .map(word -> word.toString().replace("/" + flag("-p"), "/" + port))
                        .toList();
        assertThat(command.get(2)).contains("/" + port);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream said = process.getInputStream()) {
            String text = new String(said.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(text).isTrue();
        }
        return process.exitValue();
    }

    @Test
    void theNodeHasNoRightsThatItDoesNotNeed() {
        assertThat(at(set, "spec", "template", "spec", "securityContext", "runAsNonRoot"))
                .isEqualTo(true);
        assertThat(ofNode("securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
        assertThat(ofNode("securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
        assertThat(ofNode("securityContext", "capabilities", "drop")).isEqualTo(List.of("ALL"));
        Object mounted = ofNode("volumeMounts", 0, "mountPath");
        assertThat(ofNode("env", 0, "value").toString()).startsWith(mounted + "/");
    }
}
