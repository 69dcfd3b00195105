package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.NodeUnavailable;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** What a node that has stopped means for calls that are none of its business. */
class DeadNodeIT {

    private static final int THREADS = 32;
    private static final int CALLS = 500;

    /** One that was under way when the node stopped being asked, and one that was about to be. */
    private static final int TIMEOUTS_OF_A_THREAD = 2;

    @Test
    void threadsDoNotGetStuckBehindANodeThatHasStopped() throws Exception {
        try (Engine engine = Engine.fresh(Engine.Kind.STOCK, 3).set("flagstone.timeout", "3s")) {
            Cache<String, String> cache = engine.client().createCache("c", new MutableConfiguration<String, String>());
            cache.putAll(ManyKeys.all(ManyKeys.keys(), "v"));
            engine.server(0).stop();
            AtomicInteger answered = new AtomicInteger();
            AtomicInteger timedOut = new AtomicInteger();
            AtomicInteger refused = new AtomicInteger();
            Threads.together(THREADS, thread -> {
                Random random = new Random(thread);
                for (int i = 0; i < CALLS; i++) {
                    try {
                        assertThat(cache.get("k" + random.nextInt(ManyKeys.KEYS)))
                                .isEqualTo("v");
                        answered.incrementAndGet();
                    } catch (DeadlineExceeded e) {
                        timedOut.incrementAndGet();
                    } catch (NodeUnavailable e) {
                        refused.incrementAndGet();
                    }
                }
            });
            assertThat(timedOut.get()).isBetween(3, THREADS * TIMEOUTS_OF_A_THREAD);
            assertThat(answered.get())
                    .as("calls to the other nodes")
                    .isBetween(THREADS * CALLS / 2, THREADS * CALLS * 8 / 10);
            assertThat(refused.get()).isGreaterThan(THREADS * CALLS / 5);
        }
    }
}
