package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.testkit.process.JvmProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An entry that everybody wants ends, and is loaded once. More rounds, and on our own nodes too:
 * {@code -Dstampede.rounds=100}.
 */
class StampedeIT {

    private static final int JVMS = 4;
    private static final int THREADS = 64;
    private static final int FEW = 3;
    private static final int ROUNDS = Integer.getInteger("stampede.rounds", FEW);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    static List<Engine.Kind> engines() {
        return ROUNDS > FEW ? List.of(Engine.Kind.STOCK, Engine.Kind.OWN) : List.of(Engine.Kind.STOCK);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void ofTwoHundredAndFiftySixThreadsInFourJvmsOneLoads(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Cache<String, String> mortal = engine.client().createCache("c", endingSoon());
            List<JvmProcess> workers = new ArrayList<>();
            for (int i = 0; i < JVMS; i++) {
                workers.add(JvmProcess.start(
                        StampedeWorker.class, engine.nodes(), engine.property("flagstone.namespace"), "" + THREADS));
            }
            workers.forEach(worker -> worker.awaitLine("ready"::equals, LIMIT));
            int loads = 0;
            for (int round = 0; round < ROUNDS; round++) {
                String key = "k" + round;
                mortal.put(key, "old");
                await().until(() -> !mortal.containsKey(key));
                workers.forEach(worker -> worker.send(key));
                loads += loads(workers);
            }
            System.out.println(kind + ": " + loads + " loads in " + ROUNDS + " rounds");
            assertThat((double) loads / ROUNDS).as("loads of a round").isBetween(1.0, 1.05);
            workers.forEach(JvmProcess::close);
        }
    }

    private static int loads(List<JvmProcess> workers) {
        return workers.stream()
                .map(worker -> worker.awaitLine(line -> line.startsWith("loads "), LIMIT))
                .mapToInt(line -> Integer.parseInt(line.substring("loads ".length())))
                .sum();
    }

    private static MutableConfiguration<String, String> endingSoon() {
        return new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setExpiryPolicyFactory(new FactoryBuilder.SingletonFactory<>(
                        new CreatedExpiryPolicy(new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 100))));
    }
}
