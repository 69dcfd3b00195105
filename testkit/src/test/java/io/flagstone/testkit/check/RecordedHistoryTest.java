package io.flagstone.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.history.History;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From threads through the recorder to the verdict. */
class RecordedHistoryTest {
    private static final int CLIENTS = 6;
    private static final int ROUNDS = 500;

    private final Map<String, String> map = new ConcurrentHashMap<>();

    @Test
    void aMapThatKeepsItsPromisesIsClean() throws InterruptedException {
        History history = record((client, round) -> {
            String value = client.client() + "-" + round;
            client.run(Operation.put("k", value), () -> map.put("k", value));
            client.run(Operation.get("k"), () -> map.get("k"));
            client.run(Operation.getAndRemove("k"), () -> map.remove("k"));
            client.run(Operation.putIfAbsent("k", value), () -> map.putIfAbsent("k", value) == null);
            client.run(Operation.invokeAdd("n", 1), () -> before(map.merge("n", "1", RecordedHistoryTest::sum)));
        });
        Verdict verdict = RegisterChecker.check(history.events());
        verdict.requireClean();
        assertThat(verdict.operations()).isEqualTo(CLIENTS * ROUNDS * 5);
    }

    @Test
    void aCounterThatIsReadAndWrittenInTwoStepsIsFound() throws InterruptedException {
        History history = record((client, round) -> client.run(Operation.invokeAdd("n", 1), () -> {
            String seen = map.get("n");
            LockSupport.parkNanos(1_000);
            map.put("n", seen == null ? "1" : sum(seen, "1"));
            return seen;
        }));
        assertThat(RegisterChecker.check(history.events()).violations()).hasSize(1);
    }

    private static History record(BiConsumer<Recorder, Integer> round) throws InterruptedException {
        History history = History.inMemory();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Recorder client = history.recorder("c" + i);
            threads.add(new Thread(() -> {
                for (int j = 0; j < ROUNDS; j++) {
                    round.accept(client, j);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        return history;
    }

    private static @Nullable String before(String after) {
        return after.equals("1") ? null : sum(after, "-1");
    }

    private static String sum(String one, String other) {
        return "" + (Long.parseLong(one) + Long.parseLong(other));
    }
}
