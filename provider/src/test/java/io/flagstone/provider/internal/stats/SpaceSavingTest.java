package io.flagstone.provider.internal.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpaceSavingTest {

    /** Element n comes about one time in n. */
    private static int skewed(Random random) {
        return (int) (1 / (1 - random.nextDouble()));
    }

    @Test
    void whatHasRoomIsCountedExactly() {
        SpaceSaving<String> counts = new SpaceSaving<>(2);
        counts.add("a");
        counts.add("b");
        counts.add("b");
        assertThat(counts.total()).isEqualTo(3);
        assertThat(counts.counts())
                .containsExactly(new SpaceSaving.Count<>("b", 2, 0), new SpaceSaving.Count<>("a", 1, 0));
    }

    @Test
    void aNewcomerTakesOverTheRarestCountAsItsError() {
        SpaceSaving<String> counts = new SpaceSaving<>(2);
        for (String element : new String[] {"a", "a", "a", "b", "b", "c"}) {
            counts.add(element);
        }
        assertThat(counts.counts())
                .containsExactly(new SpaceSaving.Count<>("a", 3, 0), new SpaceSaving.Count<>("c", 3, 2));
        assertThat(counts.counts().get(1).certain()).isEqualTo(1);
    }

    @Test
    void countsAreNeverTooLowAndTooHighByNoMoreThanTheBound() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            SpaceSaving<Integer> counts = new SpaceSaving<>(50);
            Map<Integer, Long> exact = new HashMap<>();
            for (int i = 0; i < 20_000; i++) {
                int element = skewed(random);
                counts.add(element);
                exact.merge(element, 1L, Long::sum);
            }
            assertThat(counts.counts()).hasSize(50).allSatisfy(count -> {
                long real = exact.getOrDefault(count.element(), 0L);
                assertThat(count.count()).isBetween(real, real + 20_000 / 50);
                assertThat(count.certain()).isLessThanOrEqualTo(real);
            });
            assertThat(counts.counts())
                    .as("what is more frequent than one in fifty has a counter")
                    .extracting(SpaceSaving.Count::element)
                    .containsAll(exact.entrySet().stream()
                            .filter(each -> each.getValue() > 20_000 / 50)
                            .map(Map.Entry::getKey)
                            .toList());
        }
    }
}
