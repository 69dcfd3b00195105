package io.flagstone.hibernate.internal.value;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/**
 * What objects of a class are made of, as far as declarations tell. A serializer may well read an object of a class that
 * has one field less, and leave that field empty, where the database has a value for it.
 */
final class ClassShapes {

    private final Set<Class<?>> described = new HashSet<>();
    private final StringBuilder text;

    private ClassShapes(StringBuilder text) {
        this.text = text;
    }

    static void describe(Class<?> type, StringBuilder text) {
        new ClassShapes(text).describe(type);
    }

    private void describe(Type type) {
        if (type instanceof Class<?> raw) {
            describeClass(raw);
        } else if (type instanceof ParameterizedType generic) {
            describe(generic.getRawType());
            Arrays.stream(generic.getActualTypeArguments()).forEach(this::describe);
        } else if (type instanceof GenericArrayType array) {
            describe(array.getGenericComponentType());
        }
    }

    private void describeClass(Class<?> type) {
        if (type.isArray()) {
            describeClass(type.getComponentType());
        } else if (isOfTheApplication(type) && described.add(type)) {
            text.append('<').append(type.getName());
            if (type.isEnum()) {
                // an ordinal in the database means another constant when the order is another
                for (Object constant : type.getEnumConstants()) {
                    text.append(((Enum<?>) constant).name()).append(',');
                }
            } else {
                fields(type);
            }
            text.append('>');
        }
    }

    /** The JDK's own classes keep their form. */
    private static boolean isOfTheApplication(Class<?> type) {
        return !type.isPrimitive() && !type.isInterface() && !type.getName().startsWith("java.");
    }

    private void fields(Class<?> type) {
        Field[] fields;
        try {
            fields = type.getDeclaredFields();
        } catch (LinkageError e) {
            // some class of it is not here, so objects that have one cannot be read either
            return;
        }
        Arrays.sort(fields, Comparator.comparing(Field::getName));
        for (Field field : fields) {
            if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
                text.append(field.getName())
                        .append(':')
                        .append(field.getGenericType().getTypeName())
                        .append(';');
                describe(field.getGenericType());
            }
        }
        if (type.getSuperclass() != null) {
            describeClass(type.getSuperclass());
        }
    }
}
