package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cache may be closed while calls are in flight: they end, and nothing of the application is used afterwards. */
class ClosingIT {

    /** A loader that remembers whether it was used after it was closed. */
    private static final class Loader implements CacheLoader<String, String>, Closeable {

        final List<String> afterClose = new CopyOnWriteArrayList<>();
        final AtomicInteger inside = new AtomicInteger();
        volatile int insideWhenClosed = -1;
        volatile boolean closed;

        @Override
        public String load(String key) {
            inside.incrementAndGet();
            try {
                if (closed) {
                    afterClose.add(key);
                }
                TimeUnit.MILLISECONDS.sleep(3);
                return "loaded";
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            keys.forEach(this::load);
            return Map.of();
        }

        @Override
        public void close() {
            insideWhenClosed = inside.get();
            closed = true;
        }
    }

    private static MutableConfiguration<String, String> reading(Loader loader) {
        return new MutableConfiguration<String, String>()
                .setReadThrough(true)
                .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<CacheLoader<String, String>>(loader));
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void callsInFlightEndAndTheLoaderIsClosedAfterThem(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            for (int round = 0; round < 5; round++) {
                CacheManager manager = engine.client();
                Loader loader = new Loader();
                Cache<String, String> cache = manager.createCache("c" + round, reading(loader));
                CountDownLatch started = new CountDownLatch(8);
                AtomicInteger ended = new AtomicInteger();
                Threads.together(9, thread -> {
                    if (thread == 8) {
                        started.await();
                        TimeUnit.MILLISECONDS.sleep(20);
                        cache.close();
                        return;
                    }
                    started.countDown();
                    useUntilClosed(cache, thread);
                    ended.incrementAndGet();
                });
                assertThat(ended.get()).isEqualTo(8);
                assertThat(loader.closed).isTrue();
                assertThat(loader.insideWhenClosed).isZero();
                assertThat(loader.afterClose).isEmpty();
            }
        }
    }

    private static void useUntilClosed(Cache<String, String> cache, int thread) {
        for (int i = 0; ; i++) {
            try {
                cache.get("k" + thread + "-" + i);
                cache.put("p" + thread + "-" + i, "value");
                cache.invoke("p" + thread + "-" + i, (entry, ignored) -> entry.getValue());
            } catch (IllegalStateException e) {
                assertThat(cache.isClosed()).isTrue();
                return;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aLoadInTheBackgroundEndsBeforeTheLoaderIsClosed(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Loader loader = new Loader();
            Cache<String, String> cache = engine.client().createCache("c", reading(loader));
            CompletionListenerFuture loading = new CompletionListenerFuture();
            cache.loadAll(Set.of("a", "b", "c", "d", "e", "f"), true, loading);
            cache.close();
            assertThat(loader.insideWhenClosed).isZero();
            assertThat(loader.afterClose).isEmpty();
            loading.get(10, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aClosedManagerEndsEveryCallOfItsCaches(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            CacheManager manager = engine.client();
            Cache<String, String> cache = manager.createCache("c", new MutableConfiguration<String, String>());
            Threads.together(5, thread -> {
                if (thread == 4) {
                    TimeUnit.MILLISECONDS.sleep(50);
                    manager.close();
                } else {
                    useUntilClosed(cache, thread);
                }
            });
            assertThat(manager.isClosed()).isTrue();
            assertThat(cache.isClosed()).isTrue();
            assertThatThrownBy(() -> cache.get("k")).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void entriesOutliveTheCacheAndTheClient(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            CacheManager manager = engine.client();
            Cache<String, String> cache = manager.createCache("c", new MutableConfiguration<String, String>());
            cache.put("k", "value");
            cache.close();
            Cache<String, String> again = manager.createCache("c", new MutableConfiguration<String, String>());
            assertThat(again.get("k")).isEqualTo("value");
            manager.close();
            Cache<String, String> other = engine.client().createCache("c", new MutableConfiguration<String, String>());
            assertThat(other.get("k")).isEqualTo("value");
            other.getCacheManager().destroyCache("c");
            Cache<String, String> fresh = engine.client().createCache("c", new MutableConfiguration<String, String>());
            assertThat(fresh.get("k")).isNull();
        }
    }
}
