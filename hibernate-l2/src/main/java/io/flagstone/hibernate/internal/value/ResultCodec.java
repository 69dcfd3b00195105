package io.flagstone.hibernate.internal.value;

import io.flagstone.provider.codec.ClassAllowList;
import io.flagstone.provider.codec.Values;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.sql.results.jdbc.internal.CachedJdbcValuesMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Results of queries as bytes.
 *
 * <pre>
 *   'Q' stamp (8) rows, each '=' part or 'c' columns
 * </pre>
 */
public final class ResultCodec {

    private static final String ITEM = "org.hibernate.cache.internal.QueryResultsCacheImpl$CacheItem";

    private final Supplier<Values> values;
    private final ColumnTypes columns;
    private final Constructor<?> item;
    private final Supplier<Long> shape;

    /**
     * @param stamp what it was cached under
     * @param item as Hibernate takes it
     */
    public record Result(long stamp, Object item) {}

    public ResultCodec(
            SessionFactoryImplementor factory, CacheOptions options, Collection<String> allowed, ClassLoader loader) {
        Shapes shapes = new Shapes(factory);
        // a row may have whatever the mappings have, and they are not complete before the first query
        this.values = once(() -> new Values(
                options.withCompression(Compression.NONE), new ClassAllowList(allowed, shapes.allClasses()), loader));
        this.shape = once(shapes::ofAll);
        this.columns = new ColumnTypes(factory::getTypeConfiguration, loader);
        try {
            this.item = Internals.constructor(Class.forName(ITEM, true, loader));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("this Hibernate has no " + ITEM, e);
        }
    }

    /**
     * What a query is stored under: its key's fields, the tenant, and the shape of all that a query may return. Two
     * versions of an application keep results of their own; updates of either make both stale, by the marks of tables.
     */
    public Object key(Object queryKey, @Nullable String tenant) {
        return Arrays.asList(tenant, shape.get(), Internals.plain(queryKey));
    }

    /** What is made when it is first asked for. Made twice, it is the same. */
    private static <T> Supplier<T> once(Supplier<T> made) {
        AtomicReference<@Nullable T> known = new AtomicReference<>();
        return () -> {
            T value = known.get();
            if (value == null) {
                value = made.get();
                known.set(value);
            }
            return value;
        };
    }

    /** The text of the query, whatever its parameters; null where this Hibernate does not tell. */
    public @Nullable String query(Object queryKey) {
        return Internals.field(queryKey, "sqlQueryString") instanceof String text ? text : null;
    }

    /**
     * The bytes of a result.
     *
     * @throws NotEncodable when there is something in it that cannot be stored
     */
    public byte[] bytes(Object cacheItem, long stamp) {
        if (!(Internals.field(cacheItem, "results") instanceof List<?> rows)) {
            throw new NotEncodable("a cached result, as this Hibernate has it");
        }
        StateWriter out = new StateWriter(values.get());
        out.tag('Q');
        out.number(stamp);
        out.count(rows.size());
        for (Object row : rows) {
            if (row instanceof CachedJdbcValuesMetadata metadata) {
                out.tag('c');
                columns.write(metadata, out);
            } else {
                out.tag('=');
                out.part(row, 0);
            }
        }
        return out.bytes();
    }

    /**
     * The result behind these bytes.
     *
     * @throws NotDecodable when it is damaged, or of another version
     */
    public Result result(byte[] bytes) {
        StateReader in = new StateReader(values.get(), bytes);
        if (in.tag() != 'Q') {
            throw StateReader.damaged(null);
        }
        long stamp = in.number();
        int count = in.count();
        List<@Nullable Object> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(in.tag() == 'c' ? columns.read(in) : in.part(0));
        }
        return new Result(stamp, Internals.make(item, stamp, rows));
    }
}
