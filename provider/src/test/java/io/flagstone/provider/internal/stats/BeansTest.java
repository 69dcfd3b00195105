package io.flagstone.provider.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.placement.HotKey;
import io.flagstone.provider.placement.HotKeysMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beans are found under the names of the specification, whatever caches are called, and go with their cache. */
class BeansTest {

    private static final String STATISTICS = "javax.cache:type=CacheStatistics,CacheManager=";
    private static final String CONFIGURATION = "javax.cache:type=CacheConfiguration,CacheManager=";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final List<Beans> opened = new ArrayList<>();

    private Beans beans(String manager, String cache) {
        Beans beans = new Beans(manager, cache);
        opened.add(beans);
        return beans;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Beans::close);
    }

    private static StatisticsBean statistics() {
        return new StatisticsBean(new CacheCounters());
    }

    private static ConfigurationBean configuration() {
        return new ConfigurationBean(new MutableConfiguration<>());
    }

    private Set<String> names() {
        try {
            Set<String> names = new TreeSet<>();
            for (ObjectName name : server.queryNames(new ObjectName("javax.cache:*"), null)) {
                names.add(name.toString());
            }
            return names;
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void beansHaveTheNamesOfTheSpecification() {
        Beans beans = beans("flagstone:units", "things");
        beans.statistics(statistics());
        beans.configuration(configuration());
        assertThat(names())
                .containsExactly(
                        CONFIGURATION + "flagstone.units,Cache=things", STATISTICS + "flagstone.units,Cache=things");
    }

    @Test
    void commaColonEqualsSignAndNewlineBecomeDots() {
        beans("memcached://n=a:1,b:2", "x,y:z=\n").statistics(statistics());
        assertThat(names()).containsExactly(STATISTICS + "memcached.//n.a.1.b.2,Cache=x.y.z..");
    }

    /** Left alone they make a name a pattern, or no name, and the cache could not be created. */
    @Test
    void whatElseANameMayNotHoldBecomesADotToo() {
        for (String name : List.of("orders*", "why?", "\"quoted\"", "\"", "*", "a\\b", "tab\t", "\r", " ", "")) {
            Beans beans = beans("memcached://a:1*2;b:1*3", name);
            beans.statistics(statistics());
            assertThat(names())
                    .as(name)
                    .hasSize(1)
                    .allSatisfy(found -> assertThat(found).startsWith(STATISTICS + "memcached.//a.1.2;b.1.3,Cache="));
            beans.statistics(null);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void showingTwiceIsShowingOnceAndHidingTwiceIsHidingOnce() {
        Beans beans = beans("m", "c");
        beans.statistics(statistics());
        beans.statistics(statistics());
        assertThat(names()).hasSize(1);
        beans.statistics(null);
        beans.statistics(null);
        beans.configuration(null);
        assertThat(names()).isEmpty();
        beans.statistics(statistics());
        assertThat(names()).hasSize(1);
    }

    @Test
    void aSecondCacheOfTheSameNamesIsToldApart() {
        Beans first = beans("m", "c");
        Beans second = beans("m", "c");
        first.statistics(statistics());
        second.statistics(statistics());
        assertThat(names()).hasSize(2).contains(STATISTICS + "m,Cache=c");
        first.statistics(null);
        assertThat(names()).hasSize(1).allSatisfy(name -> assertThat(name).contains("instance="));
        second.statistics(null);
        assertThat(names()).isEmpty();
    }

    @Test
    void nothingIsShownOnceClosed() {
        Beans beans = beans("m", "c");
        beans.statistics(statistics());
        beans.configuration(configuration());
        beans.close();
        assertThat(names()).isEmpty();
        beans.statistics(statistics());
        beans.configuration(configuration());
        assertThat(names()).isEmpty();
        beans.close();
    }

    @Test
    void aBeanThatSomebodyElseTookAwayIsHiddenAllTheSame() throws JMException {
        Beans beans = beans("m", "c");
        beans.statistics(statistics());
        server.unregisterMBean(new ObjectName(STATISTICS + "m,Cache=c"));
        beans.statistics(null);
        beans.statistics(statistics());
        assertThat(names()).hasSize(1);
    }

    @Test
    void hotKeysCanBeReadByAnyToolThatKnowsNoneOfOurClasses() throws Exception {
        HotKey hot = new HotKey("orders", "00c0ffee00c0ffee", "node1", 0.25, 1200);
        ObjectName name = new ObjectName("io.flagstone:type=HotKeys,CacheManager=flagstone.units");
        try (PlatformBean bean = PlatformBean.hotKeys("flagstone:units", new HotKeysBean(() -> List.of(hot)))) {
            assertThat(bean).isNotNull();
            CompositeData[] shown = (CompositeData[]) server.getAttribute(name, "HotKeys");
            assertThat(shown).singleElement().satisfies(data -> {
                assertThat(data.get("cache")).isEqualTo("orders");
                assertThat(data.get("key")).isEqualTo("00c0ffee00c0ffee");
                assertThat(data.get("node")).isEqualTo("node1");
                assertThat(data.get("share")).isEqualTo(0.25);
                assertThat(data.get("callsPerSecond")).isEqualTo(1200.0);
            });
            assertThat(JMX.newMXBeanProxy(server, name, HotKeysMXBean.class).getHotKeys())
                    .extracting(HotKey::getNode)
                    .containsExactly("node1");
        }
        assertThat(server.isRegistered(name)).isFalse();
    }
}
