package io.flagstone.provider.internal.nodelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.internal.clock.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that look in turns, message by message, in an order drawn from a seed, while lists change and nodes forget. The rules
 * were found with the model of the test kit; this is about the code that follows them.
 */
class LookTest {

    private static final int NODES = 5;
    private static final int CLIENTS = 3;
    private static final int SCHEDULES = Integer.getInteger("flagstone.nodelist.schedules", 4);
    private static final int TROUBLE = 600;
    private static final int PEACE = 6_000;
    private static final long PATIENCE = 120;

    private final Tables tables = new Tables();

    @ParameterizedTest
    @ValueSource(longs = {1, 100, 200, 300})
    void noSlotIsServedTwiceAndEverySlotIsServedAgain(long first) throws InterruptedException {
        int changes = 0;
        int warmUps = 0;
        for (long seed = first; seed < first + SCHEDULES; seed++) {
            Schedule schedule = new Schedule(seed);
            changes += schedule.run();
            warmUps += schedule.town.warmUps();
        }
        assertThat(changes).isGreaterThan(2 * SCHEDULES); // or nothing was tried
        assertThat(warmUps).isPositive();
    }

    /** One client, one message at a time. */
    private static final class Walker implements AutoCloseable {

        final Knowledge knowledge;
        private final Look look;
        private final Semaphore mayGo = new Semaphore(0);
        private final Semaphore waits = new Semaphore(0);
        private final Thread thread;
        private volatile boolean ended;
        private volatile @Nullable RuntimeException failure;

        Walker(Town town, NodeListing listing, Clock clock, Tables tables, AtomicLong numbers, boolean warms) {
            knowledge = new Knowledge(listing, clock, PATIENCE, view -> {});
            look = new Look(knowledge, town.posts(this::turn, knowledge), tables, numbers::incrementAndGet, warms);
            thread = new Thread(this::walk, "walker");
            thread.setDaemon(true);
            thread.start();
            waits.acquireUninterruptibly();
        }

        private void walk() {
            try {
                turn();
                while (!ended) {
                    look.run();
                }
            } catch (RuntimeException e) {
                failure = e;
            } finally {
                waits.release();
            }
        }

        /** One message is over, and the next one is not begun. */
        private void turn() {
            waits.release();
            mayGo.acquireUninterruptibly();
        }

        void step() {
            mayGo.release();
            waits.acquireUninterruptibly();
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void close() {
            ended = true;
            mayGo.release(1_000); // to the end of its look
        }
    }

    private final class Schedule {

        private final long seed;
        private final Random random;
        private final AtomicLong time = new AtomicLong();
        private final AtomicLong numbers = new AtomicLong(1_000);
        private final Town town;
        private final List<Walker> walkers = new ArrayList<>();
        private NodeListing listing;

        Schedule(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.town = new Town(NODES, random, tables);
            this.listing = list();
        }

        /** Two of the nodes are in every list, so that one of them can always be a witness. */
        private NodeListing list() {
            List<NodeAddress> nodes = new ArrayList<>(List.of(town.node(0), town.node(1)));
            for (int i = 2; i < NODES; i++) {
                if (random.nextBoolean()) {
                    nodes.add(town.node(i));
                }
            }
            return NodeListing.of(nodes);
        }

        int run() throws InterruptedException {
            Clock clock = new Clock() {
                @Override
                public long nanos() {
                    return time.get();
                }

                @Override
                public long millis() {
                    return time.get();
                }

                @Override
                public long random() {
                    return random.nextLong();
                }
            };
            for (int i = 0; i < CLIENTS; i++) {
                walkers.add(new Walker(town, listing, clock, tables, numbers, i > 0));
            }
            for (int i = 0; i < TROUBLE; i++) {
                disturb();
                step();
            }
            for (int i = 0; i < NODES; i++) {
                town.house(i).up = true;
            }
            walkers.forEach(walker -> walker.knowledge.listNow(listing));
            int steps = 0;
            while (!isSettled() && ++steps < PEACE) {
                step();
            }
            walkers.forEach(Walker::close);
            for (Walker walker : walkers) {
                walker.thread.join(10_000);
            }
            assertThat(town.servedTwice()).as("seed %d", seed).isEmpty();
            assertThat(town.untrue()).as("seed %d", seed).isEmpty();
            assertThat(steps)
                    .as("seed %d: steps until all slots are served", seed)
                    .isLessThan(PEACE);
            return (int) (walkers.get(0).knowledge.view().version() % 1_000);
        }

        private void step() {
            time.incrementAndGet();
            walkers.get(random.nextInt(CLIENTS)).step();
        }

        private boolean isSettled() {
            View view = walkers.get(0).knowledge.view();
            return view.lists(listing.nodes())
                    && walkers.stream()
                            .allMatch(walker -> walker.knowledge.view().equals(view))
                    && town.allAreServed();
        }

        private void disturb() {
            switch (random.nextInt(120)) {
                case 0 -> listing = list();
                case 1, 2, 3 -> walkers.get(random.nextInt(CLIENTS)).knowledge.listNow(listing);
                case 4 -> lose(1 + random.nextInt(NODES - 1));
                case 5 -> lose(0);
                case 6 -> town.house(2 + random.nextInt(NODES - 2)).up = random.nextBoolean();
                case 7, 8 -> town.cool(town.house(random.nextInt(NODES)));
                default -> {}
            }
        }

        /** One of the two that are in every list must remember all that the other does. */
        private void lose(int index) {
            Document one = town.document(town.house(0));
            Document other = town.document(town.house(1));
            boolean agree = one != null
                    && other != null
                    && one.view().equals(other.view())
                    && one.isInForce()
                    && String.valueOf(one.next()).equals(String.valueOf(other.next()));
            if (index > 1 || agree) {
                if (random.nextBoolean()) {
                    town.house(index).forget();
                } else {
                    town.house(index).restart();
                }
            }
        }
    }
}
