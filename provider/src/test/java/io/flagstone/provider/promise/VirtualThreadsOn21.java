package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of virtual threads use a cache, and none of them pins its carrier. Runs on JDK 21 and later. */
class VirtualThreadsOn21 {

    private static final int THREADS = 2_000;

    /** By reflection, since the tests are compiled for Java 17. */
    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void noVirtualThreadPinsItsCarrier(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Store store = new Store();
            Cache<String, String> cache = engine.client().createCache("c", store.through());
            Cache<String, Integer> counters =
                    engine.client().createCache("counters", new MutableConfiguration<String, Integer>());
            use(cache, counters, 50); // classes are loaded, which may pin
            counters.clear();
            List<RecordedEvent> pinned = new CopyOnWriteArrayList<>();
            try (RecordingStream recording = new RecordingStream()) {
                recording
                        .enable("jdk.VirtualThreadPinned")
                        .withThreshold(Duration.ofMillis(1))
                        .withStackTrace();
                recording.onEvent("jdk.VirtualThreadPinned", pinned::add);
                recording.startAsync();
                use(cache, counters, THREADS);
                TimeUnit.SECONDS.sleep(2); // the stream hands on what was recorded once a second
            }
            assertThat(pinned).isEmpty();
            int sum = 0;
            for (int i = 0; i < 10; i++) {
                sum += counters.get("n" + i);
            }
            assertThat(sum).isEqualTo(THREADS);
        }
    }

    private static void use(Cache<String, String> cache, Cache<String, Integer> counters, int threads)
            throws Exception {
        ExecutorService executor = virtualThreads();
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            String key = "k" + i % 200;
            String counter = "n" + i % 10;
            futures.add(executor.submit(() -> {
                cache.put(key, "value");
                cache.get(key);
                cache.remove(key);
                cache.get(key);
                return InvokeWorker.increment(counters, counter);
            }));
        }
        for (Future<?> future : futures) {
            future.get(60, TimeUnit.SECONDS);
        }
        executor.shutdown();
    }
}
