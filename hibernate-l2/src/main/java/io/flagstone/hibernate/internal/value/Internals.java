package io.flagstone.hibernate.internal.value;

import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Fields and constructors of those classes of Hibernate that its query cache hands over and that offer neither. They
 * differ from one line of Hibernate to the next, so what is not as expected makes a result that is not cached.
 */
final class Internals {

    private static final String HIBERNATE = "org.hibernate.";

    private static final ConcurrentMap<Class<?>, List<Field>> FIELDS = new ConcurrentHashMap<>();

    private Internals() {}

    /** The object's fields that make it what it is, in the order of their names. */
    private static List<Field> fields(Class<?> type) {
        return FIELDS.computeIfAbsent(type, t -> {
            List<Field> fields = new ArrayList<>();
            for (Field field : t.getDeclaredFields()) {
                int modifiers = field.getModifiers();
                // a precomputed hash is no field of its own
                if (!Modifier.isStatic(modifiers)
                        && !Modifier.isTransient(modifiers)
                        && !field.getName().equals("hashCode")) {
                    field.setAccessible(true);
                    fields.add(field);
                }
            }
            fields.sort(Comparator.comparing(Field::getName));
            return fields;
        });
    }

    /** A key of a query as lists of plain values: by its fields, in which equal keys are equal. */
    static @Nullable Object plain(@Nullable Object part) {
        if (part instanceof byte[] bytes) {
            return Arrays.asList("bytes", Base64.getEncoder().encodeToString(bytes));
        }
        if (part instanceof Enum<?> constant) {
            // it is only compared, so no class has to be loaded for it, nor allowed
            return Arrays.asList("enum", constant.getDeclaringClass().getName(), constant.name());
        }
        if (part instanceof Object[] array) {
            return all(Arrays.asList(array));
        }
        if (part instanceof Collection<?> collection) {
            return all(collection);
        }
        if (part == null || !part.getClass().getName().startsWith(HIBERNATE)) {
            return part;
        }
        List<@Nullable Object> parts = new ArrayList<>();
        // lambdas and anonymous classes have names that differ from one JVM to the next
        parts.add(part.getClass().isSynthetic() ? HIBERNATE : part.getClass().getName());
        for (Field field : fields(part.getClass())) {
            parts.add(plain(value(field, part)));
        }
        return parts;
    }

    private static List<@Nullable Object> all(Collection<?> parts) {
        List<@Nullable Object> plain = new ArrayList<>(parts.size());
        for (Object part : parts) {
            plain.add(plain(part));
        }
        return plain;
    }

    private static @Nullable Object value(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException e) {
            throw new NotEncodable(
                    "field " + field.getName() + " of " + owner.getClass().getName(), e);
        }
    }

    /** The value of the field of that name, or null where there is none. */
    static @Nullable Object field(Object owner, String name) {
        for (Field field : fields(owner.getClass())) {
            if (field.getName().equals(name)) {
                return value(field, owner);
            }
        }
        return null;
    }

    /** The only constructor of the class. */
    static Constructor<?> constructor(Class<?> type) {
        Constructor<?>[] all = type.getDeclaredConstructors();
        if (all.length != 1) {
            throw new NotDecodable(type.getName() + " of this Hibernate is not known here");
        }
        all[0].setAccessible(true);
        return all[0];
    }

    static Object make(Constructor<?> constructor, @Nullable Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new NotDecodable(
                    constructor.getDeclaringClass().getName() + " of this Hibernate is not known here", e);
        }
    }
}
