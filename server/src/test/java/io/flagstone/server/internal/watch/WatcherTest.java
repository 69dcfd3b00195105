package io.flagstone.server.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WatcherTest {
    private static boolean offer(Watcher watcher, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        return watcher.offer(bytes, bytes.length);
    }

    private static String drain(Watcher watcher, int most) {
        byte[] target = new byte[most];
        return new String(target, 0, watcher.drain(target), StandardCharsets.US_ASCII);
    }

    @Test
    void linesThatDoNotFitAreCountedAndSaid() {
        Watcher watcher = new Watcher(1, 64);
        assertThat(offer(watcher, "a".repeat(59) + "\n")).isTrue();
        assertThat(offer(watcher, "lost\n")).isFalse();
        assertThat(offer(watcher, "lost, too\n")).isFalse();
        assertThat(drain(watcher, 100)).isEqualTo("a".repeat(59) + "\n");
        assertThat(offer(watcher, "found\n")).isTrue();
        assertThat(offer(watcher, "again\n")).isTrue();
        assertThat(drain(watcher, 100)).isEqualTo("skipped=2\nfound\nagain\n");
    }

    @Test
    void aHalfFullBufferCallsOnceUntilItIsDrained() {
        AtomicInteger calls = new AtomicInteger();
        Watcher watcher = new Watcher(1, 100);
        watcher.onHalfFull(calls::incrementAndGet);
        offer(watcher, "x".repeat(50));
        assertThat(calls).hasValue(0);
        offer(watcher, "x");
        offer(watcher, "x");
        assertThat(calls).hasValue(1);
        drain(watcher, 1000);
        offer(watcher, "x".repeat(51));
        assertThat(calls).hasValue(2);
    }

    /** Whatever the sizes: what comes out are the lines that were taken, in order, and the number of the others. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyLineIsEitherTakenOrCounted(long seed) {
        Random random = new Random(seed);
        Watcher watcher = new Watcher(1, 200 + random.nextInt(100));
        List<String> expected = new ArrayList<>();
        StringBuilder out = new StringBuilder();
        int lost = 0;
        for (int i = 0; i < 5000; i++) {
            String line = i + ":" + "y".repeat(random.nextInt(80));
            if (offer(watcher, line + "\n")) {
                if (lost > 0) {
                    expected.add("skipped=" + lost);
                    lost = 0;
                }
                expected.add(line);
            } else {
                lost++;
            }
            if (random.nextInt(3) == 0) {
                out.append(drain(watcher, random.nextInt(150)));
            }
        }
        out.append(drain(watcher, 10_000));
        assertThat(out.toString().lines()).containsExactlyElementsOf(expected);
        assertThat(expected).anyMatch(line -> line.startsWith("skipped="));
    }
}
