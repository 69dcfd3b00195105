package io.flagstone.provider.config;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one manager, gathered from everywhere they can be written. The first place that sets one decides it:
 *
 * <ol>
 *   <li>the node list in a {@code memcached://} URI
 *   <li>the properties handed to {@code getCacheManager}
 *   <li>system properties {@code flagstone.*}
 *   <li>environment variables {@code FLAGSTONE_*}
 *   <li>the {@code .properties} file at the manager's URI
 *   <li>{@code flagstone.properties} on the class path
 *   <li>the defaults of {@link ManagerSetting} and {@link CacheSetting}
 * </ol>
 */
public final class Settings {

    /** The file looked for on the class path. */
    public static final String DEFAULT_FILE = "flagstone.properties";

    /** The scheme of URIs that list nodes. */
    public static final String NODES_SCHEME = "memcached";

    /** The scheme of URIs that tell managers apart and say nothing else, such as the provider's default. */
    public static final String NAME_SCHEME = "flagstone";

    /** The division in a weight, {@code *64m/1k}, makes no path of a node list. */
    private static final Pattern WEIGHT_SLASH = Pattern.compile("(?<=\\*[0-9]{1,18}[A-Za-z]{0,2})/(?=[0-9])");

    private static final String CACHE_PREFIX = SettingSource.PREFIX + "cache.";

    private record CacheRule(CachePattern pattern, CacheSetting setting, SettingValue value) {}

    private final Map<ManagerSetting, SettingValue> manager = new EnumMap<>(ManagerSetting.class);
    private final List<CacheRule> caches = new ArrayList<>();

    private Settings(List<SettingSource> sources) {
        Map<String, SettingValue> found = new LinkedHashMap<>();
        for (SettingSource source : sources) {
            source.values().forEach((key, text) -> found.putIfAbsent(key, new SettingValue(key, text, source.name())));
        }
        found.values().forEach(this::accept);
        for (ManagerSetting setting : ManagerSetting.values()) {
            manager.putIfAbsent(setting, SettingValue.standard(setting.key(), setting.standard()));
        }
    }

    /**
     * Gathers the settings of a manager.
     *
     * @param uri the manager's URI: {@code memcached://host:port;host:port}, the URL of a {@code .properties} file, or
     *     one that says nothing, such as the provider's default
     * @throws ConfigurationProblem when a setting is unknown or malformed, or the URI's file cannot be read
     */
    public static Settings gather(URI uri, ClassLoader loader, @Nullable Properties properties) {
        return gather(uri, loader, properties, System.getProperties(), System.getenv());
    }

    static Settings gather(
            URI uri,
            ClassLoader loader,
            @Nullable Properties properties,
            Properties system,
            Map<String, String> environment) {
        List<SettingSource> sources = new ArrayList<>();
        if (NODES_SCHEME.equals(uri.getScheme())) {
            sources.add(new SettingSource(uri.toString(), Map.of(ManagerSetting.NODES.key(), nodeList(uri))));
        }
        sources.add(SettingSource.ofProperties("the manager's properties", properties));
        sources.add(SettingSource.ofProperties("the system properties", system));
        sources.add(SettingSource.ofEnvironment(environment));
        if (namesAFile(uri)) {
            sources.add(SettingSource.atUri(uri, loader));
        }
        sources.add(SettingSource.onClassPath(DEFAULT_FILE, loader));
        return new Settings(sources);
    }

    private static boolean namesAFile(URI uri) {
        String scheme = String.valueOf(uri.getScheme());
        return switch (scheme) {
            case "file", "jar", SettingSource.CLASS_PATH_SCHEME -> true;
            case NODES_SCHEME, NAME_SCHEME -> false;
            default ->
                throw new ConfigurationProblem(uri + " is not a manager's URI: it lists nodes, "
                        + NODES_SCHEME
                        + "://host:port;host:port, leads to a file of settings, file:/etc/cache.properties"
                        + " or classpath:cache.properties, or is a mere name, " + NAME_SCHEME + ":orders");
        };
    }

    private static String nodeList(URI uri) {
        String part = uri.getRawSchemeSpecificPart();
        String list = part.startsWith("//") ? part.substring(2) : part;
        boolean path = WEIGHT_SLASH.matcher(list).replaceAll("").indexOf('/') >= 0;
        if (list.indexOf('?') >= 0 || path || uri.getRawFragment() != null) {
            throw new ConfigurationProblem(
                    uri + ": a memcached URI lists nodes, memcached://host:port;host:port; other settings go into the"
                            + " properties or a file");
        }
        return list;
    }

    private void accept(SettingValue value) {
        if (value.key().startsWith(CACHE_PREFIX)) {
            caches.add(cacheRule(value));
            return;
        }
        for (ManagerSetting setting : ManagerSetting.values()) {
            if (setting.key().equals(value.key())) {
                manager.put(setting, value);
                return;
            }
        }
        throw unknown(
                value,
                Arrays.stream(ManagerSetting.values()).map(ManagerSetting::key).toList());
    }

    private static CacheRule cacheRule(SettingValue value) {
        String rest = value.key().substring(CACHE_PREFIX.length());
        int dot = rest.lastIndexOf('.');
        String option = rest.substring(dot + 1);
        for (CacheSetting setting : CacheSetting.values()) {
            if (dot > 0 && setting.option().equals(option)) {
                return new CacheRule(new CachePattern(rest.substring(0, dot)), setting, value);
            }
        }
        String stem = CACHE_PREFIX + (dot > 0 ? rest.substring(0, dot) : "*") + ".";
        throw unknown(
                value,
                Arrays.stream(CacheSetting.values()).map(s -> stem + s.option()).toList());
    }

    private static ConfigurationProblem unknown(SettingValue value, List<String> known) {
        String nearest = NearestName.to(value.key(), known);
        if (nearest == null && !value.key().startsWith(SettingSource.PREFIX)) {
            nearest = NearestName.to(SettingSource.PREFIX + value.key(), known);
        }
        return new ConfigurationProblem("unknown setting " + value.key() + " (" + value.source() + "); "
                + (nearest != null ? "did you mean " + nearest + "?" : "known are " + String.join(", ", known)));
    }

    /** The manager's settings as one value. */
    public ClientOptions client() {
        return ClientSettings.read(this);
    }

    /**
     * The settings of the cache of this name.
     *
     * @param own what its configuration sets itself
     */
    public CacheOptions cache(String name, Map<CacheSetting, String> own) {
        return CacheSettings.read(this, name, own);
    }

    SettingValue of(ManagerSetting setting) {
        SettingValue value = manager.get(setting);
        if (value == null) {
            throw new IllegalStateException(setting + " has no default");
        }
        return value;
    }

    /** What the cache itself says, or the nearest pattern, or the default. */
    SettingValue of(CacheSetting setting, String cacheName, Map<CacheSetting, String> own) {
        String set = own.get(setting);
        if (set != null) {
            return new SettingValue(CACHE_PREFIX + cacheName + "." + setting.option(), set, "its configuration");
        }
        CacheRule best = null;
        for (CacheRule rule : caches) {
            if (rule.setting() == setting
                    && rule.pattern().matches(cacheName)
                    && (best == null || rule.pattern().isNearerThan(best.pattern()))) {
                best = rule;
            }
        }
        return best != null
                ? best.value()
                : SettingValue.standard(CACHE_PREFIX + "*." + setting.option(), setting.standard());
    }
}
