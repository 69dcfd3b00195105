package io.flagstone.provider.internal.discovery;

import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.discovery.NodeListListener;
import io.flagstone.provider.discovery.NodeListSource;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds the source that a setting names: one of ours, or one that the application registered. */
public final class Sources {

    private static final List<NodeListSource> OURS = List.of(
            new StaticSource(),
            new FileSource(),
            new DnsSource(new NamingRecords()),
            new SrvSource(new NamingRecords()),
            new ClusterCommandSource());

    private Sources() {}

    /**
     * Watches what the setting names.
     *
     * @param setting {@code scheme:location}
     * @param loader where sources of the application are found
     * @throws ConfigurationProblem when there is no such source or location
     */
    public static AutoCloseable watch(
            String setting, NodeListListener listener, SourceContext context, ClassLoader loader) {
        int colon = setting.indexOf(':');
        Map<String, NodeListSource> known = known(loader);
        NodeListSource source = colon < 0 ? null : known.get(setting.substring(0, colon));
        if (source == null) {
            throw new ConfigurationProblem(ManagerSetting.NODES_SOURCE.key() + "=" + setting
                    + ": a source is scheme:location, and the schemes known here are "
                    + String.join(", ", known.keySet()));
        }
        try {
            return source.watch(setting.substring(colon + 1), listener, context);
        } catch (ConfigurationProblem e) {
            throw new ConfigurationProblem(
                    ManagerSetting.NODES_SOURCE.key() + "=" + setting + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, NodeListSource> known(ClassLoader loader) {
        Map<String, NodeListSource> known = new TreeMap<>();
        OURS.forEach(source -> known.put(source.scheme(), source));
        try {
            for (NodeListSource source : ServiceLoader.load(NodeListSource.class, loader)) {
                if (known.putIfAbsent(source.scheme(), source) != null) {
                    throw new ConfigurationProblem("there are two sources of lists of nodes for " + source.scheme()
                            + ":; one is " + source.getClass().getName());
                }
            }
        } catch (ServiceConfigurationError e) {
            throw new ConfigurationProblem("a registered source of lists of nodes cannot be used", e);
        }
        return known;
    }
}
