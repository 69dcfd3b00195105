package io.flagstone.hibernate.internal.region;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.Set;
import org.hibernate.cache.internal.DefaultCacheKeysFactory;
import org.hibernate.cache.spi.access.AccessType;
import org.hibernate.cache.spi.access.CollectionDataAccess;
import org.hibernate.cache.spi.entry.CollectionCacheEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.EntityType;
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

    /**
     * The entities of a one-to-many: Hibernate asks for them one by one while it puts the collection together, and never
     * leaves any for later. Those of a many-to-many may be left to proxies, which would ask when this is too old.
     */
    @Override
    @SuppressWarnings("removal") // both lines of Hibernate have the element's type, and no other way that both have
    void readAhead(SharedSessionContractImplementor session, Object state) {
        CollectionPersister collection =
                session.getFactory().getMappingMetamodel().findCollectionDescriptor(role);
        if (collection != null
                && collection.isOneToMany()
                && !collection.hasIndex()
                && collection.getElementType() instanceof EntityType type
                && state instanceof CollectionCacheEntry entry
                && session.getCacheMode().isGetEnabled()) {
            EntityPersister entity =
                    session.getFactory().getMappingMetamodel().getEntityDescriptor(type.getAssociatedEntityName());
            if (entity.canReadFromCache() && entity.getCacheAccessStrategy() instanceof EntityAccess access) {
                access.readAhead(session, missing(session, entity, access, entry.getState()));
            }
        }
    }

    /** The keys of those that the session does not hold already. */
    private static Set<Object> missing(
            SharedSessionContractImplementor session, EntityPersister entity, EntityAccess access, Object[] ids) {
        Set<Object> keys = new LinkedHashSet<>();
        for (Object stored : ids) {
            Object id =
                    stored == null ? null : entity.getIdentifierType().assemble((Serializable) stored, session, null);
            if (id != null
                    && !session.getPersistenceContextInternal().containsEntity(session.generateEntityKey(id, entity))) {
                keys.add(access.generateCacheKey(id, entity, session.getFactory(), session.getTenantIdentifier()));
            }
        }
        return keys.size() > 1 ? keys : Set.of();
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
