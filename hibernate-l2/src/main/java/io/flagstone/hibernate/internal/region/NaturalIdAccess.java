package io.flagstone.hibernate.internal.region;

import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.internal.NaturalIdCacheKey;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.NaturalIdDataAccess;
import org.hibernate.cache.spi.access.SoftLock;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The natural ids of one hierarchy.
 *
 * <p>Hibernate looks a natural id up once more before it stores it, so a lease may be younger than what was loaded: only
 * one that was given at an earlier read counts.
 */
final class NaturalIdAccess extends DomainAccess implements NaturalIdDataAccess {

    private final String entity;

    NaturalIdAccess(DomainRegion region, AccessType type, String entity) {
        super(region, type);
        this.entity = entity;
    }

    @Override
    byte[] encode(Object value) {
        return region().parts().codec().id(entity, value);
    }

    @Override
    Object decode(byte[] payload) {
        return region().parts().codec().id(entity, payload);
    }

    @Override
    boolean isEarlyEnough(int reads) {
        return reads > 1;
    }

    @Override
    public Object generateCacheKey(
            Object naturalIdValues, EntityPersister entity, SharedSessionContractImplementor session) {
        Object hibernates = DefaultCacheKeysFactory.staticCreateNaturalIdKey(naturalIdValues, entity, session);
        return ItemKey.of(
                ItemKey.Kind.NATURAL_ID,
                entity.getRootEntityName(),
                session.getTenantIdentifier(),
                ((NaturalIdCacheKey) hibernates).getNaturalIdValues());
    }

    @Override
    public Object getNaturalIdValues(Object cacheKey) {
        return ((ItemKey) cacheKey).id();
    }

    @Override
    public boolean insert(SharedSessionContractImplementor session, Object key, Object value) {
        return inserting(session, key);
    }

    @Override
    public boolean afterInsert(SharedSessionContractImplementor session, Object key, Object value) {
        return commit(session, key, value);
    }

    @Override
    public boolean update(SharedSessionContractImplementor session, Object key, Object value) {
        return updating("natural id");
    }

    @Override
    public boolean afterUpdate(
            SharedSessionContractImplementor session, Object key, Object value, @Nullable SoftLock lock) {
        return updated(session, key, value);
    }
}
