package io.flagstone.hibernate.internal.region;

import io.flagstone.hibernate.internal.record.Records;
import io.flagstone.hibernate.internal.value.StateCodec;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.failure.FlagstoneException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.hibernate.cache.CacheException;
import org.hibernate.cache.cfg.spi.CollectionDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataCachingConfig;
import org.hibernate.cache.cfg.spi.DomainDataRegionConfig;
import org.hibernate.cache.spi.DomainDataRegion;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.access.NaturalIdDataAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
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
        config.getEntityCaching()
                .forEach(item -> entities.put(item.getNavigableRole(), new EntityAccess(this, type(item))));
        config.getNaturalIdCaching()
                .forEach(item -> naturalIds.put(item.getNavigableRole(), new NaturalIdAccess(this, type(item))));
        for (CollectionDataCachingConfig item : config.getCollectionCaching()) {
            NavigableRole role = item.getNavigableRole();
            collections.put(role, new CollectionAccess(this, type(item), role.getFullPath()));
        }
    }

    private AccessType type(DomainDataCachingConfig item) {
        if (item.getAccessType() == AccessType.TRANSACTIONAL && Said.transactional()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "TRANSACTIONAL, asked for in region {0}, is served as READ_WRITE, here and elsewhere",
                    getName());
        }
        return item.getAccessType();
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
