package io.flagstone.testkit.gutter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens without one of the rules: the model finds it. The seed is one near which it did when this was written; if the
 * model changes, another one will.
 */
class BrokenGutterTest {

    private static final int SEEDS = 600;

    static Stream<Arguments> refuted() {
        return Stream.concat(withoutSteps(), withoutTheRest());
    }

    private static Stream<Arguments> withoutSteps() {
        return Stream.of(
                Arguments.of("steps", 1, new Rules() {
                    @Override
                    boolean stepsBeforeFirstUse() {
                        return false;
                    }
                }),
                Arguments.of("steps on each of the other nodes", 1, new Rules() {
                    @Override
                    boolean stepsOnEachNode() {
                        return false;
                    }
                }),
                Arguments.of("steps before the first use: at the end of an outage instead", 1, new Rules() {
                    @Override
                    boolean stepsBeforeFirstUse() {
                        return false;
                    }

                    @Override
                    boolean stepsAtTheEnd() {
                        return true;
                    }
                }));
    }

    private static Stream<Arguments> withoutTheRest() {
        return Stream.of(
                Arguments.of("debts for writes", 1, new Rules() {
                    @Override
                    boolean owesWrites() {
                        return false;
                    }
                }),
                Arguments.of("debts for reads", 1, new Rules() {
                    @Override
                    boolean owesReads() {
                        return false;
                    }
                }),
                Arguments.of("taking back what did not reach the gutter", 580, new Rules() {
                    @Override
                    boolean takesBackWhatFailed() {
                        return false;
                    }
                }),
                Arguments.of("taking back what a load passes by", 1, new Rules() {
                    @Override
                    boolean takesBackWhatItPassesBy() {
                        return false;
                    }
                }),
                Arguments.of("fills by token", 1, new Rules() {
                    @Override
                    boolean fillsByToken() {
                        return false;
                    }
                }),
                Arguments.of("steps after lost stores", 1, new Rules() {
                    @Override
                    boolean stepsAfterLostStores() {
                        return false;
                    }
                }),
                Arguments.of("ends", 1, new Rules() {
                    @Override
                    boolean ends() {
                        return false;
                    }
                }));
    }

    @ParameterizedTest(name = "without {0}")
    @MethodSource("refuted")
    void withoutARuleSomethingOldIsRead(String what, long first, Rules broken) {
        long seed = first;
        while (seed < first + SEEDS && Simulation.run(seed, broken, false).violation() == null) {
            seed++;
        }
        assertThat(seed).as("a seed that refutes rules without %s", what).isLessThan(first + SEEDS);
    }
}
