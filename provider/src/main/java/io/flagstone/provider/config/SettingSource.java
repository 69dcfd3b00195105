package io.flagstone.provider.config;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One place where settings are written.
 *
 * @param name the place, in words
 * @param values settings by their whole name
 */
record SettingSource(String name, Map<String, String> values) {

    /** Every setting's name starts with this. */
    static final String PREFIX = "flagstone.";

    /** URIs of resources. */
    static final String CLASS_PATH_SCHEME = "classpath";

    /** What Kubernetes (and Docker links) say about a service: {@code FLAGSTONE_SERVICE_HOST}, {@code FLAGSTONE_PORT_…}. */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "FLAGSTONE_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_(TCP|UDP|SCTP)(_\\w+)?)?)");

    /** What a node's launcher and its service unit are told; a node and a client may share an environment. */
    private static final Set<String> OF_NODES =
            Set.of("FLAGSTONE_JAVA_OPTS", "FLAGSTONE_JAR", "FLAGSTONE_CACHE", "FLAGSTONE_OPTIONS");

    private static final String ENVIRONMENT_PREFIX = "FLAGSTONE_";
    private static final String CACHE_VARIABLES = ENVIRONMENT_PREFIX + "CACHE_";

    /** Those of these properties that are ours; applications keep their own beside them. */
    static SettingSource ofProperties(String name, @Nullable Properties properties) {
        Map<String, String> values = new LinkedHashMap<>();
        if (properties != null) {
            properties.forEach((key, value) -> checkText(name, key, value));
            for (String key : properties.stringPropertyNames()) {
                if (key.startsWith(PREFIX)) {
                    values.put(key, properties.getProperty(key));
                }
            }
        }
        return new SettingSource(name, values);
    }

    /** Java's properties leave out what is no text, and a setting must not be lost so. */
    private static void checkText(String name, Object key, Object value) {
        if (key instanceof String text && text.startsWith(PREFIX) && !(value instanceof String)) {
            throw new ConfigurationProblem(text + " (" + name + "): the value is a "
                    + value.getClass().getSimpleName() + "; settings are written as text");
        }
    }

    /** A file that is ours alone: a name in it that is not a setting is a mistake. */
    static SettingSource ofFile(String name, Properties properties) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String key : properties.stringPropertyNames()) {
            values.put(key, properties.getProperty(key));
        }
        return new SettingSource(name, values);
    }

    /**
     * Environment variables {@code FLAGSTONE_…}. Upper case and underscores stand for the setting's letters and
     * punctuation; the settings of single caches have no such form. Where a Kubernetes service is named after us, every
     * pod finds its address in variables that look like ours; they are left alone, and so are those of a node's launcher.
     */
    static SettingSource ofEnvironment(Map<String, String> environment) {
        Map<String, String> values = new LinkedHashMap<>();
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(ENVIRONMENT_PREFIX)) {
                return;
            }
            String known = knownSetting(variable);
            if (known != null) {
                values.put(known, value);
            } else if (!OF_NODES.contains(variable)
                    && !SERVICE_LINK.matcher(variable).matches()) {
                values.put(unknownSetting(variable), value);
            }
        });
        return new SettingSource("the environment", values);
    }

    private static @Nullable String knownSetting(String variable) {
        for (ManagerSetting setting : ManagerSetting.values()) {
            if (variable.equals(
                    setting.key().toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))) {
                return setting.key();
            }
        }
        return null;
    }

    private static String unknownSetting(String variable) {
        if (variable.startsWith(CACHE_VARIABLES)) {
            throw new ConfigurationProblem(variable + " (the environment): the settings of single caches cannot be"
                    + " written there, where case and punctuation of their names are lost");
        }
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /**
     * The file at a manager's URI.
     *
     * @throws ConfigurationProblem when nothing can be read there
     */
    static SettingSource atUri(URI uri, ClassLoader loader) {
        try {
            if (CLASS_PATH_SCHEME.equals(uri.getScheme())) {
                String resource = uri.getSchemeSpecificPart();
                SettingSource found = onClassPath(resource, loader);
                if (loader.getResource(resource) == null) {
                    throw new ConfigurationProblem(uri + ": there is no " + resource + " on the class path");
                }
                return found;
            }
            return read(uri.toString(), uri.toURL());
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationProblem("no settings can be read from " + uri + ": " + e.getMessage(), e);
        }
    }

    /** The file of this name on the class path, or nothing. */
    static SettingSource onClassPath(String resource, ClassLoader loader) {
        URL url = loader.getResource(resource);
        if (url == null) {
            return new SettingSource(resource, Map.of());
        }
        try {
            return read(resource + " on the class path", url);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationProblem(resource + " on the class path cannot be read: " + e.getMessage(), e);
        }
    }

    private static SettingSource read(String name, URL url) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
            properties.load(in);
        }
        return ofFile(name, properties);
    }
}
