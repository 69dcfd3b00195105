package io.flagstone.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Values;
import io.flagstone.server.support.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many clients at once on the same keys. */
class TrafficTest {
    private static final int CLIENTS = 6;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private interface Client {
        void run(Wire wire, int number) throws Exception;
    }

    private List<Thread> start(Node node, int count, Client client) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try (Wire wire = new Wire(node.port())) {
                    client.run(wire, number);
                } catch (Throwable failure) {
                    failures.add(failure);
                }
            });
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    private void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void noIncrementIsLost() throws InterruptedException {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            int increments = 4000;
            join(start(node, CLIENTS, (wire, number) -> {
                StringBuilder script = new StringBuilder();
                for (int i = 0; i < increments; i++) {
                    script.append(i % 2 == 0 ? "ma counter N0 J1 q\r\n" : "mg counter\r\nma counter N0 J1 q\r\n");
                    if (script.length() > 2000) {
                        wire.talk(script.toString());
                        script.setLength(0);
                    }
                }
                wire.talk(script.toString());
            }));
            try (Wire wire = new Wire(node.port())) {
                assertThat(wire.talk("mg counter v\r\n")).contains("\r\n" + CLIENTS * increments);
            }
        }
    }

    @Test
    void ofAllWhoCompareAndSetOneWins() throws InterruptedException {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0));
                Wire wire = new Wire(node.port())) {
            wire.talk("set counter 0 0 1\r\n0\r\n");
            int rounds = 1500;
            AtomicLong tries = new AtomicLong();
            join(start(node, CLIENTS, (client, number) -> {
                for (int i = 0; i < rounds; i++) {
                    boolean won = false;
                    while (!won) {
                        tries.incrementAndGet();
                        String[] words = client.ask("gets counter").split(" ");
                        String next = Long.toString(Long.parseLong(client.line()) + 1);
                        client.line();
                        String reply = client.ask("cas counter 0 0 " + next.length() + " " + words[4] + "\r\n" + next);
                        won = reply.equals("STORED");
                    }
                }
            }));
            assertThat(wire.talk("get counter\r\n")).contains("\r\n" + CLIENTS * rounds + "\r\n");
            assertThat(tries.get()).isGreaterThanOrEqualTo((long) CLIENTS * rounds);
        }
    }

    @Test
    void noCasNumberIsGivenTwice() throws InterruptedException {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            Set<String> seen = ConcurrentHashMap.newKeySet();
            AtomicLong stored = new AtomicLong();
            join(start(node, CLIENTS, (wire, number) -> {
                for (int batch = 0; batch < 40; batch++) {
                    StringBuilder script = new StringBuilder();
                    for (int i = 0; i < 100; i++) {
                        script.append("ms key")
                                .append(i % 10)
                                .append(" 1 c\r\nx\r\nma n")
                                .append(i % 3)
                                .append(" N0 c\r\n");
                    }
                    long last = 0;
                    for (String line : wire.talk(script.toString()).split("\r\n")) {
                        long cas = Long.parseLong(line.substring(4));
                        assertThat(cas).as("increases for one client").isGreaterThan(last);
                        last = cas;
                        assertThat(seen.add(line)).as("%s given once", line).isTrue();
                        stored.incrementAndGet();
                    }
                }
            }));
            assertThat(seen).hasSize((int) stored.get()).hasSize(CLIENTS * 40 * 200);
        }
    }

    @Test
    void whatIsReadAfterAFlushWasWrittenAfterIt() throws InterruptedException {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong generation = new AtomicLong();
            List<Thread> readers = start(node, 3, (wire, number) -> {
                while (!stop.get()) {
                    long floor = generation.get();
                    String reply = wire.talk("mg a v\r\n");
                    if (reply.startsWith("VA")) {
                        long value = Long.parseLong(reply.split("\r\n")[1].trim());
                        assertThat(value)
                                .as("generation read after flush %d", floor)
                                .isGreaterThanOrEqualTo(floor);
                    }
                }
            });
            try (Wire wire = new Wire(node.port())) {
                for (int i = 1; i <= 2000; i++) {
                    assertThat(wire.ask("flush_all")).isEqualTo("OK");
                    generation.set(i);
                    String value = Integer.toString(i);
                    assertThat(wire.ask("set a 0 0 " + value.length() + "\r\n" + value))
                            .isEqualTo("STORED");
                }
            }
            stop.set(true);
            join(readers);
        }
    }

    /** Small memory, shifting sizes: eviction, page moves and large answers all at once, every value checked. */
    @Test
    void everyValueIsWholeThoughMemoryIsTightAndPagesMove() throws InterruptedException {
        NodeOptions options = NodeOptions.defaults().withPort(0).withMemory(MemorySize.mebibytes(24));
        try (Node node = Node.start(options)) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong checked = new AtomicLong();
            List<Thread> clients = start(node, CLIENTS, (wire, number) -> {
                Random random = new Random(number);
                for (int i = 0; !stop.get(); i++) {
                    mixed(wire, random, i, checked);
                }
            });
            await().pollDelay(3, SECONDS)
                    .atMost(60, SECONDS)
                    .until(() -> Long.parseLong(node.statistics().get("slabs_moved")) >= 10);
            stop.set(true);
            join(clients);
            assertThat(checked.get()).isPositive();
            assertThat(node.statistics()).containsEntry("faults", "0");
            assertThat(Long.parseLong(node.statistics().get("evictions"))).isPositive();
            await().atMost(20, SECONDS).until(() -> isEmptyAfterFlush(node));
        }
    }

    private static void mixed(Wire wire, Random random, int step, AtomicLong checked) {
        int[] sizes = {40, 1000, 15_000, 100_000, 500_000};
        int size = sizes[(step / 400 + random.nextInt(2)) % sizes.length];
        String key = "key" + random.nextInt(200) + "-" + size;
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                byte[] value = Values.selfDescribing(random.nextInt(1000), size + random.nextInt(size));
                wire.send("set " + key + " 0 0 " + value.length + "\r\n").send(value);
                assertThat(wire.ask(""))
                        .isIn(
                                "STORED",
                                "SERVER_ERROR out of memory storing object",
                                "SERVER_ERROR Out of memory during read");
            }
            case 2 -> assertThat(wire.ask("delete " + key)).isIn("DELETED", "NOT_FOUND");
            default -> {
                String line = wire.ask("mg " + key + " v");
                if (line.startsWith("VA ")) {
                    byte[] value = wire.exactly(Integer.parseInt(line.substring(3)));
                    wire.exactly(2);
                    assertThat(Values.isWhole(value)).as("value of %s", key).isTrue();
                    checked.incrementAndGet();
                }
            }
        }
    }

    private static boolean isEmptyAfterFlush(Node node) {
        try (Wire wire = new Wire(node.port())) {
            wire.ask("flush_all");
            for (String line : wire.askUntil("stats slabs", "END").split("\r\n")) {
                if (line.contains("used_chunks") && !line.endsWith(" 0")) {
                    return false;
                }
            }
            return true;
        }
    }

    @Test
    void aDumpListsEveryKeyThatStaysOnceWhileOthersComeAndGo() throws InterruptedException {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0));
                Wire wire = new Wire(node.port())) {
            StringBuilder script = new StringBuilder();
            for (int i = 0; i < 20_000; i++) {
                script.append("ms stays").append(i).append(" 1 q\r\nx\r\n");
            }
            wire.talk(script.toString());
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> writers = start(node, 2, (client, number) -> {
                Random random = new Random(number);
                while (!stop.get()) {
                    StringBuilder batch = new StringBuilder();
                    for (int i = 0; i < 50; i++) {
                        batch.append("ms comes").append(random.nextInt(300_000)).append(" 1 q\r\nx\r\nms stays");
                        batch.append(random.nextInt(20_000)).append(" 2 q\r\nxy\r\nmd comes");
                        batch.append(random.nextInt(300_000)).append(" q\r\n");
                    }
                    client.talk(batch.toString());
                }
            });
            for (int round = 0; round < 5; round++) {
                Map<String, Integer> met = new HashMap<>();
                for (String line :
                        wire.askUntil("lru_crawler metadump hash", "END").split("\n")) {
                    if (line.startsWith("key=stays")) {
                        met.merge(line.substring(4, line.indexOf(' ')), 1, Integer::sum);
                    }
                }
                assertThat(met).hasSize(20_000);
                assertThat(new HashSet<>(met.values())).containsExactly(1);
            }
            stop.set(true);
            join(writers);
        }
    }
}
