package io.flagstone.provider.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns the texts of {@link CacheSetting} into {@link CacheOptions}. */
final class CacheSettings {

    private static final int MAX_PAYLOAD = 1 << 30;

    private CacheSettings() {}

    static CacheOptions read(Settings settings, String name) {
        String codec = settings.of(CacheSetting.CODEC, name).text().trim();
        return new CacheOptions(
                SettingText.choice(settings.of(CacheSetting.FAILURE, name), FailurePolicy.class),
                SettingText.choice(settings.of(CacheSetting.MODE, name), CacheMode.class),
                codec.equals(CacheSetting.CODEC.standard()) ? null : codec,
                SettingText.choice(settings.of(CacheSetting.COMPRESSION, name), Compression.class),
                (int) SettingText.size(settings.of(CacheSetting.COMPRESS_ABOVE, name), 0, MAX_PAYLOAD),
                (int) SettingText.size(settings.of(CacheSetting.INFLATED_LIMIT, name), 1, MAX_PAYLOAD),
                ttl(settings.of(CacheSetting.TTL, name)),
                SettingText.duration(settings.of(CacheSetting.LEASE, name), Duration.ofSeconds(2), Duration.ofHours(1)),
                settings.of(CacheSetting.PREFIX, name).text().trim(),
                lockedInvoke(settings.of(CacheSetting.INVOKE, name)));
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
