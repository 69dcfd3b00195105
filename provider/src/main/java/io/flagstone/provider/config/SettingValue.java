package io.flagstone.provider.config;

/**
 * A setting as it was found.
 *
 * @param key its whole name, {@code flagstone.…}
 * @param text what was written
 * @param source where it was written, in words
 */
record SettingValue(String key, String text, String source) {

    private static final String DEFAULT = "default";

    /** The value of a setting that nobody has set. */
    static SettingValue standard(String key, String text) {
        return new SettingValue(key, text, DEFAULT);
    }

    /** Whether nobody has set it. */
    boolean isDefault() {
        return source.equals(DEFAULT);
    }
}
