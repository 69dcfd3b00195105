package io.flagstone.hibernate.internal.value;

import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.lang.reflect.Constructor;
import java.util.function.Supplier;
import org.hibernate.sql.results.jdbc.internal.CachedJdbcValuesMetadata;
import org.hibernate.type.BasicType;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The columns that a cached native query had. Hibernate compares their types by identity, so a type is written by what
 * it is registered under, and read as this JVM's own.
 *
 * <pre>
 *   names…, types…: '0' or 'n' name or 'j' java class, jdbc code (8); then an array of ints, where Hibernate has one
 * </pre>
 */
final class ColumnTypes {

    private static final Constructor<?> CONSTRUCTOR = Internals.constructor(CachedJdbcValuesMetadata.class);

    private final Supplier<TypeConfiguration> configuration;
    private final ClassLoader loader;

    /**
     * @param configuration asked for when there is one, which is after regions are built
     */
    ColumnTypes(Supplier<TypeConfiguration> configuration, ClassLoader loader) {
        this.configuration = configuration;
        this.loader = loader;
    }

    void write(CachedJdbcValuesMetadata columns, StateWriter out) {
        if (!(Internals.field(columns, "columnNames") instanceof String[] names)
                || !(Internals.field(columns, "types") instanceof BasicType<?>[] all)
                || names.length != all.length) {
            throw new NotEncodable("the columns of a cached query, as this Hibernate has them");
        }
        out.count(names.length);
        for (int i = 0; i < names.length; i++) {
            out.part(names[i], 1);
            write(all[i], out);
        }
        int[] indexes =
                Internals.field(columns, "valueIndexesToCacheIndexes") instanceof int[] array ? array : new int[0];
        out.count(indexes.length);
        for (int index : indexes) {
            out.number(index);
        }
    }

    @SuppressWarnings("ReferenceEquality") // as Hibernate compares them
    private void write(@Nullable BasicType<?> type, StateWriter out) {
        if (type == null) {
            out.tag('0');
        } else if (configuration.get().getBasicTypeRegistry().getRegisteredType(type.getName()) == type) {
            out.tag('n');
            out.text(type.getName());
        } else {
            Class<?> java = type.getJavaType();
            int jdbc = type.getJdbcType().getDefaultSqlTypeCode();
            if (resolved(java, jdbc) != type) {
                throw new NotEncodable("a column whose type is not registered, of " + java.getName());
            }
            out.tag('j');
            out.text(java.getName());
            out.number(jdbc);
        }
    }

    private BasicType<?> resolved(Class<?> java, int jdbc) {
        return configuration
                .get()
                .getBasicTypeRegistry()
                .resolve(
                        configuration.get().getJavaTypeRegistry().getDescriptor(java),
                        configuration.get().getJdbcTypeRegistry().getDescriptor(jdbc));
    }

    Object read(StateReader in) {
        int count = in.count();
        @Nullable String[] names = new @Nullable String[count];
        @Nullable BasicType<?>[] all = new @Nullable BasicType<?>[count];
        for (int i = 0; i < count; i++) {
            names[i] = in.part(1) instanceof String name ? name : null;
            all[i] = readType(in);
        }
        int[] indexes = new int[in.count()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = (int) in.number();
        }
        return CONSTRUCTOR.getParameterCount() == 2
                ? Internals.make(CONSTRUCTOR, names, all)
                : Internals.make(CONSTRUCTOR, names, all, indexes);
    }

    private @Nullable BasicType<?> readType(StateReader in) {
        char tag = in.tag();
        if (tag == '0') {
            return null;
        }
        if (tag == 'n') {
            BasicType<?> type = configuration.get().getBasicTypeRegistry().getRegisteredType(in.text());
            if (type == null) {
                throw new NotDecodable("a column of a type that is not registered here");
            }
            return type;
        }
        try {
            return resolved(Class.forName(in.text(), false, loader), (int) in.number());
        } catch (ClassNotFoundException e) {
            throw new NotDecodable("a column of a class that is not here", e);
        }
    }
}
