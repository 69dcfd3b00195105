package io.flagstone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.testing.Threads;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

class ManagerClosingTest {

    private static final int ROUNDS = 300;

    @Test
    void noCacheIsLeftOpenByAManagerThatClosesMeanwhile() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            CacheManager manager =
                    new FlagstoneCachingProvider().getCacheManager(URI.create("memcached://127.0.0.1:1"), null, null);
            CompletableFuture<List<Cache<Object, Object>>> created = Threads.start(() -> createUntilClosed(manager));
            Thread.sleep(0, round * 1_000);
            manager.close();
            long open = created.get(10, TimeUnit.SECONDS).stream()
                    .filter(cache -> !cache.isClosed())
                    .count();
            assertThat(open).isZero();
        }
    }

    private static List<Cache<Object, Object>> createUntilClosed(CacheManager manager) {
        List<Cache<Object, Object>> caches = new ArrayList<>();
        try {
            while (true) {
                caches.add(manager.createCache("c" + caches.size(), new MutableConfiguration<>()));
            }
        } catch (IllegalStateException e) {
            return caches;
        }
    }
}
