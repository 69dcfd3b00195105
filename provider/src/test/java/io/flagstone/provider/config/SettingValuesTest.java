package io.flagstone.provider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every value is read as documented, or refused with its key, the value, where it stands and what is allowed. */
class SettingValuesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    private ClientOptions with(String key, String value) {
        return new Places(folder).property("flagstone." + key, value).client();
    }

    private CacheOptions cacheWith(String option, String value) {
        return new Places(folder).property("flagstone.cache.c." + option, value).cache("c");
    }

    private static void refused(String key, String allowed, List<String> values, Consumer<String> reader) {
        for (String value : values) {
            assertThatThrownBy(() -> reader.accept(value))
                    .as("%s=%s", key, value)
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("flagstone." + key + "=" + value + " (")
                    .hasMessageContaining("the manager's properties")
                    .hasMessageContaining(allowed);
        }
    }

    private void refusedByManager(String key, String allowed, String... values) {
        refused(key, allowed, List.of(values), value -> with(key, value));
    }

    private void refusedByCache(String option, String allowed, String... values) {
        refused("cache.c." + option, allowed, List.of(values), value -> cacheWith(option, value));
    }

    @Test
    void timesHaveAUnit() {
        Map<String, Long> millisOf = Map.of(
                "250ms",
                250L,
                "5s",
                5_000L,
                "5 S",
                5_000L,
                " 10m ",
                600_000L,
                "1MS",
                1L,
                "0005s",
                5_000L,
                "599999ms",
                599_999L);
        millisOf.forEach((text, millis) ->
                assertThat(with("timeout", text).link().timeout()).as(text).hasMillis(millis));
        assertThat(with("retry.longest", "1h").link().longestRetry()).hasHours(1);
        assertThat(cacheWith("ttl", "3650d").ttl()).isNotNull().hasDays(3650);
    }

    @Test
    void timesThatAreNoneOrOutOfRangeAreRefused() {
        refusedByManager(
                "timeout",
                "a time from 1ms to 10m, such as 250ms, 5s, 10m, 2h, 1d",
                "",
                " ",
                "5",
                "s",
                "-5s",
                "1.5s",
                "0ms",
                "0s",
                "11m",
                "600001ms",
                "5 s s",
                "5y",
                "1e3s",
                "0x5s",
                "+5s",
                "9223372036854775807d",
                "99999999999999999999s",
                "abc");
        refusedByManager("connect-timeout", "1ms to 1m", "61s");
        refusedByManager("retry.first", "1ms to 1m", "0ms");
        refusedByManager("retry.longest", "1ms to 1h", "2h");
        refusedByManager("suspect.silent", "1ms to 1h", "1d");
        refusedByCache("lease", "a time from 2s to 1h", "1s", "1999ms", "61m", "");
    }

    @Test
    void sizesMayHaveAUnit() {
        Map<String, Long> bytesOf = Map.of(
                "2097152",
                2L << 20,
                "2097152b",
                2L << 20,
                "2048k",
                2L << 20,
                "2048KB",
                2L << 20,
                "3m",
                3L << 20,
                "4 mb",
                4L << 20,
                "5g",
                5L << 30,
                "6gb",
                6L << 30);
        bytesOf.forEach((text, bytes) -> assertThat(
                        with("embedded.memory", text).embedded().memory())
                .as(text)
                .isEqualTo(bytes));
        assertThat(cacheWith("compress-above", "0").compressAbove()).isZero();
        assertThat(cacheWith("inflated-limit", "1g").inflatedLimit()).isEqualTo(1 << 30);
    }

    @Test
    void sizesThatAreNoneOrOutOfRangeAreRefused() {
        refusedByManager(
                "embedded.memory",
                "a size from 2097152 to 1099511627776 bytes, such as 4k, 64m, 1g",
                "",
                "1m",
                "2097151",
                "-1",
                "x",
                "1.5g",
                "2t",
                "1025g",
                "9999999999999g",
                "9223372036854775807g",
                "17179869188g");
        refusedByCache("compress-above", "a size from 0 to 1073741824 bytes", "2g", "-1", "k");
        refusedByCache("inflated-limit", "a size from 1 to", "0", "1073741825");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        refusedByManager(
                "suspect.after", "a number from 1 to 1000000", "0", "1000001", "x", "", "1k", "-3", "4294967297");
        refusedByManager("debts.max", "a number from 0 to 10000000", "-1", "10000001");
        refusedByManager("io.threads", "a number from 1 to 64", "0", "65");
        refusedByManager("embedded.port", "a number from 0 to 65535", "65536", "-1");
        assertThat(with("embedded.port", " 65535 ").embedded().port()).isEqualTo(65_535);
        assertThat(with("debts.max", "0").link().maxDebts()).isZero();
    }

    @Test
    void wordsThatAreNotOfferedAreRefused() {
        refusedByManager("store-by-reference", "refuse or by-value", "", "allow", "by value");
        refusedByCache("failure", "one of fail, miss, gutter", "", "gutters", "fail fast");
        refusedByCache("mode", "one of envelope, plain", "", "bare");
        refusedByCache("compression", "one of none, lz4, zstd, deflate", "", "gzip");
        refusedByCache("invoke", "optimistic or locked", "", "pessimistic");
        refusedByCache("ttl", "none, or a time from 1ms to 3650d", "", "forever", "0s", "3651d");
    }

    @Test
    void wordsAreReadInAnyCase() {
        assertThat(with("store-by-reference", " By-Value ").referenceAsValue()).isTrue();
        assertThat(cacheWith("failure", "FAIL").failure()).isEqualTo(FailurePolicy.FAIL);
        assertThat(cacheWith("mode", " Plain").mode()).isEqualTo(CacheMode.PLAIN);
        assertThat(cacheWith("compression", "Zstd").compression()).isEqualTo(Compression.ZSTD);
        assertThat(cacheWith("invoke", "Locked").lockedInvoke()).isTrue();
        assertThat(cacheWith("ttl", "None").ttl()).isNull();
        assertThat(cacheWith("codec", "auto").codec()).isNull();
        assertThat(cacheWith("codec", " mine ").codec()).isEqualTo("mine");
    }

    @Test
    void aPrefixIsWhatAKeyMayBeginWith() {
        assertThat(cacheWith("prefix", "orders:").prefix()).isEqualTo("orders:");
        assertThat(cacheWith("prefix", "größe:").prefix()).isEqualTo("größe:");
        assertThat(cacheWith("prefix", "x".repeat(200)).prefix()).hasSize(200);
        refusedByCache(
                "prefix",
                "up to 200 bytes without blanks and control characters",
                "a b",
                "a\r\nflush_all\r\nb",
                "a\tb",
                "a\0b",
                "a\u007fb",
                "x".repeat(201),
                "ü".repeat(101),
                "a\uD83Db");
    }

    @Test
    void allowedClassesAreAList() {
        assertThat(with("serialization.allow", "com.acme.*, com.acme.Order;;org.x.**")
                        .allowedClasses())
                .containsExactly("com.acme.*", "com.acme.Order", "org.x.**");
    }

    @Test
    void whatACacheSaysItselfIsCheckedLikeTheRest() {
        Settings settings = new Places(folder).gather();
        assertThatThrownBy(() -> settings.cache("c", Map.of(CacheSetting.LEASE, "1s")))
                .isInstanceOf(ConfigurationProblem.class)
                .hasMessageContaining("flagstone.cache.c.lease=1s (its configuration)")
                .hasMessageContaining("2s to 1h");
    }

    @Test
    void thePlacementIsAName() {
        assertThat(with("placement", " xmemcached ").placement())
                .isEqualTo(new PlacementOptions("xmemcached", "", false));
        assertThat(with("key-hash", "md5").placement()).isEqualTo(new PlacementOptions("slots", "md5", false));
        assertThat(with("weights", "Measured").placement().measuredWeights()).isTrue();
        assertThat(with("weights", "configured").placement()).isEqualTo(PlacementOptions.STANDARD);
        refusedByManager("weights", "configured or measured", "yes", "", "asked");
        refusedByManager("placement", "slots, or as other clients place keys", "", " ");
    }
}
