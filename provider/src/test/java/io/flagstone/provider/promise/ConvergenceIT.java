package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.testing.Threads;
import io.flagstone.server.Node;
import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.check.CheckOptions;
import io.flagstone.testkit.check.RegisterChecker;
import io.flagstone.testkit.check.Verdict;
import io.flagstone.testkit.history.History;
import io.flagstone.testkit.history.Recorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three clients whose resolvers are at their worst are told one story meanwhile, never stand without nodes, and have one view
 * soon after the resolvers have calmed down. {@code -Dconvergence.changes=1000} takes longer.
 */
@Tag("faults")
class ConvergenceIT {

    private static final int CHANGES = Integer.getInteger("convergence.changes", 60);
    private static final long SEED = Long.getLong("convergence.seed", 41);
    private static final int NODES = 5;
    private static final int VIEWS = 3;
    private static final int THREADS = 2 * VIEWS;
    private static final int MOST_PAUSE_MILLIS = 5;
    private static final Duration SOON = Duration.ofSeconds(15);

    private final List<Node> nodes = new ArrayList<>();
    private final List<View> views = new ArrayList<>();

    @Test
    void viewsConvergeAndClientsAreToldOneStoryWhateverResolversSay() throws Exception {
        Random random = new Random(SEED);
        try {
            for (int i = 0; i < NODES; i++) {
                nodes.add(Node.start(NodeOptions.defaults().withPort(0).withMemory(MemorySize.mebibytes(16))));
            }
            List<String> places =
                    nodes.stream().map(node -> node.port() + " 127.0.0.1").toList();
            String namespace = UUID.randomUUID().toString();
            for (int i = 0; i < VIEWS; i++) {
                views.add(new View(namespace, Answers.records(places)));
            }
            converge(Answers.records(places));
            story(new Answers(places, views, random));
        } finally {
            views.forEach(View::close);
            nodes.forEach(Node::close);
        }
    }

    private void story(Answers answers) throws Exception {
        History history = History.inMemory();
        AtomicBoolean stop = new AtomicBoolean();
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Recorder recorder = history.recorder("t" + i);
            View view = views.get(i % VIEWS);
            Random random = new Random(SEED + i);
            String caller = i + ".";
            callers.add(Threads.run(() -> {
                for (int call = 0; !stop.get(); call++) {
                    HistoryIT.operate(view.cache(), recorder, random, caller + call);
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(MOST_PAUSE_MILLIS));
                }
            }));
        }
        long before = version();
        for (int i = 0; i < CHANGES; i++) {
            answers.change();
            views.forEach(ConvergenceIT::requireNodes);
        }
        List<String> last = Answers.records(answers.list());
        views.forEach(view -> view.says(last));
        Duration calm = converge(last);
        stop.set(true);
        for (CompletableFuture<Void> caller : callers) {
            caller.get(1, TimeUnit.MINUTES);
        }
        System.out.println("Seed " + SEED + ": " + CHANGES + " changes of what resolvers say, " + (version() - before)
                + " of the list in force, one view " + calm.toMillis() + " ms after the last");
        Verdict verdict = new RegisterChecker(CheckOptions.strict()).verdict(history.events());
        System.out.println(verdict);
        verdict.requireClean();
        assertThat(verdict.operations()).isGreaterThan(CHANGES);
        assertThat(calm).isLessThan(SOON);
    }

    private long version() {
        return views.get(0).topology().getListVersion();
    }

    private static void requireNodes(View view) {
        assertThat(view.topology().getWeights()).isNotEmpty();
        double shares = view.topology().getShares().values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        assertThat(shares).isCloseTo(1, within(1e-6));
    }

    /** Waits until all views are one, and that of these records; answers how long that took. */
    private Duration converge(List<String> records) {
        long begun = System.nanoTime();
        Set<String> names = records.stream()
                .map(record -> record.split(" ", -1))
                .map(words -> words[3] + ":" + words[2])
                .collect(Collectors.toSet());
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> views.stream().map(view -> view.settled(names)).collect(Collectors.toSet()),
                        settled -> settled.size() == 1);
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
