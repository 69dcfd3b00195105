package io.flagstone.provider.observing;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.micrometer.FlagstoneMeters;
import io.flagstone.provider.opentelemetry.FlagstoneTracing;
import io.flagstone.provider.placement.ClusterMXBean;
import io.flagstone.provider.testing.FakeNode;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.MBeanAttributeInfo;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tables of the page list exactly what there is. */
class ObservingPageTest {

    private static final Path PAGE = Path.of("..", "docs", "observing.md");

    private final TwoNodes nodes = new TwoNodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    /** The first cells of the rows below this head, and what follows them as far as it stands in code. */
    private static Map<String, String> table(String head) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        List<String> lines = Files.readAllLines(PAGE);
        int at = lines.indexOf(head);
        assertThat(at).as(head).isNotNegative();
        for (String line : lines.subList(at + 2, lines.size())) {
            if (!line.startsWith("| ")) {
                break;
            }
            String[] cells = line.split(" *[|] *", -1);
            rows.put(cells[1].replace("`", ""), cells[2] + " " + cells[3].replace("`", ""));
        }
        return rows;
    }

    private static ObjectName bean(CacheManager manager) throws Exception {
        return new ObjectName("io.flagstone:type=Cluster,CacheManager="
                + manager.getURI().toString().replace(':', '.'));
    }

    @Test
    void theAttributesOfTheBeanAndTheColumnsOfItsNodes() throws Exception {
        CacheManager manager = nodes.manager();
        var server = ManagementFactory.getPlatformMBeanServer();
        Set<String> attributes = Arrays.stream(
                        server.getMBeanInfo(bean(manager)).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .collect(Collectors.toSet());
        assertThat(table("| Attribute | Meaning |").keySet()).isEqualTo(new TreeSet<>(attributes));
        assertThat(attributes).hasSize(ClusterMXBean.class.getMethods().length);
        CompositeData[] rows = (CompositeData[]) server.getAttribute(bean(manager), "Nodes");
        assertThat(table("| Column | Meaning |").keySet())
                .isEqualTo(new TreeSet<>(rows[0].getCompositeType().keySet()));
    }

    @Test
    void theNamesOfTheBeans() throws Exception {
        CacheManager manager = nodes.manager();
        TwoNodes.cache(manager, "c");
        manager.enableStatistics("c", true);
        manager.enableManagement("c", true);
        String uri = manager.getURI().toString().replace(':', '.');
        Set<String> registered = Stream.of("javax.cache:*", "io.flagstone:*")
                .flatMap(pattern -> ManagementFactory.getPlatformMBeanServer().queryNames(name(pattern), null).stream())
                .map(ObjectName::toString)
                .filter(text -> text.contains(uri))
                .map(text -> text.replace(uri, "<uri>").replace("Cache=c", "Cache=<name>"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table("| Name | What it shows |").keySet()).isEqualTo(registered);
    }

    private static ObjectName name(String pattern) {
        try {
            return new ObjectName(pattern);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theAttributesOfTheStatisticsBesideJCaches() throws Exception {
        CacheManager manager = nodes.manager();
        TwoNodes.cache(manager, "c");
        manager.enableStatistics("c", true);
        ObjectName statistics = name("javax.cache:type=CacheStatistics,CacheManager="
                + manager.getURI().toString().replace(':', '.') + ",Cache=c");
        Set<String> attributes = new TreeSet<>();
        for (MBeanAttributeInfo attribute : ManagementFactory.getPlatformMBeanServer()
                .getMBeanInfo(statistics)
                .getAttributes()) {
            attributes.add(attribute.getName());
        }
        for (Method method : CacheStatisticsMXBean.class.getMethods()) {
            attributes.remove(method.getName().replaceFirst("^get", ""));
        }
        assertThat(table("| Attribute of the statistics | Meaning |").keySet()).isEqualTo(attributes);
    }

    @Test
    void theMeters() throws Exception {
        CacheManager manager = nodes.manager();
        TwoNodes.cache(manager, "c");
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        FlagstoneMeters.bind(manager, registry);
        Map<String, String> there = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            String tags =
                    meter.getId().getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(", "));
            there.put(meter.getId().getName(), meter.getId().getType().name().toLowerCase(Locale.ROOT) + " " + tags);
        }
        assertThat(table("| Meter | Type | Tags | Meaning |")).isEqualTo(there);
        registry.close();
    }

    @Test
    void theAttributesOfSpans() throws Exception {
        InMemorySpanExporter exporter = InMemorySpanExporter.create();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build();
        CacheManager manager = nodes.set("flagstone.cache.*.failure", "miss").manager();
        FlagstoneTracing.start(
                manager, OpenTelemetrySdk.builder().setTracerProvider(provider).build());
        Cache<String, String> cache = TwoNodes.cache(manager, "c");
        cache.getAll(new TreeSet<>(TwoNodes.keysOf("west", cache, nodes.west(), 2)));
        nodes.west().script(line -> FakeNode.Deed.BREAK);
        nodes.west().stop();
        cache.getAll(new TreeSet<>(TwoNodes.keysOf("east", cache, nodes.east(), 9)));
        Set<String> keys = exporter.getFinishedSpanItems().stream()
                .flatMap(span -> span.getAttributes().asMap().keySet().stream())
                .map(AttributeKey::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(table("| Attribute | Value |").keySet()).isEqualTo(keys);
        provider.close();
    }
}
