package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.check.CheckOptions;
import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.History;
import io.flagstone.testkit.history.Recorder;
import io.flagstone.testkit.process.ServerProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients were told, while lists go back and forth at times of each client's own and nodes are killed and stopped, can be
 * explained by a cache that may lose entries and never brings an older value back.
 */
@Tag("faults")
class NodeListHistoryIT {

    private static final int THREADS = 6;
    private static final int NODES = 4;
    private static final long SECONDS = Long.getLong("nodelist.seconds", 3);
    private static final int[][] LISTS = {{0, 1, 2}, {0, 1, 2, 3}, {1, 2, 3}, {0, 2, 3}, {0, 1, 3}};

    /** Unlike the first one, so that there is a change at least, however slow the machine is. */
    private static final int[] LAST = {0, 1};

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private ChangingNodes nodes(Engine.Kind kind, String policy) {
        return new ChangingNodes(kind, NODES, folder)
                .set("flagstone.cache.*.failure", policy)
                .set("flagstone.timeout", "300ms")
                .set("flagstone.suspect.silent", "700ms");
    }

    @ParameterizedTest
    @EnumSource(
            value = Engine.Kind.class,
            names = {"OWN", "STOCK"})
    void twoClientsAreToldOneStoryWhileListsChange(Engine.Kind kind) throws Exception {
        try (ChangingNodes nodes = nodes(kind, "fail")) {
            String first = nodes.list(LISTS[0]);
            HistoryIT.check(
                    run(nodes, List.of(nodes.client(first), nodes.client(first)), false), CheckOptions.strict());
        }
    }

    /** The warm-ups of some changes are ended by their time, those of others by the next change or by a node that is away. */
    @ParameterizedTest
    @EnumSource(
            value = Engine.Kind.class,
            names = {"OWN", "STOCK"})
    void newOwnersThatTakeEntriesOverTellTheSameStory(Engine.Kind kind) throws Exception {
        try (ChangingNodes nodes = nodes(kind, "fail").set("flagstone.nodes.warm-up", "1s")) {
            String first = nodes.list(LISTS[0]);
            List<ChangingNodes.Client> clients = List.of(nodes.client(first), nodes.client(first));
            clients.forEach(client -> client.manager().enableStatistics("c", true));
            List<Event> events = run(nodes, clients, true);
            long warmed =
                    clients.stream().mapToLong(ChangingNodes.Client::warmed).sum();
            System.out.println(warmed + " entries were taken over, "
                    + clients.get(0).topology().getWarmUpsEnded() + " warm-ups ended");
            assertThat(warmed).isPositive();
            HistoryIT.check(events, CheckOptions.strict());
        }
    }

    /** What it owes to a node follows a key to the next one. */
    @ParameterizedTest
    @EnumSource(
            value = Engine.Kind.class,
            names = {"STOCK"})
    void aClientThatPassesOverFailuresNeverSeesAnOlderValue(Engine.Kind kind) throws Exception {
        try (ChangingNodes nodes = nodes(kind, "miss")) {
            List<Event> events = run(nodes, List.of(nodes.client(nodes.list(LISTS[0]))), false);
            HistoryIT.check(events, CheckOptions.strict().withBlindMisses());
        }
    }

    private static List<Event> run(ChangingNodes nodes, List<ChangingNodes.Client> clients, boolean evicts)
            throws Exception {
        History history = History.inMemory();
        AtomicBoolean stop = new AtomicBoolean();
        clients.forEach(ChangingNodes.Client::awaitList);
        long before = clients.get(0).topology().getListVersion();
        Threads.together(THREADS + 1, thread -> {
            if (thread == THREADS) {
                try {
                    disturb(nodes, clients, new Random(clients.size()), evicts);
                } finally {
                    stop.set(true);
                }
            } else {
                Recorder recorder = history.recorder("t" + thread);
                Random random = new Random(thread);
                for (int i = 0; !stop.get(); i++) {
                    HistoryIT.operate(clients.get(thread % clients.size()).cache(), recorder, random, thread + "." + i);
                }
            }
        });
        long changes = clients.get(0).topology().getListVersion() - before;
        System.out.println(changes + " changes of the list");
        assertThat(changes).isPositive();
        return history.events();
    }

    /** Ends with all nodes up and one list that all clients know. */
    private static void disturb(ChangingNodes nodes, List<ChangingNodes.Client> clients, Random random, boolean evicts)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < end) {
            String list = nodes.list(LISTS[random.nextInt(LISTS.length)]);
            for (ChangingNodes.Client client : clients) {
                client.source(list);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
            }
            for (int i = 0; evicts && i < NODES; i++) {
                Evictions.ofAll(nodes.server(i)); // all are up
            }
            fault(nodes.server(random.nextInt(NODES)), random);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
        }
        for (ChangingNodes.Client client : clients) {
            client.source(nodes.list(LAST));
        }
        clients.forEach(ChangingNodes.Client::awaitList);
    }

    private static void fault(ServerProcess node, Random random) throws InterruptedException {
        switch (random.nextInt(5)) {
            case 0 -> {
                node.kill9();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
                node.restart();
                TimeUnit.MILLISECONDS.sleep(600); // its document is restored before another one is lost
            }
            case 1 -> {
                node.stop();
                TimeUnit.MILLISECONDS.sleep(100 + random.nextInt(600));
                node.resume();
            }
            default -> TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
        }
    }
}
