package io.flagstone.provider.promise;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.placement.ClusterMXBean;
import io.flagstone.provider.testing.Crc32Hash;
import io.flagstone.provider.testing.ModuloSelector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys go where the configuration says, and everybody can see where that is. */
class PlacementIT {

    private static final int NODES = 3;

    private static ObjectName name(CacheManager manager) {
        try {
            String uri = manager.getURI().toString().replace(':', '.');
            return new ObjectName("io.flagstone:type=Cluster,CacheManager=" + uri);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClusterMXBean topology(CacheManager manager) {
        return JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), name(manager), ClusterMXBean.class);
    }

    private static boolean holds(String node, String key) throws IOException {
        int port = Integer.parseInt(node.substring(node.indexOf(':') + 1));
        try (Socket socket = new Socket("127.0.0.1", port);
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII))) {
            socket.getOutputStream().write(("get " + key + "\r\n").getBytes(US_ASCII));
            return !in.readLine().equals("END");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"modulo", "io.flagstone.provider.testing.ModuloSelector"})
    void aSelectorAndAHashOfTheApplicationDecideWhichNodeHoldsAnEntry(String selector) throws IOException {
        try (Engine engine = Engine.of(Engine.Kind.STOCK, NODES)) {
            String prefix = selector.length() + ":";
            engine.set("flagstone.placement", selector)
                    .set("flagstone.key-hash", selector.equals("modulo") ? "crc32" : Crc32Hash.class.getName())
                    .set("flagstone.cache.*.mode", "plain")
                    .set("flagstone.cache.*.prefix", prefix);
            Cache<String, String> cache = engine.client()
                    .createCache("c", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
            List<String> nodes = new ArrayList<>(List.of(engine.nodes().split(";")));
            Collections.sort(nodes);
            for (int i = 0; i < 60; i++) {
                String key = "key" + i;
                cache.put(key, "value");
                assertThat(cache.get(key)).isEqualTo("value");
                byte[] bytes = key.getBytes(US_ASCII);
                long hash = new Crc32Hash().hash(bytes, 0, bytes.length);
                int owner = (int) Long.remainderUnsigned(hash, NODES);
                for (int node = 0; node < NODES; node++) {
                    assertThat(holds(nodes.get(node), prefix + key)).as(key).isEqualTo(node == owner);
                }
            }
            assertThat(new ModuloSelector().hashesWholeKeys()).isFalse();
        }
    }

    @Test
    void clientsOfTheSameNodesShowTheSameFingerprintAndOthersAnother() {
        try (Engine engine = Engine.of(Engine.Kind.STOCK, NODES)) {
            List<String> nodes = new ArrayList<>(List.of(engine.nodes().split(";")));
            ClusterMXBean one = topology(engine.client());
            Collections.reverse(nodes);
            ClusterMXBean turned = topology(
                    engine.set("flagstone.nodes", String.join(";", nodes)).client());
            assertThat(turned.getFingerprint()).isEqualTo(one.getFingerprint()).hasSize(16);
            ClusterMXBean other =
                    topology(engine.set("flagstone.placement", "twemproxy").client());
            ClusterMXBean fewer =
                    topology(engine.set("flagstone.nodes", nodes.get(0)).client());
            ClusterMXBean heavier =
                    topology(engine.set("flagstone.nodes", nodes.get(0) + "*2").client());
            assertThat(List.of(one, other, fewer, heavier))
                    .extracting(ClusterMXBean::getFingerprint)
                    .doesNotHaveDuplicates();
            assertThat(one.getPlacement()).isEqualTo("slots");
            assertThat(one.getKeyHash()).isEqualTo("xxh64");
            assertThat(one.getShares().keySet()).containsExactlyInAnyOrderElementsOf(nodes);
            assertThat(one.getShares().values())
                    .allSatisfy(share -> assertThat(share).isCloseTo(1.0 / NODES, within(0.02)));
            assertThat(heavier.getWeights()).containsExactly(Map.entry(nodes.get(0), 2.0));
        }
    }

    @Test
    void theBeanGoesWithItsManager() {
        try (Engine engine = Engine.of(Engine.Kind.STOCK, 1)) {
            CacheManager manager = engine.client();
            assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name(manager)))
                    .isTrue();
            manager.close();
            assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name(manager)))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Engine.Kind.class,
            names = {"STOCK", "OWN"})
    void weightsAreWhatTheNodesTellOfThemselves(Engine.Kind kind) {
        try (Engine small = Engine.fresh(kind, 2, "-m", "64");
                Engine large = Engine.fresh(kind, 1, "-m", "192", "-n", "96")) {
            CacheManager manager = small.set("flagstone.nodes", small.nodes() + ";" + large.nodes())
                    .set("flagstone.weights", "measured")
                    .client();
            Map<String, Double> expected = new TreeMap<>();
            for (String node : small.nodes().split(";")) {
                expected.put(node, Math.floor((64 << 20) / 48.0));
            }
            expected.put(large.nodes(), Math.floor((192 << 20) / 96.0));
            ClusterMXBean topology = topology(manager);
            assertThat(topology.getWeights()).containsExactlyInAnyOrderEntriesOf(expected);
            assertThat(topology.getShares().get(large.nodes())).isCloseTo(1.5 / 3.5, within(0.02));
        }
    }

    @Test
    void withoutTheAnswerOfEveryNodeThereIsNoTable() {
        try (Engine engine = Engine.fresh(Engine.Kind.STOCK, 2, "-m", "64")) {
            engine.set("flagstone.weights", "measured").set("flagstone.timeout", "2s");
            engine.server(1).kill9();
            String gone = engine.nodes().split(";")[1];
            assertThatThrownBy(engine::client)
                    .isInstanceOf(FlagstoneException.class)
                    .hasMessageContaining("node " + gone);
            engine.set("flagstone.nodes", engine.nodes().split(";")[0] + "*3");
            assertThatThrownBy(engine::client)
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("flagstone.weights=measured")
                    .hasMessageContaining("3.0");
        }
    }
}
