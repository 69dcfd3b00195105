package io.flagstone.provider.observing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.micrometer.FlagstoneMeters;
import io.flagstone.provider.placement.CacheFiguresMXBean;
import io.flagstone.provider.testing.FakeNode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.cache.JCacheMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Meters in a real registry. */
class MetersTest {

    private final TwoNodes nodes = new TwoNodes();
    private final MeterRegistry registry = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        nodes.close();
        registry.close();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    /** One hit, two misses, three entries written, one removed. */
    private static void use(Cache<String, String> cache) {
        cache.put("secretkey1", "hidden");
        cache.put("secretkey2", "hidden");
        cache.put("secretkey3", "hidden");
        cache.get("secretkey1");
        cache.get("none");
        cache.get("nor this");
        cache.remove("secretkey2");
    }

    private void assertUsed(String cache) {
        assertReadAndWritten(cache);
        assertThat(count("cache.removals", "cache", cache)).isEqualTo(1);
    }

    private void assertReadAndWritten(String cache) {
        assertThat(count("cache.gets", "cache", cache, "result", "hit")).isEqualTo(1);
        assertThat(count("cache.gets", "cache", cache, "result", "miss")).isEqualTo(2);
        assertThat(count("cache.puts", "cache", cache)).isEqualTo(3);
    }

    @Test
    void cachesOfBeforeAndAfterHaveTheirMetersWhetherStatisticsAreEnabledOrNot() {
        CacheManager manager = nodes.manager();
        Cache<String, String> before = TwoNodes.cache(manager, "before");
        FlagstoneMeters.bind(manager, registry);
        Cache<String, String> after = TwoNodes.cache(manager, "after");
        use(before);
        use(after);
        assertUsed("before");
        assertUsed("after");
    }

    @Test
    void copiesAndRenewalsHaveMetersAndAttributesThatShowTheSame() throws Exception {
        CacheManager manager = nodes.set("flagstone.cache.*.copies", "2").manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        List<String> keys = TwoNodes.keysOf("east", cache, nodes.east(), 3);
        FlagstoneMeters.bind(manager, registry);
        manager.enableStatistics("c", true);
        keys.forEach(key -> cache.put(key, "hidden"));
        nodes.west().script(line -> line.matches("ms .* C\\d+.*") ? FakeNode.Deed.REFUSE : FakeNode.Deed.ANSWER);
        cache.put(keys.get(0), "hidden");
        nodes.east().stop();
        assertThat(cache.get(keys.get(1))).isEqualTo("hidden");
        assertThat(count("flagstone.cache.copies.missing", "cache", "c")).isEqualTo(1);
        assertThat(count("flagstone.cache.reads", "cache", "c", "from", "copy")).isEqualTo(1);
        assertThat(count("flagstone.cache.reads", "cache", "c", "from", "stale"))
                .isZero();
        for (String result : List.of("made", "late", "failed")) {
            assertThat(count("flagstone.cache.renewals", "cache", "c", "result", result))
                    .isZero();
        }
        for (String result : List.of("taken", "missing")) {
            assertThat(count("flagstone.cache.warm.ups", "cache", "c", "result", result))
                    .isZero();
        }
        CacheFiguresMXBean bean = JMX.newMXBeanProxy(
                ManagementFactory.getPlatformMBeanServer(),
                new ObjectName("javax.cache:type=CacheStatistics,CacheManager="
                        + manager.getURI().toString().replace(':', '.') + ",Cache=c"),
                CacheFiguresMXBean.class);
        assertThat(bean.getCopyReads()).isEqualTo(1);
        assertThat(bean.getCopiesMissing()).isEqualTo(1);
        assertThat(bean.getCacheHits()).isEqualTo(1);
        bean.clear();
        assertThat(bean.getCopyReads() + bean.getCopiesMissing()).isZero();
    }

    @Test
    void whatGoesTakesItsMetersAlong() {
        CacheManager manager = nodes.manager();
        FlagstoneMeters.bind(manager, registry);
        TwoNodes.cache(manager, "c").close();
        assertThat(registry.find("cache.gets").meters()).isEmpty();
        TwoNodes.cache(manager, "c").put("k", "v");
        assertThat(count("cache.puts", "cache", "c")).isEqualTo(1);
        manager.close();
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .containsOnly("flagstone.unreadable.entries");
    }

    @Test
    void closingTheBinderEndsCountingAndTimingAndLeavesTheManagerAlone() {
        CacheManager manager = nodes.manager();
        FlagstoneMeters meters = FlagstoneMeters.bind(manager, registry);
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        meters.close();
        use(cache);
        assertThat(registry.find("cache.gets").meters()).isEmpty();
        assertThat(registry.find("flagstone.node.latency").meters()).isEmpty();
        FlagstoneMeters.bind(manager, registry);
        assertThat(count("cache.puts", "cache", "c")).isZero();
    }

