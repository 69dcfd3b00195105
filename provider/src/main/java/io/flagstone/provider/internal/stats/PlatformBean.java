package io.flagstone.provider.internal.stats;

import java.lang.management.ManagementFactory;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** One bean on the platform's MBean server, until it is closed. */
public final class PlatformBean implements AutoCloseable {

    /** What the specification lists, and what JMX takes for a pattern or a quotation. */
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[,:=\n*?\"]");

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final ObjectName name;

    /** A second manager with the same URI, in another class loader, finds its names taken and is told apart. */
    private PlatformBean(String text, Object bean) throws JMException {
        ObjectName registered = new ObjectName(text);
        try {
            server.registerMBean(bean, registered);
        } catch (InstanceAlreadyExistsException e) {
            registered = new ObjectName(text + ",instance=" + Integer.toHexString(System.identityHashCode(bean)));
            server.registerMBean(bean, registered);
        }
        name = registered;
    }

    static PlatformBean register(String name, Object bean) {
        try {
            return new PlatformBean(name, bean);
        } catch (JMException e) {
            throw new CacheException("the bean " + name + " could not be registered", e);
        }
    }

    /**
     * Shows the nodes of a manager, and where its keys go.
     *
     * @param manager the manager's URI
     */
    public static PlatformBean cluster(String manager, ClusterBean bean) {
        return register("io.flagstone:type=Cluster,CacheManager=" + clean(manager), bean);
    }

    /**
     * Shows the hottest keys of a manager.
     *
     * @param manager the manager's URI
     */
    public static PlatformBean hotKeys(String manager, HotKeysBean bean) {
        return register("io.flagstone:type=HotKeys,CacheManager=" + clean(manager), bean);
    }

    static String clean(String part) {
        return NOT_IN_NAMES.matcher(part).replaceAll(".");
    }

    @Override
    public void close() {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            // somebody else has taken it away already, which is what was wanted
        } catch (JMException e) {
            throw new CacheException("the bean " + name + " could not be unregistered", e);
        }
    }
}
