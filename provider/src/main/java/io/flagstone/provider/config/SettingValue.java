package io.flagstone.provider.config;

/**
 * A setting as it was found.
 *
 * @param key its whole name, {@code flagstone.…}
 * @param text what was written
 * @param source where it was written, in words
 */
record SettingValue(String key, String text, String source) {}
