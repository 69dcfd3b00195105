package io.flagstone.provider.internal.stats;

import org.jspecify.annotations.Nullable;

/**
 * The beans of one cache on the platform's MBean server, under the names that the specification gives them:
 * {@code javax.cache:type=CacheStatistics|CacheConfiguration,CacheManager=<uri>,Cache=<name>}.
 */
public final class Beans {

    private final String manager;
    private final String cache;
    private @Nullable PlatformBean statistics;
    private @Nullable PlatformBean configuration;
    private boolean closed;

    /**
     * @param manager the manager's URI
     * @param cache the cache's name
     */
    public Beans(String manager, String cache) {
        this.manager = PlatformBean.clean(manager);
        this.cache = PlatformBean.clean(cache);
    }

    /** Shows or hides the statistics. */
    public synchronized void statistics(@Nullable StatisticsBean bean) {
        statistics = exchange(statistics, "CacheStatistics", bean);
    }

    /** Shows or hides the configuration. */
    public synchronized void configuration(@Nullable ConfigurationBean bean) {
        configuration = exchange(configuration, "CacheConfiguration", bean);
    }

    private @Nullable PlatformBean exchange(@Nullable PlatformBean present, String type, @Nullable Object bean) {
        if (closed) {
            return null;
        }
        if (bean != null) {
            return present != null
                    ? present
                    : PlatformBean.register(
                            "javax.cache:type=" + type + ",CacheManager=" + manager + ",Cache=" + cache, bean);
        }
        if (present != null) {
            present.close();
        }
        return null;
    }

    /** Hides all; nothing is shown any more. */
    public synchronized void close() {
        statistics(null);
        configuration(null);
        closed = true;
    }
}
