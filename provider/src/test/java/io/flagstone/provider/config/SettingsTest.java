package io.flagstone.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first place that sets a setting decides it, and a setting that nobody knows is a mistake. */
class SettingsTest {

    private static final String TIMEOUT = "flagstone.timeout";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private Places places() {
        return new Places(folder);
    }

    @Test
    void withoutAnySettingEverythingIsAsDocumented() {
        ClientOptions options = places().client();
        assertThat(options.isEmbedded()).isTrue();
        assertThat(options.namespace()).isEmpty();
        assertThat(options.allowedClasses()).isEmpty();
        assertThat(options.referenceAsValue()).isFalse();
        assertThat(options.link())
                .isEqualTo(new LinkOptions(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(10),
                        3,
                        Duration.ofSeconds(5),
                        100_000,
                        1));
        assertThat(options.embedded()).isEqualTo(new EmbeddedOptions(64 << 20, 0));
        assertThat(places().cache("any")).isEqualTo(CacheOptions.DEFAULTS);
    }

    @Test
    void theFirstPlaceThatSetsASettingDecidesIt() {
        Places places = places();
        places.classPath(TIMEOUT + "=11ms");
        assertThat(places.client().link().timeout()).hasMillis(11);
        places.file(TIMEOUT + "=12ms");
        assertThat(places.client().link().timeout()).hasMillis(12);
        places.environment("FLAGSTONE_TIMEOUT", "13ms");
        assertThat(places.client().link().timeout()).hasMillis(13);
        places.system(TIMEOUT, "14ms");
        assertThat(places.client().link().timeout()).hasMillis(14);
        places.property(TIMEOUT, "15ms");
        assertThat(places.client().link().timeout()).hasMillis(15);
    }

    @Test
    void aWarmUpNeedsAListThatChangesAndATime() {
        assertThat(places().client().source().warmUp()).isNull();
        Places source = places().property("flagstone.nodes.source", "static:a:1");
        assertThat(source.client().source().warmUp()).isNull();
        source.property("flagstone.nodes.warm-up", "10m");
        assertThat(source.client().source().warmUp()).isEqualTo(Duration.ofMinutes(10));
        for (String wrong : List.of("0s", "500ms", "2h", "on")) {
            source.property("flagstone.nodes.warm-up", wrong);
            assertThatThrownBy(source::client)
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("flagstone.nodes.warm-up")
                    .hasMessageContaining("off, or");
        }
        Places fixed = places().property("flagstone.nodes", "a:1").property("flagstone.nodes.warm-up", "10m");
        assertThatThrownBy(fixed::client)
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("flagstone.nodes.warm-up")
                .hasMessageContaining("without flagstone.nodes.source")
                .hasMessageContaining("set that, too, or leave");
    }

    @Test
    void theNodesOfTheUriGoBeforeAllOthers() {
        Places places = places().classPath("flagstone.nodes=a:1")
                .environment("FLAGSTONE_NODES", "b:1")
                .system("flagstone.nodes", "c:1")
                .property("flagstone.nodes", "d:1");
        assertThat(places.client().nodes()).extracting(NodeAddress::name).containsExactly("d:1");
        places.uri("memcached://e:1;f:2");
        assertThat(places.client().nodes()).extracting(NodeAddress::name).containsExactly("e:1", "f:2");
    }

    @Test
    void aPlaceBehindFillsInWhatThoseBeforeLeaveOut() {
        Places places = places().classPath("flagstone.namespace=n\nflagstone.io.threads=2\nflagstone.timeout=1ms")
                .file("flagstone.nodes=a:1\nflagstone.timeout=2ms")
                .environment("FLAGSTONE_DEBTS_MAX", "7")
                .environment("FLAGSTONE_CONNECT_TIMEOUT", "8ms")
                .environment("PATH", "/bin")
                .system("java.home", "/jdk")
                .property("application", "mine");
        ClientOptions options = places.client();
        assertThat(options.namespace()).isEqualTo("n");
        assertThat(options.link().threads()).isEqualTo(2);
        assertThat(options.link().timeout()).hasMillis(2);
        assertThat(options.link().maxDebts()).isEqualTo(7);
        assertThat(options.link().connectTimeout()).hasMillis(8);
        assertThat(options.nodes()).hasSize(1);
    }

    @Test
    void propertiesHaveTheirDefaultsToo() {
        Properties defaults = new Properties();
        defaults.setProperty(TIMEOUT, "21ms");
        Settings settings = Settings.gather(
                java.net.URI.create("flagstone:x"),
                ClassLoader.getPlatformClassLoader(),
                new Properties(defaults),
                new Properties(),
                Map.of());
        assertThat(settings.client().link().timeout()).hasMillis(21);
    }

