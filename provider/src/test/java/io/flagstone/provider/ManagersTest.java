package io.flagstone.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.configuration.OptionalFeature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ManagersTest {

    private final FlagstoneCachingProvider provider = new FlagstoneCachingProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void storeByReferenceIsRefusedAndTheSwitchIsNamed() {
        CacheManager manager = provider.getCacheManager();
        assertThat(provider.isSupported(OptionalFeature.STORE_BY_REFERENCE)).isFalse();
        assertThatThrownBy(() -> manager.createCache("c", byReference()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("flagstone.store-by-reference=by-value");
        assertThat(manager.getCacheNames()).isEmpty();
    }

    @Test
    void theLenientSwitchServesSuchCachesByValue() {
        Properties lenient = new Properties();
        lenient.setProperty("flagstone.store-by-reference", "by-value");
        Cache<String, int[]> cache = provider.getCacheManager(URI.create("flagstone:lenient"), null, lenient)
                .createCache("c", byReference());
        int[] value = {1};
        cache.put("k", value);
        value[0] = 2;
        assertThat(cache.get("k")).containsExactly(1);
    }

    @Test
    void copiesAndTheGutterAreRefusedOnAListThatChanges(@TempDir Path folder) throws IOException {
        Path list = Files.writeString(folder.resolve("nodes"), "127.0.0.1:1\n127.0.0.1:2\n");
        assertRefusedOn(list, "copies", "2");
        assertRefusedOn(list, "failure", "gutter");
    }

    private void assertRefusedOn(Path list, String setting, String value) {
        Properties properties = new Properties();
        properties.setProperty("flagstone.nodes.source", "file:" + list);
        properties.setProperty("flagstone.cache.*." + setting, value);
        try (CacheManager manager = provider.getCacheManager(URI.create("flagstone:" + setting), null, properties)) {
            assertThatThrownBy(() -> manager.createCache("c", new MutableConfiguration<>()))
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContainingAll(
                            "cache c has " + setting + "=" + value,
                            "flagstone.nodes.source is set",
                            "another manager with a fixed list, flagstone.nodes");
        }
    }

    private static MutableConfiguration<String, int[]> byReference() {
        return new MutableConfiguration<String, int[]>()
                .setTypes(String.class, int[].class)
                .setStoreByValue(false);
    }

    @Test
    void aManagerIsKnownByItsUriAndClassLoader() throws Exception {
        CacheManager manager = provider.getCacheManager();
        assertThat(provider.getCacheManager(provider.getDefaultURI(), provider.getDefaultClassLoader()))
                .isSameAs(manager);
        assertThat(provider.getCacheManager(URI.create("flagstone:other"), null))
                .isNotSameAs(manager);
        try (URLClassLoader loader = new URLClassLoader(new URL[0], provider.getDefaultClassLoader())) {
            CacheManager isolated = provider.getCacheManager(null, loader);
            assertThat(isolated).isNotSameAs(manager);
            assertThat(isolated.getClassLoader()).isSameAs(loader);
            isolated.createCache("c", new MutableConfiguration<>());
            assertThat(manager.getCacheNames()).isEmpty();
            provider.close(loader);
            assertThat(isolated.isClosed()).isTrue();
            assertThat(manager.isClosed()).isFalse();
        }
    }

    @Test
    void aClosedManagerIsReplacedByANewOne() {
        CacheManager manager = provider.getCacheManager();
        Cache<Object, Object> cache = manager.createCache("c", new MutableConfiguration<>());
        manager.close();
        assertThat(cache.isClosed()).isTrue();
        assertThatThrownBy(() -> manager.getCache("c"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        assertThat(provider.getCacheManager()).isNotSameAs(manager).matches(next -> !next.isClosed());
    }

    @Test
    void managersOfOneProviderShareTheEmbeddedNode() {
        MutableConfiguration<String, String> strings =
                new MutableConfiguration<String, String>().setTypes(String.class, String.class);
        Cache<String, String> one = provider.getCacheManager().createCache("c", strings);
        Cache<String, String> other =
                provider.getCacheManager(URI.create("flagstone:other"), null).createCache("c", strings);
        one.put("k", "v");
        assertThat(other.get("k")).isEqualTo("v");
    }

    @Test
    void cachesAndManagersUnwrapToWhatTheyAreAndNothingElse() {
        CacheManager manager = provider.getCacheManager();
        Cache<Object, Object> cache = manager.createCache("c", new MutableConfiguration<>());
        assertThat(manager.unwrap(FlagstoneCacheManager.class)).isSameAs(manager);
        assertThat((Object) cache.unwrap(Cache.class)).isSameAs(cache);
        for (Class<?> stranger : List.of(String.class, Thread.class)) {
            assertThatThrownBy(() -> manager.unwrap(stranger))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(stranger.getName());
            assertThatThrownBy(() -> cache.unwrap(stranger))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(stranger.getName());
        }
    }
}
