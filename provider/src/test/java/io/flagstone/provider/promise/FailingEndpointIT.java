package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.CacheSetting;
import io.flagstone.provider.config.FlagstoneConfiguration;
import io.flagstone.provider.entry.EntryClient;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.testing.TestLoader;
import io.flagstone.provider.testing.TestWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Behind a router that fails over, on any stock memcached: what decides nothing works, and nothing is decided. */
@ParameterizedClass
@MethodSource("io.flagstone.provider.promise.Servers#stock")
class FailingEndpointIT {

    private static final String ALLOWED_BY = "flagstone.endpoint.fails-over=never";
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Map<Servers, Routed> ROUTED = new EnumMap<>(Servers.class);

    private final Servers servers;
    private final Routed routed;

    FailingEndpointIT(Servers servers) {
        this.servers = servers;
        this.routed = routed(servers);
    }

    private static Routed routed(Servers servers) {
        return ROUTED.computeIfAbsent(servers, Routed::failingOver);
    }

    @AfterParameterizedClassInvocation
    static void end(Servers servers) {
        Optional.ofNullable(ROUTED.remove(servers)).ifPresent(Routed::close);
    }

    private static MutableConfiguration<String, String> strings() {
        return new MutableConfiguration<>();
    }

    @Test
    void whatDecidesNothingWorks() {
        Cache<String, String> one = routed.cache();
        Cache<String, String> other = routed.cache();
        Map<String, String> many = ManyKeys.all(ManyKeys.keys(), "v");
        one.putAll(many);
        assertThat(other.getAll(many.keySet())).isEqualTo(many);
        assertThat(other.remove("k1")).isTrue();
        assertThat(one.remove("k1")).isFalse();
        assertThat(one.containsKey("k1")).isFalse();
        one.put("k2", "w");
        assertThat(other.get("k2")).isEqualTo("w");
        other.removeAll(Set.of("k2", "k3"));
        assertThat(one.getAll(Set.of("k2", "k3", "k4"))).containsOnlyKeys("k4");
        one.clear();
        assertThat(other.get("k4")).isNull();
        one.put("k5", "v");
        other.removeAll();
        assertThat(one.get("k5")).isNull();
    }

    static Stream<Arguments> decisions() {
        return Stream.of(
                decision("putIfAbsent", cache -> cache.putIfAbsent("k", "v")),
                decision("replace", cache -> cache.replace("k", "v")),
                decision("replace", cache -> cache.replace("k", "v", "w")),
                decision("remove(key, value)", cache -> cache.remove("k", "v")),
                decision("getAndPut", cache -> cache.getAndPut("k", "v")),
                decision("getAndRemove", cache -> cache.getAndRemove("k")),
                decision("getAndReplace", cache -> cache.getAndReplace("k", "v")),
                decision("invoke", cache -> cache.invoke("k", (entry, none) -> entry.getValue())),
                decision("invokeAll", cache -> cache.invokeAll(Set.of("k"), (entry, none) -> entry.getValue())));
    }

    private static Arguments decision(String name, Consumer<Cache<String, String>> call) {
        return Arguments.of(name, call);
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void decisionsAreRefusedNamingTheSettingThatAllowsThem(String name, Consumer<Cache<String, String>> call) {
        Cache<String, String> cache = routed.cache();
        assertThatThrownBy(() -> call.accept(cache))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith(name + " is refused")
                .hasMessageContaining(ALLOWED_BY);
    }

    @Test
    void cachesWhoseEntriesDoNotEndByThemselvesAreRefused() {
        assertRefused(
                new FlagstoneConfiguration<>(strings()).set(CacheSetting.TTL, "none"),
                "flagstone.cache.c.ttl",
                "fails-over=possible");
        assertRefused(
                strings().setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_MINUTE)),
                "reads must not prolong them");
        assertRefused(
                new FlagstoneConfiguration<>(strings().setExpiryPolicyFactory(EternalExpiryPolicy.factoryOf()))
                        .set(CacheSetting.TTL, "none"),
                "an older value can come back");
    }

    @Test
    void loadersAndWritersAreRefused() {
        assertRefused(
                strings()
                        .setCacheLoaderFactory(
                                new FactoryBuilder.SingletonFactory<>(new TestLoader<String>(key -> key))),
                "has a loader",
                ALLOWED_BY);
        assertRefused(
                strings()
                        .setWriteThrough(true)
                        .setCacheWriterFactory(new FactoryBuilder.SingletonFactory<>(new TestWriter())),
                "has a writer",
                ALLOWED_BY);
    }

    @Test
    void plainCachesCopiesAndTheGutterAreRefused() {
        assertRefused(
                new FlagstoneConfiguration<>(strings()).set(CacheSetting.MODE, "plain"),
                "mode=plain",
                "placement=endpoint");
        assertRefused(
                new FlagstoneConfiguration<>(strings()).set(CacheSetting.COPIES, "2"),
                "copies=2",
                "placement=endpoint");
        assertRefused(
                new FlagstoneConfiguration<>(strings()).set(CacheSetting.FAILURE, "gutter"),
                "failure=gutter",
                "placement=endpoint");
    }

    private void assertRefused(CompleteConfiguration<String, String> configuration, String... words) {
        assertThatThrownBy(() -> routed.cache(configuration))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContainingAll(words);
    }

    /** Hibernate's regions are made of these. */
    @Test
    void spacesOfEntriesAreRefused() {
        Properties properties = new Properties();
        for (String key : List.of("flagstone.nodes", "flagstone.placement", "flagstone.namespace")) {
            properties.setProperty(key, routed.engine().property(key));
        }
        try (EntryClient client = EntryClient.open(
                URI.create("flagstone:spaces"), getClass().getClassLoader(), properties, Clock.systemUTC())) {
            assertThatThrownBy(() -> client.space("region", client.options("region"), List.of()))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("flagstone.endpoint.fails-over=possible");
        }
    }

    @Test
    void whatIsPutWhileANodeIsAwayIsReadFromAnother() {
        try (Routed own = Routed.failingOver(servers)) {
            Cache<String, String> cache = own.cache();
            cache.putAll(ManyKeys.all(ManyKeys.keys(), "v"));
            own.node(0).kill9();
            own.node(1).kill9();
            await().atMost(SOON).ignoreExceptions().until(() -> {
                cache.putAll(ManyKeys.all(ManyKeys.keys(), "w"));
                return cache.getAll(ManyKeys.keys()).equals(ManyKeys.all(ManyKeys.keys(), "w"));
            });
        }
    }

    /** Clients do not look at the version: they try whether tokens are kept. */
    @Test
    void nodesThatDoNotKeepTokensAreRefusedWhereTheyAreNeededAndOthersAreNot() {
        try (Routed own = Routed.steady(servers)) {
            Cache<String, String> cache = own.cache();
            if (own.node(0).version().isAtLeast("1.6.27")) {
                assertThat(cache.putIfAbsent("k", "v")).isTrue();
                assertThat(cache.getAndPut("k", "w")).isEqualTo("v");
            } else {
                assertThatThrownBy(() -> cache.put("k", "v"))
                        .isInstanceOf(NodeUnavailable.class)
                        .hasMessageContaining(
                                "flagstone.endpoint.fails-over=never needs nodes that keep the tokens of clients")
                        .hasMessageContaining("1.6.27");
            }
        }
    }
}
