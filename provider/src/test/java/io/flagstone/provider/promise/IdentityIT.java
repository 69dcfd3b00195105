package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.placement.ClusterMXBean;
import io.flagstone.testkit.fault.FaultProxy;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H6. An address leads to a node that is not the one it is taken for; on stock memcached. */
class IdentityIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Cache<String, String> cache(CacheManager manager) {
        return manager.createCache("c", new MutableConfiguration<String, String>());
    }

    private static ClusterMXBean topology(CacheManager manager) throws Exception {
        ObjectName name = new ObjectName("io.flagstone:type=Cluster,CacheManager="
                + manager.getURI().toString().replace(':', '.'));
        return JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), name, ClusterMXBean.class);
    }

    @Test
    void anAddressThatNowBelongsToAnotherClusterIsLeftAlone() throws Exception {
        try (Engine engine = Engine.fresh(Engine.Kind.STOCK, 2)
                        .set("flagstone.cache.*.failure", "miss")
                        .set("flagstone.retry.longest", "50ms");
                FaultProxy way = FaultProxy.to(engine.server(0).address(), 1)) {
            String direct = "n0=" + engine.server(0).hostAndPort();
            String rest = ";n1=" + engine.server(1).hostAndPort();
            engine.set("flagstone.cluster", "ours").set("flagstone.nodes", "n0=" + way.hostAndPort() + rest);
            CacheManager ours = engine.client();
            Cache<String, String> mine = cache(ours);
            mine.putAll(ManyKeys.all(ManyKeys.keys(), "ours"));
            way.refuse();
            way.cut();

            // the process ends, and another cluster's begins in its place: the same namespace, names and keys
            engine.server(0).restart();
            engine.set("flagstone.cluster", "theirs").set("flagstone.nodes", direct);
            CacheManager theirs = engine.client();
            Cache<String, String> foreign = cache(theirs);
            foreign.putAll(ManyKeys.all(ManyKeys.keys(), "theirs"));
            way.heal();
            ClusterMXBean bean = topology(ours);
            await().atMost(SOON).until(() -> bean.getRefusals() > 0);
            assertThat(bean.getStates().get("n0")).startsWith("down: ").contains("theirs", "flagstone.cluster");
            assertThat(mine.getAll(ManyKeys.keys())).doesNotContainValue("theirs");
            mine.putAll(ManyKeys.all(ManyKeys.keys(), "ours again"));
            mine.clear();
            assertThat(foreign.getAll(ManyKeys.keys())).isEqualTo(ManyKeys.all(ManyKeys.keys(), "theirs"));

            // and it is ours again
            theirs.close();
            engine.server(0).restart();
            await().atMost(SOON).until(() -> {
                mine.putAll(ManyKeys.all(ManyKeys.keys(), "at last"));
                return mine.getAll(ManyKeys.keys()).size() == ManyKeys.KEYS;
            });
            assertThat(bean.getStates()).isEqualTo(Map.of("n0", "up", "n1", "up"));
        }
    }

    @Test
    void aNodeOfAnotherClusterIsRefusedWhereListsChange(@TempDir Path folder) {
        try (ChangingNodes nodes = new ChangingNodes(Engine.Kind.STOCK, 2, folder)) {
            nodes.set("flagstone.cluster", "ours");
            ChangingNodes.Client ours = nodes.client(nodes.list(0, 1));
            ours.cache().putAll(ManyKeys.all(ManyKeys.keys(), "ours"));
            nodes.set("flagstone.cluster", "theirs").set("flagstone.timeout", "300ms");
            ChangingNodes.Client theirs = nodes.client(nodes.list(0, 1));
            assertThatThrownBy(() -> theirs.cache().put("k1", "theirs")).isInstanceOf(NodeUnavailable.class);
            await().atMost(SOON).until(() -> theirs.topology().getRefusals() >= 2);
            assertThat(theirs.topology().getStates().values())
                    .hasSize(2)
                    .allMatch(state -> state.contains("cluster ours") && state.contains("cluster theirs"));
            assertThat(ours.cache().getAll(ManyKeys.keys())).isEqualTo(ManyKeys.all(ManyKeys.keys(), "ours"));
        }
    }

    @Test
    void oneProcessUnderTwoNamesIsNotTwoNodes() throws Exception {
        try (Engine engine = Engine.fresh(Engine.Kind.STOCK, 1)) {
            String place = engine.nodes();
            engine.set("flagstone.nodes", "a=" + place + ";b=" + place);
            CacheManager manager = engine.client();
            Cache<String, String> cache = cache(manager);
            assertThatThrownBy(() -> cache.putAll(ManyKeys.all(ManyKeys.keys(), "v")))
                    .isInstanceOf(NodeUnavailable.class)
                    .hasMessageContaining("one process has two names");
            assertThat(topology(manager).getStates()).containsValue("up").hasSize(2);
        }
    }
}
