package io.flagstone.provider.observing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.placement.ClusterMXBean;
import io.flagstone.provider.placement.NodeStatus;
import io.flagstone.provider.testing.FakeNode;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the bean of a manager's nodes shows is what is the case. */
class ClusterBeanTest {

    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final int SLOTS = 65_536;

    private final TwoNodes nodes = new TwoNodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    private static ObjectName name(CacheManager manager) throws Exception {
        return new ObjectName("io.flagstone:type=Cluster,CacheManager="
                + manager.getURI().toString().replace(':', '.'));
    }

    private static ClusterMXBean bean(CacheManager manager) throws Exception {
        return JMX.newMXBeanProxy(SERVER, name(manager), ClusterMXBean.class);
    }

    private static NodeStatus node(ClusterMXBean bean, String name) {
        return bean.getNodes().stream()
                .filter(node -> node.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitState(ClusterMXBean bean, String node, String state) {
        await().until(() -> node(bean, node).getState().equals(state));
    }

    @Test
    void nodesOwnAllSlotsTogether() throws Exception {
        ClusterMXBean bean = bean(nodes.manager());
        awaitState(bean, "east", "up");
        awaitState(bean, "west", "up");
        NodeStatus east = node(bean, "east");
        NodeStatus west = node(bean, "west");
        assertThat(east.getSlots() + west.getSlots()).isEqualTo(SLOTS);
        assertThat(east.getShare()).isCloseTo((double) east.getSlots() / SLOTS, within(1e-12));
        assertThat(bean.getShares()).containsEntry("west", west.getShare());
        assertThat(east.getAddress())
                .isEqualTo("127.0.0.1:" + nodes.east().address().port());
        assertThat(east.getWeight()).isEqualTo(1.0);
        assertThat(east.getTrouble()).isEmpty();
        assertThat(bean.getFingerprint()).hasSize(16);
    }

    @Test
    void placementsWithoutSlotsSaySo() throws Exception {
        ClusterMXBean bean = bean(nodes.set("flagstone.placement", "twemproxy").manager());
        assertThat(bean.getNodes()).extracting(NodeStatus::getSlots).containsExactly(-1, -1);
        assertThat(bean.getNodes().stream().mapToDouble(NodeStatus::getShare).sum())
                .isCloseTo(1.0, within(1e-9));
    }

    @Test
    void aNodeThatGoesOwesAndReturnsIsShownDoingSo() throws Exception {
        CacheManager manager = nodes.manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        ClusterMXBean bean = bean(manager);
        List<String> keys = TwoNodes.keysOf("west", cache, nodes.west(), 5);
        long commands = node(bean, "west").getCommands();
        nodes.west().stop();
        awaitState(bean, "west", "down");
        keys.forEach(key -> cache.put(key, "hidden"));
        NodeStatus west = node(bean, "west");
        assertThat(west.getDebts()).isEqualTo(keys.size());
        assertThat(bean.getDebts()).containsEntry("west", keys.size()).containsEntry("east", 0);
        assertThat(west.getTrouble()).isNotEmpty();
        assertThat(west.getUnavailable()).isGreaterThanOrEqualTo(keys.size());
        assertThat(west.getCommands()).isGreaterThanOrEqualTo(commands + keys.size());
        assertThat(west.getTimeouts()).isZero();
        assertThat(bean.getStates().get("west")).startsWith("down: ");
        nodes.west().start();
        awaitState(bean, "west", "up");
        assertThat(node(bean, "west").getDebts()).isZero();
        assertThat(node(bean, "west").getReconnects()).isEqualTo(1);
        assertThat(node(bean, "east").getReconnects()).isZero();
        assertThat(node(bean, "east").getUnavailable()).isZero();
    }

    @Test
    void timeoutsRefusalsAndSuspicionsAreCountedWhereTheyHappened() throws Exception {
        CacheManager manager = nodes.set("flagstone.timeout", "300ms")
                .set("flagstone.suspect.after", "1")
                .set("flagstone.suspect.silent", "1h")
                .manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        ClusterMXBean bean = bean(manager);
        awaitState(bean, "west", "up");
        awaitState(bean, "east", "up");
        String key = TwoNodes.keysOf("west", cache, nodes.west(), 1).get(0);
        nodes.west().script(line -> FakeNode.Deed.REFUSE);
        assertThatThrownBy(() -> cache.get(key)).isInstanceOf(ServerRefused.class);
        assertThat(node(bean, "west").getRefused()).isEqualTo(1);
        nodes.west().script(line -> FakeNode.Deed.IGNORE);
        await().until(() -> {
            cache.get(key);
            return node(bean, "west").getTimeouts() > 0;
        });
        assertThat(node(bean, "west").getSuspicions()).isPositive();
        assertThat(node(bean, "west").getState()).isEqualTo("suspect");
        assertThat(node(bean, "east").getRefused()).isZero();
    }

    @Test
    void consolesGetTablesWithoutKeysAndValuesAndPasswords() throws Exception {
        CacheManager manager = nodes.manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        List<String> keys = TwoNodes.keysOf("west", cache, nodes.west(), 2);
        nodes.west().stop();
        awaitState(bean(manager), "west", "down");
        keys.forEach(key -> cache.put(key, "hidden"));
        assertThat(SERVER.getAttribute(name(manager), "Nodes")).isInstanceOf(CompositeData[].class);
        assertThat(SERVER.getAttribute(name(manager), "Debts")).isInstanceOf(TabularData.class);
        String all = Arrays.stream(SERVER.getMBeanInfo(name(manager)).getAttributes())
                .map(attribute -> text(manager, attribute))
                .collect(Collectors.joining("\n"));
        assertThat(all).contains("west").doesNotContain("secretkey", "hidden");
    }

    private static String text(CacheManager manager, MBeanAttributeInfo attribute) {
        try {
            Object value = SERVER.getAttribute(name(manager), attribute.getName());
            return value instanceof Object[] many ? Arrays.deepToString(many) : String.valueOf(value);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theBeanGoesWithItsManager() throws Exception {
        CacheManager manager = nodes.manager();
        assertThat(SERVER.isRegistered(name(manager))).isTrue();
        manager.close();
        assertThat(SERVER.isRegistered(name(manager))).isFalse();
    }
}
