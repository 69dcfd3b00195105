package io.flagstone.provider.config;

import java.io.Serial;
import java.util.EnumMap;
import java.util.Map;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;

/**
 * A cache configuration with Flagstone's own settings. What is set here goes before properties and files.
 *
 * <pre>{@code
 * var configuration = new FlagstoneConfiguration<String, Order>()
 *         .set(CacheSetting.FAILURE, "fail")
 *         .set(CacheSetting.COMPRESSION, "lz4");
 * configuration.setTypes(String.class, Order.class);
 * }</pre>
 */
public class FlagstoneConfiguration<K, V> extends MutableConfiguration<K, V> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final EnumMap<CacheSetting, String> settings = new EnumMap<>(CacheSetting.class);

    public FlagstoneConfiguration() {}

    /** A copy, with the settings where the other has any. */
    public FlagstoneConfiguration(CompleteConfiguration<K, V> other) {
        super(other);
        if (other instanceof FlagstoneConfiguration<K, V> ours) {
            settings.putAll(ours.settings);
        }
    }

    /** Sets one setting, in the form that it has in properties. */
    public FlagstoneConfiguration<K, V> set(CacheSetting setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** What has been set. */
    public Map<CacheSetting, String> settings() {
        return new EnumMap<>(settings);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other)
                && (!(other instanceof FlagstoneConfiguration<?, ?> ours) || settings.equals(ours.settings));
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
