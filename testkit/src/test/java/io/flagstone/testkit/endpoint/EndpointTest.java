package io.flagstone.testkit.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.check.CheckOptions;
import io.flagstone.testkit.check.RegisterChecker;
import io.flagstone.testkit.check.Verdict;
import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing refutes the rules in many schedules, and without any one of them something old is read. */
class EndpointTest {

    /** More of them: {@code -Dendpoint.seeds=20000}. */
    private static final int SEEDS = Integer.getInteger("endpoint.seeds", 2_000);

    /** Some mistakes show in one schedule of a few thousand. */
    private static final int MOST_SEEDS = 20_000;

    private static final int LENGTH = 1_500;

    private static Verdict run(long seed, Rules rules) {
        World world = new World(seed, false);
        Fleet fleet = new Fleet(world, rules.choosesTokens());
        List<Event> events = new ArrayList<>();
        int clients = world.between(2, 4);
        List<Client> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Client client = new Client(world, fleet, rules, events, "c" + i);
            all.add(client);
            client.goOn();
        }
        trouble(world, fleet);
        world.runUntil(LENGTH);
        for (Client client : all) {
            Event open = client.open();
            if (open != null) {
                events.add(open);
            }
        }
        return new RegisterChecker(CheckOptions.strict()).verdict(events);
    }

    private static void trouble(World world, Fleet fleet) {
        world.after(world.between(50, 400), () -> {
            if (world.chance(0.7)) {
                fleet.restartOwner();
            } else {
                fleet.restartGeneration();
            }
            trouble(world, fleet);
        });
    }

    @Test
    void noScheduleRefutesTheRules() {
        long operations = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Verdict verdict = run(seed, new Rules());
            assertThat(verdict.isClean()).as("seed %s: %s", seed, verdict).isTrue();
            operations += verdict.operations();
        }
        assertThat(operations).isGreaterThan(20L * SEEDS);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("a reading ahead of each change", new Rules() {
                    @Override
                    boolean provesChanges() {
                        return false;
                    }
                }),
                Arguments.of("a reading ahead of each change, and what was overtaken is not made again", new Rules() {
                    @Override
                    boolean provesChanges() {
                        return false;
                    }

                    @Override
                    Overtaken overtaken() {
                        return Overtaken.UNKNOWN;
                    }
                }),
                Arguments.of("steps in doubt", new Rules() {
                    @Override
                    boolean stepsInDoubt() {
                        return false;
                    }
                }),
                Arguments.of("tokens of the clients'", new Rules() {
                    @Override
                    boolean choosesTokens() {
                        return false;
                    }
                }));
    }

    @ParameterizedTest(name = "without {0}")
    @MethodSource("broken")
    void withoutARuleSomethingOldIsRead(String what, Rules broken) {
        long seed = 1;
        while (seed <= MOST_SEEDS && run(seed, broken).isClean()) {
            seed++;
        }
        assertThat(seed).as("a seed that refutes rules without %s", what).isLessThanOrEqualTo(MOST_SEEDS);
    }
}
