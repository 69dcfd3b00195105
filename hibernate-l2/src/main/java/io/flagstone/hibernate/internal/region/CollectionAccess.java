package io.flagstone.hibernate.internal.region;

import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.jspecify.annotations.Nullable;

/** The collections of one role. They are never stored by who changes them, only by who loads them. */
final class CollectionAccess extends DomainAccess implements CollectionDataAccess {

    private final String role;

    CollectionAccess(DomainRegion region, AccessType type, String role) {
        super(region, type);
        this.role = role;
    }

    @Override
    byte[] encode(Object value) {
        return region().parts().codec().collection(role, value);
    }

    @Override
    Object decode(byte[] payload) {
        return region().parts().codec().collection(role, payload);
    }

    @Override
    public Object generateCacheKey(
            Object id, CollectionPersister collection, SessionFactoryImplementor factory, @Nullable String tenant) {
        Object hibernates = DefaultCacheKeysFactory.staticCreateCollectionKey(id, collection, factory, tenant);
        return ItemKey.of(
                ItemKey.Kind.COLLECTION,
                collection.getRole(),
                tenant,
                DefaultCacheKeysFactory.staticGetCollectionId(hibernates));
    }

    @Override
    public Object getCacheKeyId(Object cacheKey) {
        return ((ItemKey) cacheKey).id();
    }
}
