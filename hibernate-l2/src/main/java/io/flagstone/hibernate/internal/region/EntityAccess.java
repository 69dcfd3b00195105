package io.flagstone.hibernate.internal.region;

import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.EntityDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The entities of one hierarchy. */
final class EntityAccess extends DomainAccess implements EntityDataAccess {

    EntityAccess(DomainRegion region, AccessType type) {
        super(region, type);
    }

    @Override
    byte[] encode(Object value) {
        return region().parts().codec().entity(value);
    }

    @Override
    Object decode(byte[] payload) {
        return region().parts().codec().entity(payload);
    }

    @Override
    public Object generateCacheKey(
            Object id, EntityPersister entity, SessionFactoryImplementor factory, @Nullable String tenant) {
        Object hibernates = DefaultCacheKeysFactory.staticCreateEntityKey(id, entity, factory, tenant);
        return ItemKey.of(
                ItemKey.Kind.ENTITY,
                entity.getRootEntityName(),
                tenant,
                DefaultCacheKeysFactory.staticGetEntityId(hibernates));
    }

    @Override
    public Object getCacheKeyId(Object cacheKey) {
        return ((ItemKey) cacheKey).id();
    }

    @Override
    public boolean insert(
            SharedSessionContractImplementor session, Object key, Object value, @Nullable Object version) {
        return inserting(session, key);
    }

    @Override
    public boolean afterInsert(
            SharedSessionContractImplementor session, Object key, Object value, @Nullable Object version) {
        return commit(session, key, value);
    }

    @Override
    public boolean update(
            SharedSessionContractImplementor session,
            Object key,
            Object value,
            @Nullable Object currentVersion,
            @Nullable Object previousVersion) {
        return updating("entity");
    }

    @Override
    public boolean afterUpdate(
            SharedSessionContractImplementor session,
            Object key,
            Object value,
            @Nullable Object currentVersion,
            @Nullable Object previousVersion,
            @Nullable SoftLock lock) {
        return updated(session, key, value);
    }
}
