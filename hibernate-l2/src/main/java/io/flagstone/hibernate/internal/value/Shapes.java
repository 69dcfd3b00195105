package io.flagstone.hibernate.internal.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Version;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.MappingMetamodel;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.AnyType;
import org.hibernate.type.CompositeType;
import org.hibernate.type.CustomType;
import org.hibernate.type.EntityType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping looks like, as one number that goes into each value: state of another shape is a miss, not an error.
 * It stands in the value and not in the key, so that applications of two versions invalidate each other's entries.
 */
final class Shapes {

    private final SessionFactoryImplementor factory;

    Shapes(SessionFactoryImplementor factory) {
        this.factory = factory;
    }

    /** The shape of an entity's state. */
    long of(EntityPersister entity) {
        return digest(text(entity));
    }

    private CharSequence text(EntityPersister entity) {
        StringBuilder text = new StringBuilder(entity.getEntityName());
        String[] names = entity.getPropertyNames();
        Type[] types = entity.getPropertyTypes();
        for (int i = 0; i < names.length; i++) {
            text.append(';').append(names[i]);
            describe(types[i], text);
        }
        return text;
    }

    /** The shape of a collection's state. */
    long of(CollectionPersister collection) {
        return digest(text(collection));
    }

    private CharSequence text(CollectionPersister collection) {
        StringBuilder text = new StringBuilder(collection.getRole());
        types(collection).forEach(type -> describe(type, text));
        return text;
    }

    /** The shape of an entity's id. */
    long ofId(EntityPersister entity) {
        StringBuilder text = new StringBuilder("id of ").append(entity.getEntityName());
        describe(entity.getIdentifierType(), text);
        return digest(text);
    }

    /**
     * The shape of everything that a query may return. A row is made of whatever the query asks for, in the form that
     * this Hibernate gives it.
     */
    long ofAll() {
        List<String> texts = new ArrayList<>();
        MappingMetamodel mappings = factory.getMappingMetamodel();
        mappings.forEachEntityDescriptor(entity -> texts.add("" + ofId(entity) + text(entity)));
        mappings.forEachCollectionDescriptor(
                collection -> texts.add(text(collection).toString()));
        texts.sort(null);
        return digest(Version.getVersionString() + texts);
    }

    /** What keys, elements and indexes of a collection are. */
    @SuppressWarnings("removal") // both lines of Hibernate have them, and no other way that both have
    static List<Type> types(CollectionPersister collection) {
        return Stream.of(collection.getKeyType(), collection.getElementType(), collection.getIndexType())
                .filter(Objects::nonNull)
                .toList();
    }

    private void describe(Type type, StringBuilder text) {
        Class<?> java = type.getReturnedClass();
        text.append(':').append(java.getName());
        if (type instanceof CompositeType composite) {
            String[] names = composite.getPropertyNames();
            Type[] parts = composite.getSubtypes();
            text.append('(');
            for (int i = 0; i < parts.length; i++) {
                text.append(';').append(names[i]);
                describe(parts[i], text);
            }
            text.append(')');
        } else if (type instanceof EntityType entity) {
            Type id = idOf(entity);
            if (id != null) {
                describe(id, text);
            }
        } else if (!type.isCollectionType()) {
            if (type instanceof CustomType<?> custom) {
                text.append('=').append(custom.getUserType().getClass().getName());
            }
            ClassShapes.describe(java, text);
        }
    }

    private static long digest(CharSequence text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The classes that state of this type is made of. */
    void classes(Type type, Collection<Class<?>> found) {
        if (type instanceof EntityType entity) {
            Type id = idOf(entity);
            if (id != null) {
                classes(id, found);
            }
        } else if (type instanceof AnyType) {
            found.add(AnyType.ObjectTypeCacheEntry.class);
        } else if (!type.isCollectionType()) {
            found.add(type.getReturnedClass());
        }
        if (type instanceof CompositeType composite) {
            for (Type part : composite.getSubtypes()) {
                classes(part, found);
            }
        }
    }

    /** The classes that state of any entity or collection is made of. */
    Collection<Class<?>> allClasses() {
        Set<Class<?>> found = new LinkedHashSet<>();
        MappingMetamodel mappings = factory.getMappingMetamodel();
        mappings.forEachEntityDescriptor(entity -> {
            classes(entity.getIdentifierType(), found);
            Stream.of(entity.getPropertyTypes()).forEach(type -> classes(type, found));
        });
        mappings.forEachCollectionDescriptor(collection -> types(collection).forEach(type -> classes(type, found)));
        return found;
    }

    /** What is stored of an association: the id of the other end. */
    private @Nullable Type idOf(EntityType association) {
        EntityPersister other =
                factory.getMappingMetamodel().findEntityDescriptor(association.getAssociatedEntityName());
        return other == null ? null : other.getIdentifierType();
    }
}
