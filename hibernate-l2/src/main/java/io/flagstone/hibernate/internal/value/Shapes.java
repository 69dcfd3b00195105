package io.flagstone.hibernate.internal.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.hibernate.persister.collection.CollectionPersister;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.CompositeType;
import org.hibernate.type.Type;

/**
 * What a mapping looks like, as one number that goes into each value: state of another shape is a miss, not an error.
 * It stands in the value and not in the key, so that applications of two versions invalidate each other's entries.
 */
final class Shapes {

    private Shapes() {}

    /** The shape of an entity's state. */
    static long of(EntityPersister entity) {
        StringBuilder text = new StringBuilder(entity.getEntityName());
        String[] names = entity.getPropertyNames();
        Type[] types = entity.getPropertyTypes();
        for (int i = 0; i < names.length; i++) {
            text.append(';').append(names[i]);
            describe(types[i], text);
        }
        return digest(text);
    }

    /** The shape of a collection's state. */
    static long of(CollectionPersister collection) {
        StringBuilder text = new StringBuilder(collection.getRole());
        types(collection).forEach(type -> describe(type, text));
        return digest(text);
    }

    /** What keys, elements and indexes of a collection are. */
    @SuppressWarnings("removal") // both lines of Hibernate have them, and no other way that both have
    static List<Type> types(CollectionPersister collection) {
        return Stream.of(collection.getKeyType(), collection.getElementType(), collection.getIndexType())
                .filter(Objects::nonNull)
                .toList();
    }

    private static void describe(Type type, StringBuilder text) {
        text.append(':').append(type.getReturnedClass().getName());
        if (type instanceof CompositeType composite) {
            String[] names = composite.getPropertyNames();
            Type[] parts = composite.getSubtypes();
            text.append('(');
            for (int i = 0; i < parts.length; i++) {
                text.append(';').append(names[i]);
                describe(parts[i], text);
            }
            text.append(')');
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
    static void classes(Type type, Collection<Class<?>> found) {
        found.add(type.getReturnedClass());
        if (type instanceof CompositeType composite) {
            for (Type part : composite.getSubtypes()) {
                classes(part, found);
            }
        }
    }
}
