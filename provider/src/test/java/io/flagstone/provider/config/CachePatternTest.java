package io.flagstone.provider.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cache gets each of its settings from the pattern that says most about its name. */
class CachePatternTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private Places places() {
        return new Places(folder);
    }

    private static String ttlFrom(CacheOptions options) {
        Duration ttl = options.ttl();
        return ttl == null ? "none" : ttl.toMillis() + "ms";
    }

    @Test
    void starsStandForAnyText() {
        List<String> alphabet = List.of("a", "b", "*");
        Random random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder pattern = new StringBuilder();
            StringBuilder name = new StringBuilder();
            for (int j = random.nextInt(7); j > 0; j--) {
                pattern.append(alphabet.get(random.nextInt(3)));
            }
            for (int j = random.nextInt(9); j > 0; j--) {
                name.append(alphabet.get(random.nextInt(2)));
            }
            boolean expected = Pattern.matches(pattern.toString().replace("*", ".*"), name);
            assertThat(new CachePattern(pattern.toString()).matches(name.toString()))
                    .as("%s on %s", pattern, name)
                    .isEqualTo(expected);
        }
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPatternOfManyStarsIsMatchedInNoTime() {
        CachePattern pattern = new CachePattern("*a".repeat(30) + "*b");
        assertThat(pattern.matches("a".repeat(2_000))).isFalse();
        assertThat(pattern.matches("a".repeat(2_000) + "b")).isTrue();
    }

    @Test
    void theNearestPatternDecidesWhereverItStands() {
        Places places = places().classPath("flagstone.cache.com.acme.Order.ttl=1ms\nflagstone.cache.com.*.ttl=2ms")
                .property("flagstone.cache.com.acme.*.ttl", "3ms")
                .property("flagstone.cache.*.ttl", "4ms");
        assertThat(ttlFrom(places.cache("com.acme.Order"))).isEqualTo("1ms");
        assertThat(ttlFrom(places.cache("com.acme.Item"))).isEqualTo("3ms");
        assertThat(ttlFrom(places.cache("com.other"))).isEqualTo("2ms");
        assertThat(ttlFrom(places.cache("org"))).isEqualTo("4ms");
    }

    @Test
    void theWholeNameGoesBeforePatternsWithAsManyCharacters() {
        List<String> patterns =
                new ArrayList<>(List.of("orders", "orders*", "*orders", "ord*ers", "*orders*", "*o*rders"));
        for (int i = 0; i < patterns.size(); i++) {
            Places places = places();
            for (String pattern : patterns) {
                places.property("flagstone.cache." + pattern + ".ttl", pattern.equals("orders") ? "1ms" : "2ms");
            }
            assertThat(ttlFrom(places.cache("orders"))).isEqualTo("1ms");
            Collections.rotate(patterns, 1);
        }
    }

    @Test
    void ofPatternsThatSayAsMuchOneAlwaysWins() {
        List<String> patterns = List.of("ab*", "*ab", "a*b");
        for (int turn = 0; turn < 3; turn++) {
            StringBuilder file = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                String pattern = patterns.get((i + turn) % 3);
                file.append("flagstone.cache.")
                        .append(pattern)
                        .append(".ttl=")
                        .append(1 + patterns.indexOf(pattern))
                        .append("ms\n");
            }
            // in whichever order they are found: spread over the places, which are asked one after the other
            String[] lines = file.toString().split("\n");
            String[] second = lines[1].split("=");
            String[] third = lines[2].split("=");
            Places places =
                    places().classPath(lines[0]).system(second[0], second[1]).property(third[0], third[1]);
            assertThat(ttlFrom(places.cache("abab"))).isEqualTo("1ms");
        }
    }

    @Test
    void everySettingFindsItsOwnPattern() {
        CacheOptions options = places().property("flagstone.cache.*.failure", "fail")
                .property("flagstone.cache.orders.ttl", "5ms")
                .property("flagstone.cache.ord*.codec", "mine")
                .cache("orders");
        assertThat(options.failure()).isEqualTo(FailurePolicy.FAIL);
        assertThat(ttlFrom(options)).isEqualTo("5ms");
        assertThat(options.codec()).isEqualTo("mine");
    }

    @Test
    void theSamePatternIsDecidedByTheFirstPlace() {
        Places places =
                places().classPath("flagstone.cache.orders.ttl=1ms").system("flagstone.cache.orders.ttl", "2ms");
        assertThat(ttlFrom(places.cache("orders"))).isEqualTo("2ms");
    }

    @Test
    void whatTheCacheSaysItselfGoesBeforeEveryPattern() {
        Settings settings =
                places().property("flagstone.cache.orders.ttl", "1ms").gather();
        assertThat(ttlFrom(settings.cache("orders", Map.of(CacheSetting.TTL, "2ms"))))
                .isEqualTo("2ms");
        assertThat(ttlFrom(settings.cache("orders", Map.of(CacheSetting.LEASE, "5s"))))
                .isEqualTo("1ms");
    }
}
