package io.flagstone.provider.codec;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.HashSet;
import java.util.Set;

/**
 * The classes that a value of a declared type is made of, as far as declarations tell: its fields' types, their type
 * arguments, the classes above. Subclasses that nobody declares have to be listed in the configuration.
 */
final class DeclaredTypes {

    private final Set<String> names = new HashSet<>();

    private DeclaredTypes() {}

    static Set<String> reachableFrom(Class<?> type) {
        DeclaredTypes types = new DeclaredTypes();
        types.add(type);
        return types.names;
    }

    private void add(Type type) {
        if (type instanceof Class<?> c) {
            add(c);
        } else if (type instanceof ParameterizedType parameterized) {
            add(parameterized.getRawType());
            addAll(parameterized.getActualTypeArguments());
        } else if (type instanceof GenericArrayType array) {
            add(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            addAll(wildcard.getUpperBounds());
        }
    }

    private void addAll(Type[] types) {
        for (Type type : types) {
            add(type);
        }
    }

    private void add(Class<?> type) {
        if (type.isArray()) {
            add(type.getComponentType());
            return;
        }
        // a field of type Object or of an interface says nothing about what it holds
        boolean data = !type.isPrimitive() && !type.isInterface() && Serializable.class.isAssignableFrom(type);
        if (!data || PlainTypes.contains(type) || !names.add(type.getName())) {
            return;
        }
        if (type.getSuperclass() != null) {
            add(type.getSuperclass());
        }
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                add(field.getGenericType());
            }
        }
    }
}
