package io.flagstone.provider.config;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Turns the texts of {@link CacheSetting} into {@link CacheOptions}. */
final class CacheSettings {

    private static final int MAX_PAYLOAD = 1 << 30;

    /** Leaves fifty of the 250 bytes that memcached takes to the key itself. */
    private static final int LONGEST_PREFIX = 200;

    /** The client flags tell the end of an entry within six days of the node's time to live. */
    private static final Duration LONGEST_STALE = Duration.ofDays(1);

    /** More would take more time for each write than they would be worth. */
    private static final int MOST_COPIES = 3;

    /** What is older helps nobody who has waited for so long. */
    private static final Duration LONGEST_GUTTER = Duration.ofHours(1);

    private CacheSettings() {}

    static CacheOptions read(Settings settings, String name, Map<CacheSetting, String> own) {
        Function<CacheSetting, SettingValue> of = setting -> settings.of(setting, name, own);
        String codec = of.apply(CacheSetting.CODEC).text().trim();
        return new CacheOptions(
                SettingText.choice(of.apply(CacheSetting.FAILURE), FailurePolicy.class),
                SettingText.choice(of.apply(CacheSetting.MODE), CacheMode.class),
                codec.equals(CacheSetting.CODEC.standard()) ? null : codec,
                SettingText.choice(of.apply(CacheSetting.COMPRESSION), Compression.class),
                (int) SettingText.size(of.apply(CacheSetting.COMPRESS_ABOVE), 0, MAX_PAYLOAD),
                (int) SettingText.size(of.apply(CacheSetting.INFLATED_LIMIT), 1, MAX_PAYLOAD),
                SettingText.durationOr(
                        CacheSetting.TTL.standard(),
                        of.apply(CacheSetting.TTL),
                        Duration.ofMillis(1),
                        Duration.ofDays(3650)),
                SettingText.duration(of.apply(CacheSetting.LEASE), Duration.ofSeconds(2), Duration.ofHours(1)),
                SettingText.prefix(of.apply(CacheSetting.PREFIX), LONGEST_PREFIX),
                SettingText.durationOr(
                        CacheSetting.STALE_WHILE_REVALIDATE.standard(),
                        of.apply(CacheSetting.STALE_WHILE_REVALIDATE),
                        Duration.ofMillis(1),
                        LONGEST_STALE),
                SettingText.second(of.apply(CacheSetting.INVOKE), "optimistic", "locked"),
                sealing(of),
                SettingText.number(of.apply(CacheSetting.COPIES), 1, MOST_COPIES),
                SettingText.duration(of.apply(CacheSetting.GUTTER_TTL), Duration.ofSeconds(1), LONGEST_GUTTER));
    }

    private static CacheOptions.Sealing sealing(Function<CacheSetting, SettingValue> of) {
        SettingValue keys = of.apply(CacheSetting.ENCRYPTION);
        SettingValue hidden = of.apply(CacheSetting.HIDDEN_KEYS);
        boolean hides = SettingText.flag(hidden);
        if (keys.text().trim().equals(CacheSetting.ENCRYPTION.standard())) {
            if (hides) {
                throw SettingText.refused(hidden, "false without a file of keys in " + keys.key());
            }
            return CacheOptions.Sealing.NONE;
        }
        return new CacheOptions.Sealing(SettingText.file(keys), hides);
    }
}
