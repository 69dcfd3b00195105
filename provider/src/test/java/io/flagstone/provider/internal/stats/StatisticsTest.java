package io.flagstone.provider.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.internal.cache.FlagstoneCache;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.management.CacheMXBean;
import javax.cache.management.CacheStatisticsMXBean;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every operation counts as the specification's table says, while counting is on. */
class StatisticsTest {

    private static final String NAMES = ",CacheManager=flagstone.units,Cache=things";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(TestClient.PATIENT, node);
    private final FlagstoneCache<String, String> cache = client.cache(configuration());

    private static MutableConfiguration<String, String> configuration() {
        return TestClient.strings().setStatisticsEnabled(true).setManagementEnabled(true);
    }

    @AfterEach
    void close() {
        cache.close();
        client.close();
        node.close();
    }

    private static ObjectName name(String type) {
        try {
            return new ObjectName("javax.cache:type=" + type + NAMES);
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private CacheStatisticsMXBean bean() {
        return JMX.newMXBeanProxy(server, name("CacheStatistics"), CacheStatisticsMXBean.class);
    }

    private CacheMXBean configurationBean() {
        return JMX.newMXBeanProxy(server, name("CacheConfiguration"), CacheMXBean.class);
    }

    /** Hits, misses, puts and removals, in this order. */
    private String counted() {
        CacheStatisticsMXBean bean = bean();
        assertThat(bean.getCacheGets()).isEqualTo(bean.getCacheHits() + bean.getCacheMisses());
        assertThat(bean.getCacheEvictions()).isZero();
        return bean.getCacheHits() + " " + bean.getCacheMisses() + " " + bean.getCachePuts() + " "
                + bean.getCacheRemovals();
    }

    /** What this call counts where {@code there} holds "v" and nothing else is there. */
    private void counts(String expected, Consumer<Cache<String, String>> call) {
        cache.clear();
        cache.put("there", "v");
        bean().clear();
        call.accept(cache);
        assertThat(counted()).isEqualTo(expected);
    }

    @Test
    void reads() {
        counts("1 0 0 0", c -> c.get("there"));
        counts("0 1 0 0", c -> c.get("none"));
        counts("1 2 0 0", c -> c.getAll(Set.of("there", "none", "nor this")));
        counts("0 0 0 0", c -> c.getAll(Set.of()));
        counts("0 0 0 0", c -> c.containsKey("there"));
        counts("0 0 0 0", c -> c.containsKey("none"));
        counts("1 0 0 0", c -> c.forEach(entry -> assertThat(entry.getValue()).isEqualTo("v")));
    }

    @Test
    void puts() {
        counts("0 0 1 0", c -> c.put("there", "w"));
        counts("0 0 1 0", c -> c.put("none", "w"));
        counts("1 0 1 0", c -> c.getAndPut("there", "w"));
        counts("0 1 1 0", c -> c.getAndPut("none", "w"));
        counts("0 0 2 0", c -> c.putAll(Map.of("there", "w", "none", "w")));
        counts("1 0 0 0", c -> c.putIfAbsent("there", "w"));
        counts("0 1 1 0", c -> c.putIfAbsent("none", "w"));
    }

    @Test
    void removals() {
        counts("0 0 0 1", c -> c.remove("there"));
        counts("0 0 0 0", c -> c.remove("none"));
        counts("1 0 0 1", c -> c.remove("there", "v"));
        counts("1 0 0 0", c -> c.remove("there", "w"));
        counts("0 1 0 0", c -> c.remove("none", "v"));
        counts("1 0 0 1", c -> c.getAndRemove("there"));
        counts("0 1 0 0", c -> c.getAndRemove("none"));
        counts("0 0 0 1", c -> c.removeAll(Set.of("there", "none")));
        counts("0 0 0 1", Cache::removeAll);
        counts("0 0 0 0", Cache::clear);
    }

    @Test
    void replacements() {
        counts("1 0 1 0", c -> c.replace("there", "w"));
        counts("0 1 0 0", c -> c.replace("none", "w"));
        counts("1 0 1 0", c -> c.replace("there", "v", "w"));
        counts("1 0 0 0", c -> c.replace("there", "x", "w"));
        counts("0 1 0 0", c -> c.replace("none", "v", "w"));
        counts("1 0 1 0", c -> c.getAndReplace("there", "w"));
        counts("0 1 0 0", c -> c.getAndReplace("none", "w"));
    }

    private static EntryProcessor<String, String, String> doing(Consumer<MutableEntry<String, String>> deed) {
        return (entry, arguments) -> {
            deed.accept(entry);
            return "done";
        };
    }

    @Test
    void invocations() {
        counts("1 0 0 0", c -> c.invoke("there", doing(entry -> {})));
        counts("0 1 0 0", c -> c.invoke("none", doing(MutableEntry::getValue)));
        counts("1 0 1 0", c -> c.invoke("there", doing(entry -> entry.setValue("w"))));
        counts("0 1 1 0", c -> c.invoke("none", doing(entry -> entry.setValue("w"))));
        counts("1 0 0 1", c -> c.invoke("there", doing(MutableEntry::remove)));
        counts("0 1 0 0", c -> c.invoke("none", doing(MutableEntry::remove)));
        counts(
                "0 1 0 0",
                c -> c.invoke("none", doing(entry -> {
                    entry.setValue("w");
                    entry.remove();
                })));
        counts(
                "1 0 1 0",
                c -> c.invoke("there", doing(entry -> {
                    entry.remove();
                    entry.setValue("w");
                })));
        counts("1 1 0 0", c -> c.invokeAll(Set.of("there", "none"), doing(MutableEntry::exists)));
    }

    @Test
    void removalsByAWalk() {
        counts("1 0 0 1", c -> {
            var walk = c.iterator();
            walk.next();
            walk.remove();
        });
    }

    @Test
    void whatEndsAtOnceIsNoPut() {
        cache.close();
        for (var policy :
                List.of(CreatedExpiryPolicy.factoryOf(Duration.ZERO), ModifiedExpiryPolicy.factoryOf(Duration.ZERO))) {
            try (FlagstoneCache<String, String> brief =
                    client.cache(configuration().setExpiryPolicyFactory(policy))) {
                brief.put("k", "v");
                brief.putAll(Map.of("l", "v", "m", "w"));
                assertThat(counted()).isEqualTo("0 0 0 0");
                brief.getAndPut("k", "v");
                brief.putIfAbsent("l", "v");
                assertThat(counted()).isEqualTo("0 2 0 0");
            }
        }
    }

    @Test
    void anUpdateThatEndsAtOnceIsAPutAndNoRemoval() {
        cache.put("k", "v");
        cache.put("l", "v");
        cache.close();
        var atOnce = ModifiedExpiryPolicy.factoryOf(Duration.ZERO);
        try (FlagstoneCache<String, String> brief = client.cache(configuration().setExpiryPolicyFactory(atOnce))) {
            brief.put("k", "w");
            assertThat(counted()).isEqualTo("0 0 1 0");
            brief.getAndPut("l", "w");
            assertThat(counted()).isEqualTo("1 0 2 0");
            assertThat(brief.get("k")).isNull();
        }
    }

    @Test
    void percentagesAreOfAllGetsAndZeroWithoutAny() {
        assertThat(bean().getCacheHitPercentage()).isZero();
        assertThat(bean().getCacheMissPercentage()).isZero();
        assertThat(bean().getAverageGetTime()).isZero();
        cache.put("k", "v");
        cache.get("k");
        cache.get("k");
        cache.get("k");
        cache.get("none");
        assertThat(bean().getCacheHitPercentage()).isEqualTo(75f);
        assertThat(bean().getCacheMissPercentage()).isEqualTo(25f);
    }

    @Test
    void averagesAreInMicrosecondsOfWhatIsCounted() {
        CacheCounters counters = new CacheCounters();
        counters.enable(true);
        counters.hits(3);
        counters.misses(1);
        counters.getTime(8_000);
        counters.puts(2);
        counters.putTime(5_000);
        counters.removals(4);
        counters.removeTime(2_000);
        StatisticsBean bean = new StatisticsBean(counters);
        assertThat(bean.getAverageGetTime()).isEqualTo(2f);
        assertThat(bean.getAveragePutTime()).isEqualTo(2.5f);
        assertThat(bean.getAverageRemoveTime()).isEqualTo(0.5f);
        bean.clear();
        assertThat(bean.getAverageGetTime() + bean.getAveragePutTime() + bean.getAverageRemoveTime())
                .isZero();
    }

    @Test
    void callsThatChangeNothingDoNotLengthenTheAverageOfThoseThatDo() {
        cache.put("k", "v");
        cache.remove("k");
        cache.put("k", "v");
        bean().getAverageRemoveTime();
        float put = bean().getAveragePutTime();
        float remove = bean().getAverageRemoveTime();
        for (int i = 0; i < 50; i++) {
            cache.remove("none");
            cache.remove("k", "w");
            cache.getAndRemove("none");
            cache.replace("none", "w");
            cache.replace("k", "x", "w");
            cache.getAndReplace("none", "w");
            cache.putIfAbsent("k", "w");
        }
        assertThat(bean().getAverageRemoveTime()).isEqualTo(remove);
        assertThat(bean().getAveragePutTime()).isEqualTo(put);
        assertThat(bean().getAverageGetTime()).isPositive();
    }

    @Test
    void everyTimedCallAddsItsTime() {
        for (Consumer<Cache<String, String>> put : List.<Consumer<Cache<String, String>>>of(
                c -> c.put("there", "w"),
                c -> c.getAndPut("there", "w"),
                c -> c.putAll(Map.of("there", "w")),
                c -> c.putIfAbsent("none", "w"),
                c -> c.replace("there", "w"),
                c -> c.replace("there", "v", "w"),
                c -> c.getAndReplace("there", "w"))) {
            counts(counted(put), put);
            assertThat(bean().getAveragePutTime()).isPositive();
        }
        for (Consumer<Cache<String, String>> remove : List.<Consumer<Cache<String, String>>>of(
                c -> c.remove("there"),
                c -> c.remove("there", "v"),
                c -> c.getAndRemove("there"),
                c -> c.removeAll(Set.of("there")),
                Cache::removeAll)) {
            counts(counted(remove), remove);
            assertThat(bean().getAverageRemoveTime()).isPositive();
        }
    }

    private String counted(Consumer<Cache<String, String>> call) {
        cache.clear();
        cache.put("there", "v");
        bean().clear();
        call.accept(cache);
        return counted();
    }

    @Test
    void countingIsSwitchedAtRunTime() {
        cache.put("k", "v");
        cache.enableStatistics(false);
        assertThat(server.isRegistered(name("CacheStatistics"))).isFalse();
        cache.get("k");
        cache.put("k", "w");
        cache.enableStatistics(true);
        assertThat(counted()).as("what was counted before stays").isEqualTo("0 0 1 0");
        cache.get("k");
        assertThat(counted()).isEqualTo("1 0 1 0");
        assertThat(configurationBean().isStatisticsEnabled()).isTrue();
        cache.enableStatistics(false);
        assertThat(configurationBean().isStatisticsEnabled()).isFalse();
        cache.enableManagement(false);
        assertThat(server.isRegistered(name("CacheConfiguration"))).isFalse();
    }

    @Test
    void theConfigurationIsShownAsItIs() {
        CacheMXBean shown = configurationBean();
        assertThat(shown.getKeyType()).isEqualTo("java.lang.String");
        assertThat(shown.getValueType()).isEqualTo("java.lang.String");
        assertThat(shown.isStoreByValue()).isTrue();
        assertThat(shown.isReadThrough()).isFalse();
        assertThat(shown.isWriteThrough()).isFalse();
        assertThat(shown.isManagementEnabled()).isTrue();
    }

    @Test
    void noBeanOutlivesItsCache() {
        cache.close();
        assertThat(server.isRegistered(name("CacheStatistics"))).isFalse();
        assertThat(server.isRegistered(name("CacheConfiguration"))).isFalse();
        cache.enableStatistics(true);
        cache.enableManagement(true);
        assertThat(server.isRegistered(name("CacheStatistics"))).isFalse();
        assertThat(server.isRegistered(name("CacheConfiguration"))).isFalse();
    }
}
