package io.flagstone.hibernate;

import io.flagstone.hibernate.internal.region.DomainRegion;
import io.flagstone.hibernate.internal.region.MarksRegion;
import io.flagstone.hibernate.internal.region.RegionContext;
import io.flagstone.hibernate.internal.region.ResultsRegion;
import io.flagstone.hibernate.internal.region.SessionState;
import io.flagstone.provider.entry.EntryClient;
import io.flagstone.provider.failure.FlagstoneException;
import java.io.Serial;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.hibernate.boot.registry.classloading.spi.ClassLoaderService;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.cache.CacheException;
import org.hibernate.cache.cfg.spi.DomainDataRegionBuildingContext;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.CacheTransactionSynchronization;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.QueryResultsRegion;
import org.hibernate.cache.spi.RegionFactory;
import org.hibernate.cache.spi.TimestampsRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate's second-level cache on memcached nodes. Chosen by {@code hibernate.cache.region.factory_class=flagstone};
 * its settings are {@code hibernate.flagstone.…}, see {@link L2Setting}.
 */
public final class FlagstoneRegionFactory implements RegionFactory {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Clock clock;
    private transient @Nullable RegionContext context;

    public FlagstoneRegionFactory() {
        this(Clock.systemUTC());
    }

    /**
     * With a time of day of the caller's, for whoever wants to know what comes of a wrong one. Hibernate takes the object
     * itself as {@code hibernate.cache.region.factory_class}.
     */
    public FlagstoneRegionFactory(Clock clock) {
        this.clock = clock;
    }

    /** Connects to the nodes without waiting for any, so that the application starts while they are down. */
    @Override
    public synchronized void start(SessionFactoryOptions options, Map<String, Object> configuration) {
        if (context != null) {
            throw new CacheException("this region factory serves a session factory already");
        }
        ClassLoader loader = new HibernateLoader(options.getServiceRegistry().requireService(ClassLoaderService.class));
        try {
            FlagstoneSettings settings = new FlagstoneSettings(configuration);
            context = new RegionContext(
                    this,
                    EntryClient.open(settings.uri(), loader, settings.provider(), clock),
                    loader,
                    options.getCacheRegionPrefix(),
                    settings.lock(),
                    settings.tombstone());
        } catch (FlagstoneException e) {
            throw new CacheException("the second-level cache does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void stop() {
        RegionContext ended = context;
        context = null;
        if (ended != null) {
            ended.client().close();
        }
    }

    private synchronized RegionContext context() {
        RegionContext now = context;
        if (now == null) {
            throw new CacheException("the region factory has not been started");
        }
        return now;
    }

    /** A put is decided by the token of the miss before it, so there is nothing to save. */
    @Override
    public boolean isMinimalPutsEnabledByDefault() {
        return false;
    }

    @Override
    public AccessType getDefaultAccessType() {
        return AccessType.READ_WRITE;
    }

    @Override
    public String qualify(String regionName) {
        String prefix = context().prefix();
        return prefix == null || regionName.startsWith(prefix + '.') ? regionName : prefix + '.' + regionName;
    }

    @Override
    public CacheTransactionSynchronization createTransactionContext(SharedSessionContractImplementor session) {
        return new SessionState(ThreadLocalRandom.current().nextLong(), context()::latestStamp);
    }

    /**
     * Not a time: with {@link #getTimeout} it tells the marks' region what Hibernate means when it puts a time. The
     * stamps themselves come from a sequence on a node.
     */
    @Override
    public long nextTimestamp() {
        return MarksRegion.ENDED;
    }

    @Override
    public long getTimeout() {
        return MarksRegion.BEGINS - MarksRegion.ENDED;
    }

    @Override
    public DomainDataRegion buildDomainDataRegion(
            DomainDataRegionConfig config, DomainDataRegionBuildingContext building) {
        return new DomainRegion(config, context(), building.getSessionFactory());
    }

    @Override
    public QueryResultsRegion buildQueryResultsRegion(String name, SessionFactoryImplementor sessions) {
        return new ResultsRegion(name, context(), sessions);
    }

    @Override
    public TimestampsRegion buildTimestampsRegion(String name, SessionFactoryImplementor sessions) {
        return MarksRegion.open(name, context());
    }
}
