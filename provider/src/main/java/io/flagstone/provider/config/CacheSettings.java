package io.flagstone.provider.config;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the texts of {@link CacheSetting} into {@link CacheOptions}. */
final class CacheSettings {

    private static final int MAX_PAYLOAD = 1 << 30;

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
                ttl(of.apply(CacheSetting.TTL)),
                SettingText.duration(of.apply(CacheSetting.LEASE), Duration.ofSeconds(2), Duration.ofHours(1)),
                of.apply(CacheSetting.PREFIX).text().trim(),
                lockedInvoke(of.apply(CacheSetting.INVOKE)));
    }

    private static @Nullable Duration ttl(SettingValue value) {
        return value.text().trim().equals(CacheSetting.TTL.standard())
                ? null
                : SettingText.duration(value, Duration.ofMillis(1), Duration.ofDays(3650));
    }

    private static boolean lockedInvoke(SettingValue value) {
        return switch (value.text().trim()) {
            case "optimistic" -> false;
            case "locked" -> true;
            default -> throw SettingText.refused(value, "optimistic or locked");
        };
    }
}
