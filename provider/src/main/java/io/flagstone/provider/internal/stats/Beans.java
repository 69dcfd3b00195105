package io.flagstone.provider.internal.stats;

import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The beans of one cache on the platform's MBean server, under the names that the specification gives them:
 * {@code javax.cache:type=CacheStatistics|CacheConfiguration,CacheManager=<uri>,Cache=<name>}.
 */
public final class Beans {

    /** What the specification lists, and what JMX takes for a pattern or a quotation. */
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[,:=\n*?\"]");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String manager;
    private final String cache;
    private @Nullable ObjectName statistics;
    private @Nullable ObjectName configuration;
    private boolean closed;

    /**
     * @param manager the manager's URI
     * @param cache the cache's name
     */
    public Beans(String manager, String cache) {
        this.manager = clean(manager);
        this.cache = clean(cache);
    }

    private static String clean(String part) {
        return NOT_IN_NAMES.matcher(part).replaceAll(".");
    }

    /** Shows or hides the statistics. */
    public synchronized void statistics(@Nullable StatisticsBean bean) {
        statistics = exchange(statistics, "CacheStatistics", bean);
    }

    /** Shows or hides the configuration. */
    public synchronized void configuration(@Nullable ConfigurationBean bean) {
        configuration = exchange(configuration, "CacheConfiguration", bean);
    }

    private @Nullable ObjectName exchange(@Nullable ObjectName present, String type, @Nullable Object bean) {
        if (closed) {
            return null;
        }
        if (bean != null) {
            return present != null ? present : register(type, bean);
        }
        if (present != null) {
            unregister(present);
        }
        return null;
    }

    /** A second manager with the same URI, in another class loader, finds its names taken and is told apart. */
    private ObjectName register(String type, Object bean) {
        String name = "javax.cache:type=" + type + ",CacheManager=" + manager + ",Cache=" + cache;
        try {
            try {
                ObjectName plain = new ObjectName(name);
                server.registerMBean(bean, plain);
                return plain;
            } catch (InstanceAlreadyExistsException e) {
                ObjectName apart = new ObjectName(name + ",instance=" + Integer.toHexString(hashCode()));
                server.registerMBean(bean, apart);
                return apart;
            }
        } catch (JMException e) {
            throw new CacheException("the " + type + " bean of cache " + cache + " could not be registered", e);
        }
    }

    /** Hides all; nothing is shown any more. */
    public synchronized void close() {
        statistics(null);
        configuration(null);
        closed = true;
    }

    private void unregister(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // somebody else has taken it away already, which is what was wanted
        } catch (JMException e) {
            throw new CacheException("the bean " + name + " could not be unregistered", e);
        }
    }
}
