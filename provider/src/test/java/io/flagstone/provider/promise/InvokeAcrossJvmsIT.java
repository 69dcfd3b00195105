package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.process.JvmProcess;
import io.flagstone.testkit.process.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entry processors of three JVMs with eight threads each do not lose a single update. */
class InvokeAcrossJvmsIT {

    private static final int JVMS = 3;
    private static final int THREADS = 8;
    private static final int INCREMENTS = 200;
    private static final int COUNTERS = 2;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @ParameterizedTest
    @EnumSource(
            value = Engine.Kind.class,
            names = {"OWN", "STOCK"})
    void noIncrementIsLost(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            List<JvmProcess> workers = new ArrayList<>();
            for (int i = 0; i < JVMS; i++) {
                workers.add(worker(engine.nodes(), engine.property("flagstone.namespace")));
            }
            work(workers);
            assertExact(engine);
            workers.forEach(JvmProcess::close);
        }
    }

    @Test
    void noIncrementIsLostWhenOneOfTheJvmsHoldsTheEntries() throws Exception {
        int port = Ports.free();
        List<JvmProcess> workers = new ArrayList<>();
        workers.add(worker("embedded", "shared", "flagstone.embedded.port=" + port));
        workers.get(0).awaitLine("ready"::equals, LIMIT);
        for (int i = 1; i < JVMS; i++) {
            workers.add(worker("embedded=127.0.0.1:" + port, "shared"));
        }
        workers.subList(1, JVMS).forEach(worker -> worker.awaitLine("ready"::equals, LIMIT));
        workers.forEach(worker -> worker.send("go"));
        workers.forEach(worker -> worker.awaitLine("done"::equals, LIMIT));
        try (Engine engine = Engine.of(Engine.Kind.EMBEDDED, 1)) {
            engine.set("flagstone.nodes", "embedded=127.0.0.1:" + port).set("flagstone.namespace", "shared");
            assertExact(engine);
        }
        workers.forEach(JvmProcess::close);
    }

    private static JvmProcess worker(String nodes, String namespace, String... settings) {
        List<String> arguments =
                new ArrayList<>(List.of(nodes, namespace, "" + THREADS, "" + INCREMENTS, "" + COUNTERS));
        arguments.addAll(List.of(settings));
        return JvmProcess.start(InvokeWorker.class, arguments.toArray(String[]::new));
    }

    private static void work(List<JvmProcess> workers) {
        workers.forEach(worker -> worker.awaitLine("ready"::equals, LIMIT));
        workers.forEach(worker -> worker.send("go"));
        workers.forEach(worker -> worker.awaitLine("done"::equals, LIMIT));
        workers.forEach(worker -> worker.send("end"));
    }

    private static void assertExact(Engine engine) {
        Cache<String, Integer> cache =
                engine.client().createCache("counters", new MutableConfiguration<String, Integer>());
        for (int i = 0; i < COUNTERS; i++) {
            assertThat(cache.get("c" + i)).isEqualTo(JVMS * THREADS * INCREMENTS / COUNTERS);
        }
    }
}
