package io.flagstone.hibernate.internal.region;

import io.flagstone.hibernate.internal.record.Records;
import io.flagstone.hibernate.internal.value.StateCodec;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.failure.FlagstoneException;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.binder.internal.TenantIdBinder;
import org.hibernate.cache.CacheException;
import org.hibernate.cache.cfg.spi.CollectionDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.cfg.spi.EntityDataCachingConfig;
import org.hibernate.cache.cfg.spi.NaturalIdDataCachingConfig;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.access.NaturalIdDataAccess;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.metamodel.model.domain.NavigableRole;
import org.jspecify.annotations.Nullable;

/** A region of entities, collections and natural ids. */
public final class DomainRegion extends SharedRegion implements DomainDataRegion {

    private static final System.Logger LOG = System.getLogger(DomainRegion.class.getName());

    /** What needs the mappings, which are not complete while regions are built. */
    record Parts(Records records, StateCodec codec, boolean strict) {}

    private final SessionFactoryImplementor sessions;
    private final CacheOptions options;
    private final Map<NavigableRole, EntityAccess> entities = new HashMap<>();
    private final Map<NavigableRole, NaturalIdAccess> naturalIds = new HashMap<>();
    private final Map<NavigableRole, CollectionAccess> collections = new HashMap<>();
    private volatile @Nullable Parts parts;

    public DomainRegion(DomainDataRegionConfig config, RegionContext context, SessionFactoryImplementor sessions) {
        super(config.getRegionName(), context);
        this.sessions = sessions;
        this.options = context.options(getName());
        for (EntityDataCachingConfig item : config.getEntityCaching()) {
            entities.put(item.getNavigableRole(), new EntityAccess(this, item.getAccessType()));
        }
        for (NaturalIdDataCachingConfig item : config.getNaturalIdCaching()) {
            NavigableRole role = item.getNavigableRole();
            naturalIds.put(role, new NaturalIdAccess(this, item.getAccessType(), role.getFullPath()));
        }
        for (CollectionDataCachingConfig item : config.getCollectionCaching()) {
            NavigableRole role = item.getNavigableRole();
            collections.put(role, new CollectionAccess(this, item.getAccessType(), role.getFullPath()));
        }
        boolean transactional = Stream.of(
                        config.getEntityCaching(), config.getNaturalIdCaching(), config.getCollectionCaching())
                .flatMap(List::stream)
                .anyMatch(item -> item.getAccessType() == AccessType.TRANSACTIONAL);
        if (transactional) {
            LOG.log(Level.INFO, "cache region {0}: TRANSACTIONAL is served as READ_WRITE", getName());
        }
    }

    Parts parts() {
        Parts known = parts;
        if (known == null) {
            synchronized (this) {
                known = parts;
                if (known == null) {
                    known = open();
                    parts = known;
                }
            }
        }
        return known;
    }

    /** Whether keys have tenants, by databases or by a column. */
    boolean hasTenants() {
        return sessions.getSessionFactoryOptions().isMultiTenancyEnabled() || hasTenantColumn();
    }

    private boolean hasTenantColumn() {
        return sessions.getDefinedFilterNames().contains(TenantIdBinder.FILTER_NAME);
    }

    /**
     * Whether the session sees and changes the rows of all tenants, whose entries it could not name: it reads the
     * database, and its changes clear the region.
     */
    boolean isOverTenants(SharedSessionContractImplementor session) {
        if (!hasTenantColumn()) {
            return false;
        }
        CurrentTenantIdentifierResolver<Object> resolver = sessions.getCurrentTenantIdentifierResolver();
        return resolver != null && resolver.isRoot(session.getTenantIdentifierValue());
    }

    private Parts open() {
        Set<Class<?>> declared = new LinkedHashSet<>();
        entities.keySet().forEach(role -> StateCodec.classes(sessions, role.getFullPath(), false, declared));
        naturalIds.keySet().forEach(role -> StateCodec.classes(sessions, role.getFullPath(), false, declared));
        collections.keySet().forEach(role -> StateCodec.classes(sessions, role.getFullPath(), true, declared));
        var recordOptions = context().recordOptions(options);
        var space = context().space(getName(), "data", options, declared);
        var codec = new StateCodec(
                sessions,
                options,
                context().client().allowedClasses(),
                declared,
                context().loader());
        return new Parts(new Records(space, recordOptions, context().sightings()), codec, recordOptions.strict());
    }

    @Override
    public EntityDataAccess getEntityDataAccess(NavigableRole rootEntityRole) {
        return found(entities.get(rootEntityRole), rootEntityRole);
    }

    @Override
    public NaturalIdDataAccess getNaturalIdDataAccess(NavigableRole rootEntityRole) {
        return found(naturalIds.get(rootEntityRole), rootEntityRole);
    }

    @Override
    public CollectionDataAccess getCollectionDataAccess(NavigableRole collectionRole) {
        return found(collections.get(collectionRole), collectionRole);
    }

    private <T> T found(@Nullable T access, NavigableRole role) {
        if (access == null) {
            throw new CacheException("region " + getName() + " was not built for " + role.getFullPath());
        }
        return access;
    }

    /** Nobody reads what was there; a node that cannot be told is told before its next read. */
    @Override
    public void clear() {
        try {
            parts().records().clear();
        } catch (FlagstoneException e) {
            trouble().reading(e);
        }
    }
}
