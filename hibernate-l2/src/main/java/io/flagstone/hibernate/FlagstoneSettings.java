package io.flagstone.hibernate;

import io.flagstone.provider.config.CacheSetting;
import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.NearestName;
import io.flagstone.provider.config.SettingText;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The settings {@code hibernate.flagstone.…} of one session factory. Those of {@link L2Setting} are read here; {@code
 * hibernate.flagstone.region.<pattern>.<option>} and all others are handed to the provider under its own names.
 */
final class FlagstoneSettings {

    static final String PREFIX = "hibernate.flagstone.";

    private static final String REGION = PREFIX + "region.";
    private static final String PROVIDER = "flagstone.";
    private static final String CACHE = PROVIDER + "cache.";
    private static final String ALL_FAILURES = CACHE + "*." + CacheSetting.FAILURE.option();
    private static final String ALL_LIFETIMES = CACHE + "*." + CacheSetting.TTL.option();

    /** Bounds what a client that died owing something may leave behind. A guess. */
    private static final String STANDARD_LIFETIME = "1h";

    /** What a region has of a cache's settings. */
    private static final Set<CacheSetting> OF_REGIONS = Set.of(
            CacheSetting.FAILURE,
            CacheSetting.TTL,
            CacheSetting.CODEC,
            CacheSetting.COMPRESSION,
            CacheSetting.COMPRESS_ABOVE,
            CacheSetting.INFLATED_LIMIT,
            CacheSetting.LEASE);

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofDays(1);

    private final Map<L2Setting, String> own = new EnumMap<>(L2Setting.class);
    private final Properties provider = new Properties();

    /**
     * Reads them.
     *
     * @throws ConfigurationProblem when one is unknown or malformed
     */
    FlagstoneSettings(Map<String, Object> configuration) {
        for (L2Setting setting : L2Setting.values()) {
            own.put(setting, setting.standard());
        }
        configuration.forEach((key, value) -> {
            if (key.startsWith(PREFIX) && value != null) {
                accept(key, value.toString().trim());
            }
        });
        provider.putIfAbsent(ALL_FAILURES, policy(L2Setting.FAILURE.key(), text(L2Setting.FAILURE)));
        provider.putIfAbsent(ALL_LIFETIMES, STANDARD_LIFETIME);
        // complains now, not at the first use
        lock();
        tombstone();
    }

    private void accept(String key, String value) {
        for (L2Setting setting : L2Setting.values()) {
            if (setting.key().equals(key)) {
                own.put(setting, value);
                return;
            }
        }
        if (key.startsWith(REGION)) {
            acceptRegion(key, value);
            return;
        }
        String name = PROVIDER + key.substring(PREFIX.length());
        for (ManagerSetting setting : ManagerSetting.values()) {
            if (setting.key().equals(name)) {
                provider.setProperty(name, value);
                return;
            }
        }
        throw unknown(key, known());
    }

    private static List<String> known() {
        List<String> known = new ArrayList<>();
        for (L2Setting setting : L2Setting.values()) {
            known.add(setting.key());
        }
        for (ManagerSetting setting : ManagerSetting.values()) {
            known.add(PREFIX + setting.key().substring(PROVIDER.length()));
        }
        OF_REGIONS.forEach(setting -> known.add(REGION + "*." + setting.option()));
        return known;
    }

    private void acceptRegion(String key, String value) {
        String rest = key.substring(REGION.length());
        int dot = rest.lastIndexOf('.');
        String option = rest.substring(dot + 1);
        for (CacheSetting setting : OF_REGIONS) {
            if (dot > 0 && setting.option().equals(option)) {
                provider.setProperty(CACHE + rest, setting == CacheSetting.FAILURE ? policy(key, value) : value);
                return;
            }
        }
        String stem = REGION + (dot > 0 ? rest.substring(0, dot) : "*") + ".";
        throw unknown(
                key, OF_REGIONS.stream().map(s -> stem + s.option()).sorted().toList());
    }

    private static ConfigurationProblem unknown(String key, List<String> known) {
        String nearest = NearestName.to(key, known);
        return new ConfigurationProblem("unknown setting " + key + "; "
                + (nearest != null ? "did you mean " + nearest + "?" : "known are " + String.join(", ", known)));
    }

    private static String policy(String key, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "strict" -> "fail";
            case "lenient" -> "miss";
            default -> throw new ConfigurationProblem(key + "=" + value + ": allowed is strict or lenient");
        };
    }

    private String text(L2Setting setting) {
        return own.getOrDefault(setting, setting.standard());
    }

    private Duration duration(L2Setting setting) {
        Duration duration = SettingText.time(text(setting));
        if (duration == null || duration.compareTo(LEAST) < 0 || duration.compareTo(MOST) > 0) {
            throw refused(setting);
        }
        return duration;
    }

    private ConfigurationProblem refused(L2Setting setting) {
        return new ConfigurationProblem(
                setting.key() + "=" + text(setting) + ": allowed is a time from 1s to 1d, such as 1500ms, 60s, 5m");
    }

    Duration lock() {
        return duration(L2Setting.LOCK);
    }

    Duration tombstone() {
        return duration(L2Setting.TOMBSTONE);
    }

    URI uri() {
        try {
            return URI.create(text(L2Setting.URI));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationProblem(L2Setting.URI.key() + "=" + text(L2Setting.URI) + ": not a URI", e);
        }
    }

    /** What the provider is to read. */
    Properties provider() {
        return provider;
    }
}
