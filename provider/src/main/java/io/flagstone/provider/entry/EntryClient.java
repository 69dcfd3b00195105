package io.flagstone.provider.entry;

import io.flagstone.provider.codec.ClassAllowList;
import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.ClientOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.config.Settings;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.cluster.Fleet;
import io.flagstone.provider.internal.entry.EntryStores;
import io.flagstone.provider.internal.stats.CacheCounters;
import java.net.URI;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A client of some nodes, with the settings that a cache manager has, for code that brings its own semantics. */
public final class EntryClient implements AutoCloseable {

    private final Settings settings;
    private final ClientOptions options;
    private final ClassLoader loader;
    private final Fleet fleet;

    private EntryClient(Settings settings, String uri, ClassLoader loader, Clock clock) {
        this.settings = settings;
        this.options = settings.client();
        this.loader = loader;
        this.fleet = Fleet.open(options, uri, loader, new WallClock(clock));
    }

    /**
     * Connects to the nodes that the settings name, without waiting for any.
     *
     * @param uri as of a cache manager
     * @param properties settings {@code flagstone.*}
     * @param clock what the ends of entries are counted by
     * @throws ConfigurationProblem when a setting is unknown or malformed
     */
    public static EntryClient open(URI uri, ClassLoader loader, Properties properties, Clock clock) {
        return new EntryClient(Settings.gather(uri, loader, properties), uri.toString(), loader, clock);
    }

    /** The settings of the space of this name: those of a cache. */
    public CacheOptions options(String name) {
        return settings.cache(name, Map.of());
    }

    /** The patterns of {@code flagstone.serialization.allow}. */
    public List<String> allowedClasses() {
        return options.allowedClasses();
    }

    /**
     * The space of this name. Spaces of one name in one namespace are one space, whoever opens them.
     *
     * @param spaceOptions how values are compressed; lifetimes and failures are the caller's business
     * @param declared classes that keys may consist of beyond the JDK's
     * @throws ConfigurationProblem when the options ask for plain items, which carry no tokens to rely on, for copies, or for a gutter, and behind an
     *     endpoint that may fail over
     */
    public EntrySpace space(String name, CacheOptions spaceOptions, Collection<Class<?>> declared) {
        if (spaceOptions.mode() == CacheMode.PLAIN) {
            throw new ConfigurationProblem("mode=plain: the entries of " + name + " need their envelopes");
        }
        if (spaceOptions.failure() == FailurePolicy.GUTTER) {
            throw new ConfigurationProblem("failure=gutter: the entries of " + name
                    + " are decided over by their owners alone; set flagstone.cache." + name
                    + ".failure to miss or fail");
        }
        if (spaceOptions.copies() > 1) {
            throw new ConfigurationProblem("copies=" + spaceOptions.copies() + ": the entries of " + name
                    + " are decided over by their owners alone; set flagstone.cache." + name + ".copies=1");
        }
        if (fleet.cluster().endpoint() == Endpoint.FAILING_OVER) {
            throw new ConfigurationProblem(
                    ManagerSetting.ENDPOINT_FAILS_OVER.key() + "=possible: the entries of " + name
                            + " are decided over by their owners alone, and an endpoint that may fail over gives them several; set it to never"
                            + " if calls for a key reach one node and no other whatever happens");
        }
        ClassAllowList allowed = new ClassAllowList(options.allowedClasses(), declared);
        return new EntrySpace(EntryStores.open(
                fleet.cluster(), options.namespace(), name, spaceOptions, allowed, loader, false, new CacheCounters()));
    }

    @Override
    public void close() {
        fleet.close();
    }
}