    @Test
    void callsToNodesAreCountedAndTimed() {
        CacheManager manager = nodes.manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        List<String> keys = TwoNodes.keysOf("east", cache, nodes.east(), 3);
        new FlagstoneMeters(manager, Tags.of("app", "shop")).bindTo(registry);
        double before = count("flagstone.node.commands", "node", "east", "app", "shop");
        cache.get(keys.get(0));
        Timer latency =
                registry.get("flagstone.node.latency").tags("node", "east").timer();
        assertThat(latency.count()).isEqualTo(1);
        cache.getAll(Set.copyOf(keys));
        assertThat(latency.count()).as("one round trip for a batch").isEqualTo(2);
        assertThat(count("flagstone.node.commands", "node", "east")).isEqualTo(before + 1 + keys.size());
        assertThat(registry.get("flagstone.node.latency")
                        .tags("node", "west")
                        .timer()
                        .count())
                .isZero();
    }

    @Test
    void anOutageShowsAsStateErrorsAndDebtsAndDoesNotMakeTheNodeLookFast() {
        CacheManager manager = nodes.manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        String key = TwoNodes.keysOf("west", cache, nodes.west(), 1).get(0);
        FlagstoneMeters.bind(manager, registry);
        await().until(() -> gauge("flagstone.node.state", "node", "west", "state", "up") == 1);
        nodes.west().stop();
        await().until(() -> gauge("flagstone.node.state", "node", "west", "state", "down") == 1);
        cache.put(key, "hidden");
        assertThat(gauge("flagstone.node.state", "node", "west", "state", "up")).isZero();
        assertThat(count("flagstone.node.errors", "node", "west", "kind", "unavailable"))
                .isPositive();
        assertThat(gauge("flagstone.node.debts", "node", "west")).isEqualTo(1);
        assertThat(registry.get("flagstone.node.latency")
                        .tags("node", "west")
                        .timer()
                        .count())
                .isZero();
        nodes.west().start();
        await().until(() -> gauge("flagstone.node.state", "node", "west", "state", "up") == 1);
        assertThat(gauge("flagstone.node.debts", "node", "west")).isZero();
        assertThat(count("flagstone.node.reconnects", "node", "west")).isEqualTo(1);
    }

    @Test
    void timeoutsAreErrorsOfTheirOwnKindAndOfTheirOwnLength() {
        CacheManager manager = nodes.set("flagstone.timeout", "300ms")
                .set("flagstone.suspect.after", "1000")
                .manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        String key = TwoNodes.keysOf("west", cache, nodes.west(), 1).get(0);
        FlagstoneMeters.bind(manager, registry);
        nodes.west().script(line -> FakeNode.Deed.IGNORE);
        cache.get(key);
        assertThat(count("flagstone.node.errors", "node", "west", "kind", "timeout"))
                .isEqualTo(1);
        assertThat(registry.get("flagstone.node.latency")
                        .tags("node", "west")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isGreaterThanOrEqualTo(290);
    }

    @Test
    void noMeterNamesAKeyOrAValue() {
        CacheManager manager = nodes.manager();
        FlagstoneMeters.bind(manager, registry);
        use(TwoNodes.cache(manager, "c"));
        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(
                        meter -> assertThat(meter.getId() + "" + meter.getId().getDescription())
                                .doesNotContain("secretkey", "hidden"));
    }

    @Test
    void metersOfNodesAloneLeaveThoseOfCachesToOthers() {
        CacheManager manager = nodes.manager();
        TwoNodes.cache(manager, "c");
        FlagstoneMeters.nodes(manager).bindTo(registry);
        assertThat(registry.find("flagstone.node.commands").meters()).hasSize(2);
        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName())
                .noneMatch(n -> n.startsWith("cache."));
    }

    @Test
    void micrometersOwnBinderReadsOurBeans() {
        CacheManager manager = nodes.manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        manager.enableStatistics("c", true);
        JCacheMetrics.monitor(registry, cache);
        use(cache);
        assertReadAndWritten("c");
        assertThat(gauge("cache.removals")).isEqualTo(1);
    }

    /** A registry for Prometheus takes one set of tags for a name; Spring Boot adds the two of the arguments. */
    @Test
    void ourMetersOfCachesHaveTheNamesAndTagsOfMicrometersAndSpringBoots() {
        CacheManager manager = nodes.manager();
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        manager.enableStatistics("c", true);
        JCacheMetrics.monitor(registry, cache, "cache.manager", "cacheManager", "name", "c");
        MeterRegistry ours = new SimpleMeterRegistry();
        FlagstoneMeters.bind(manager, ours);
        Map<String, Set<String>> theirs = vocabulary(registry);
        vocabulary(ours).forEach((name, tags) -> {
            if (name.startsWith("cache.")) {
                assertThat(theirs).containsEntry(name, tags);
            }
        });
        assertThat(vocabulary(ours)).containsKeys("cache.gets", "cache.puts", "cache.removals");
        ours.close();
    }

    private static Map<String, Set<String>> vocabulary(MeterRegistry registry) {
        Map<String, Set<String>> names = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            names.put(
                    meter.getId().getName(),
                    meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet()));
        }
        return names;
    }
}
