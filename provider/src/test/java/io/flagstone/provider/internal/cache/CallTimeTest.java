package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timeout is that of a whole call, of however many exchanges with the node it consists. */
@Timeout(30)
class CallTimeTest {

    private static final Duration TIME = Duration.ofSeconds(1);
    /** Two exchanges that each took the whole time would take longer. */
    private static final Duration MOST = Duration.ofMillis(1_600);

    private static final long SLOW_MILLIS = 750;

    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(TestClient.options(TIME), node);

    @AfterEach
    void close() {
        client.close();
        node.close();
    }

    private Cache<String, String> cache(FailurePolicy policy) {
        Cache<String, String> cache = client.cache(TestClient.strings(), CacheOptions.DEFAULTS.withFailure(policy));
        cache.put("k", "v");
        return cache;
    }

    private static Duration time(Cache<String, String> cache, Consumer<Cache<String, String>> call) {
        long begun = System.nanoTime();
        call.accept(cache);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void whatIsPassedOverTakesNoSecondTimeout() {
        Cache<String, String> cache = cache(FailurePolicy.MISS);
        node.script(line -> FakeNode.Deed.IGNORE);
        assertThat(time(cache, c -> c.put("k", "w"))).isBetween(TIME, MOST);
        assertThat(time(cache, c -> c.remove("k"))).isBetween(TIME, MOST);
    }

    @Test
    void aStoreHasTheTimeThatItsReadingHasLeft() {
        Cache<String, String> cache = cache(FailurePolicy.FAIL);
        AtomicBoolean slow = new AtomicBoolean(true);
        AtomicBoolean silent = new AtomicBoolean();
        node.script(line -> {
            if (line.startsWith("ms ") || silent.get()) {
                silent.set(true);
                return FakeNode.Deed.IGNORE;
            }
            if (slow.compareAndSet(true, false)) {
                TimeUnit.MILLISECONDS.sleep(SLOW_MILLIS);
            }
            return FakeNode.Deed.ANSWER;
        });
        Duration time =
                time(cache, c -> assertThatThrownBy(() -> c.replace("k", "w")).isInstanceOf(DeadlineExceeded.class));
        assertThat(time).isBetween(TIME, MOST);
    }

    /** Only what the node takes counts: a processor has all the time in the world. */
    @Test
    void aProcessorTakesNothingOfTheTimeOfItsStore() {
        Cache<String, String> cache = cache(FailurePolicy.FAIL);
        cache.invoke("k", (entry, ignored) -> {
            try {
                TimeUnit.MILLISECONDS.sleep(TIME.toMillis() + 100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            entry.setValue(entry.getValue() + "w");
            return null;
        });
        assertThat(cache.get("k")).isEqualTo("vw");
    }
}