    @Test
    void aSettingThatNobodyKnowsIsAMistakeThatSuggestsTheNearest() {
        Map<String, String> meant = Map.of(
                "flagstone.tmeout", TIMEOUT,
                "flagstone.node", "flagstone.nodes",
                "flagstone.connect.timeout", "flagstone.connect-timeout",
                "flagstone.Namespace", "flagstone.namespace",
                "flagstone.cache.orders.tll", "flagstone.cache.orders.ttl",
                "flagstone.cache.orders.compres-above", "flagstone.cache.orders.compress-above",
                "flagstone.cache.ttl", "flagstone.cache.*.ttl");
        meant.forEach((unknown, known) -> {
            assertThatThrownBy(() -> new Places(folder).property(unknown, "1").gather())
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("unknown setting " + unknown + " (the manager's properties)")
                    .hasMessageContaining("did you mean " + known + "?");
            assertThatThrownBy(() -> new Places(folder).system(unknown, "1").gather())
                    .hasMessageContaining("the system properties");
        });
        assertThatThrownBy(() ->
                        places().property("flagstone.quite-something-else", "1").gather())
                .hasMessageContaining("known are flagstone.nodes, flagstone.namespace");
        assertThatThrownBy(
                        () -> places().environment("FLAGSTONE_TIMEOUTS", "1s").gather())
                .hasMessageContaining("the environment")
                .hasMessageContaining(TIMEOUT);
    }

    @Test
    void aNameInAFileOfOursWithoutOurPrefixIsAMistakeToo() {
        assertThatThrownBy(() -> places().file("timeout=5s").gather())
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("unknown setting timeout")
                .hasMessageContaining("own.properties")
                .hasMessageContaining("did you mean " + TIMEOUT + "?");
    }

    @Test
    void theAddressesOfAServiceThatIsNamedAfterUsAreNoSettings() {
        Settings settings = places().environment("FLAGSTONE_SERVICE_HOST", "10.0.0.7")
                .environment("FLAGSTONE_SERVICE_PORT", "11211")
                .environment("FLAGSTONE_PORT", "tcp://10.0.0.7:11211")
                .environment("FLAGSTONE_PORT_11211_TCP_ADDR", "10.0.0.7")
                .environment("FLAGSTONE_CACHE_A_SERVICE_PORT_MEMCACHED", "11211")
                .environment("FLAGSTONE_EMBEDDED_PORT", "4711")
                .gather();
        assertThat(settings.client().embedded().port()).isEqualTo(4711);
        assertThatThrownBy(() -> places().environment("FLAGSTONE_PORTS", "1").gather())
                .hasMessageContaining("flagstone.ports");
    }

    @Test
    void whatTheLauncherOfANodeIsToldIsNoSettingOfClientsOnTheSameMachine() {
        Settings settings = places().environment("FLAGSTONE_JAVA_OPTS", "-Xmx128m")
                .environment("FLAGSTONE_JAR", "/opt/flagstone-server.jar")
                .environment("FLAGSTONE_CACHE", "none")
                .environment("FLAGSTONE_OPTIONS", "-m 1024")
                .environment("FLAGSTONE_EMBEDDED_PORT", "4711")
                .gather();
        assertThat(settings.client().embedded().port()).isEqualTo(4711);
    }

    @Test
    void settingsOfSingleCachesHaveNoFormInTheEnvironment() {
        for (String variable : List.of("FLAGSTONE_CACHE_ORDERS_TTL", "FLAGSTONE_CACHE_ORDERS_COMPRESS_ABOVE")) {
            assertThatThrownBy(
                            () -> new Places(folder).environment(variable, "5s").gather())
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining(variable);
        }
    }

    @Test
    void aValueThatIsNoTextIsNotOverlooked() {
        assertThatThrownBy(() -> places().property("flagstone.suspect.after", 5).gather())
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("flagstone.suspect.after")
                .hasMessageContaining("Integer");
        assertThat(places().property("other.number", 5).client().isEmbedded()).isTrue();
    }

    @Test
    void aFileThatCannotBeReadIsAMistakeThatNamesIt() {
        String missing = folder.resolve("missing.properties").toUri().toString();
        for (String uri : List.of(missing, "classpath:missing.properties", "jar:file:/missing.jar!/x.properties")) {
            assertThatThrownBy(() -> places().uri(uri).gather())
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining(uri);
        }
        String malformed = "flagstone.namespace=\\u00zz";
        assertThatThrownBy(() -> places().file(malformed).gather())
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("own.properties");
        assertThatThrownBy(() -> places().classPath(malformed).gather())
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining(Settings.DEFAULT_FILE);
    }

    @Test
    void aResourceOnTheClassPathIsAFileLikeAnyOther() {
        Places places = places().uri("classpath:mine.properties");
        places.written("mine.properties", TIMEOUT + "=31ms");
        assertThat(places.client().link().timeout()).hasMillis(31);
    }

    @Test
    void aUriThatIsNeitherNodesNorAFileNorANameIsAMistake() {
        for (String uri : List.of("http://host/x.properties", "redis://host", "orders", "memcache://host:1")) {
            assertThatThrownBy(() -> places().uri(uri).gather())
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining(uri)
                    .hasMessageContaining("memcached://host:port;host:port");
        }
    }
}
