package io.flagstone.hibernate.internal.value;

import io.flagstone.provider.codec.ClassAllowList;
import io.flagstone.provider.codec.Values;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hibernate.cache.spi.entry.CacheEntry;
import org.hibernate.cache.spi.entry.CollectionCacheEntry;
import org.hibernate.cache.spi.entry.StructuredCacheEntry;
import org.hibernate.cache.spi.entry.StructuredCollectionCacheEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/**
 * The cached state of entities, collections and natural ids as bytes.
 *
 * <pre>
 *   'E' shape (8) subclass version state…   an entity
 *   'M' shape (8) subclass map              an entity, structured
 *   'C' shape (8) state…                    a collection
 *   'N' shape (8) part                      a collection, structured
 *   'O' shape (8) part                      the id behind a natural id
 * </pre>
 */
public final class StateCodec {

    private final SessionFactoryImplementor factory;
    private final Values values;
    private final Shapes shaping;
    private final ConcurrentMap<String, Long> shapes = new ConcurrentHashMap<>();

    /**
     * @param options the codec; compression is the space's business
     * @param allowed patterns of classes that may be serialized
     * @param declared classes that the mappings of the region name
     */
    public StateCodec(
            SessionFactoryImplementor factory,
            CacheOptions options,
            Collection<String> allowed,
            Collection<Class<?>> declared,
            ClassLoader loader) {
        this.factory = factory;
        this.shaping = new Shapes(factory);
        this.values =
                new Values(options.withCompression(Compression.NONE), new ClassAllowList(allowed, declared), loader);
    }

    /** The classes that keys and state of these entities and collections are made of, as far as mappings tell. */
    public static void classes(
            SessionFactoryImplementor factory, String entityOrRole, boolean collection, Set<Class<?>> found) {
        Shapes shapes = new Shapes(factory);
        if (collection) {
            CollectionPersister persister = factory.getMappingMetamodel().findCollectionDescriptor(entityOrRole);
            if (persister != null) {
                Shapes.types(persister).forEach(type -> shapes.classes(type, found));
            }
            return;
        }
        factory.getMappingMetamodel().forEachEntityDescriptor(entity -> {
            if (entity.getRootEntityName().equals(entityOrRole)) {
                shapes.classes(entity.getIdentifierType(), found);
                Arrays.stream(entity.getPropertyTypes()).forEach(type -> shapes.classes(type, found));
            }
        });
    }

    /**
     * The bytes of an entity as Hibernate hands it over.
     *
     * @throws NotEncodable when some class of it is not serializable or not allowed, or it is a mere reference
     */
    public byte[] entity(Object state) {
        StateWriter out = new StateWriter(values);
        if (state instanceof CacheEntry entry && !entry.isReferenceEntry()) {
            out.tag('E');
            out.number(shape(entry.getSubclass()));
            out.text(entry.getSubclass());
            out.part(entry.getVersion(), 0);
            out.part(entry.getDisassembledState(), 0);
        } else if (state instanceof Map<?, ?> map
                && map.get(StructuredCacheEntry.SUBCLASS_KEY) instanceof String name) {
            out.tag('M');
            out.number(shape(name));
            out.text(name);
            out.part(map, 0);
        } else {
            throw new NotEncodable("state of class " + state.getClass().getName());
        }
        return out.bytes();
    }

    private long shape(String entity) {
        return shapes.computeIfAbsent(entity, name -> {
            EntityPersister persister = factory.getMappingMetamodel().findEntityDescriptor(name);
            if (persister == null) {
                throw new NotDecodable("an entity that is not mapped here");
            }
            return shaping.of(persister);
        });
    }

    /**
     * The entity behind these bytes, as Hibernate takes it.
     *
     * @throws NotDecodable when it was stored under another mapping, or is damaged
     */
    public Object entity(byte[] bytes) {
        StateReader in = new StateReader(values, bytes);
        char tag = in.tag();
        long shape = in.number();
        String name = in.text();
        if (shape != shape(name)) {
            throw new NotDecodable("state of another mapping");
        }
        if (tag == 'M' && in.part(0) instanceof Map<?, ?> map) {
            return map;
        }
        if (tag == 'E') {
            Object version = in.part(0);
            if (in.part(0) instanceof Object[] state) {
                return rebuilt(name, version, state);
            }
        }
        throw StateReader.damaged(null);
    }

    /** Hibernate's own class has no public constructor; what it makes of a structured entry is one. */
    private Object rebuilt(String name, @Nullable Object version, @Nullable Object[] state) {
        EntityPersister persister = factory.getMappingMetamodel().getEntityDescriptor(name);
        String[] names = persister.getPropertyNames();
        if (names.length != state.length) {
            throw new NotDecodable("state of another mapping");
        }
        Map<String, @Nullable Object> map = new HashMap<>(names.length * 2 + 4);
        map.put(StructuredCacheEntry.SUBCLASS_KEY, name);
        map.put(StructuredCacheEntry.VERSION_KEY, version);
        for (int i = 0; i < names.length; i++) {
            map.put(names[i], state[i]);
        }
        return new StructuredCacheEntry(persister).destructure(map, factory);
    }

    /**
     * The bytes of a collection as Hibernate hands it over.
     *
     * @throws NotEncodable when some class of it is not serializable or not allowed
     */
    public byte[] collection(String role, Object state) {
        StateWriter out = new StateWriter(values);
        boolean whole = state instanceof CollectionCacheEntry;
        out.tag(whole ? 'C' : 'N');
        out.number(collectionShape(role));
        out.part(state instanceof CollectionCacheEntry entry ? entry.getState() : state, 0);
        return out.bytes();
    }

    private long collectionShape(String role) {
        return shapes.computeIfAbsent(role, name -> {
            CollectionPersister persister = factory.getMappingMetamodel().findCollectionDescriptor(name);
            if (persister == null) {
                throw new NotDecodable("a collection that is not mapped here");
            }
            return shaping.of(persister);
        });
    }

    /**
     * The collection behind these bytes, as Hibernate takes it.
     *
     * @throws NotDecodable when it was stored under another mapping, or is damaged
     */
    public Object collection(String role, byte[] bytes) {
        StateReader in = new StateReader(values, bytes);
        char tag = in.tag();
        if (in.number() != collectionShape(role)) {
            throw new NotDecodable("state of another mapping");
        }
        Object state = in.part(0);
        if (tag == 'C' && state instanceof Object[] array) {
            List<?> list = Arrays.asList(array);
            return StructuredCollectionCacheEntry.INSTANCE.destructure(list, factory);
        }
        if (tag == 'N' && state != null) {
            return state;
        }
        throw StateReader.damaged(null);
    }

    /** The bytes of an id of this entity. */
    public byte[] id(String entity, Object id) {
        StateWriter out = new StateWriter(values);
        out.tag('O');
        out.number(idShape(entity));
        out.part(id, 0);
        return out.bytes();
    }

    private long idShape(String entity) {
        return shapes.computeIfAbsent(
                "id of " + entity,
                name -> shaping.ofId(factory.getMappingMetamodel().getEntityDescriptor(entity)));
    }

    /**
     * The id behind these bytes.
     *
     * @throws NotDecodable when it is one of another kind, or damaged
     */
    public Object id(String entity, byte[] bytes) {
        StateReader in = new StateReader(values, bytes);
        if (in.tag() != 'O' || in.number() != idShape(entity)) {
            throw new NotDecodable("an id of another mapping");
        }
        Object id = in.part(0);
        if (id == null) {
            throw StateReader.damaged(null);
        }
        return id;
    }
}
