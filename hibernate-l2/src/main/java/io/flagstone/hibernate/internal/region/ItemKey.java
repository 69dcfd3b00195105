package io.flagstone.hibernate.internal.region;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The key of an entity, a collection or a natural id, made of its fields: what it is a key of, the tenant, the id. Never
 * of anybody's {@code toString()}.
 *
 * @param id as Hibernate disassembles it
 * @param wire what is encoded for the node, and compared
 */
record ItemKey(Object id, List<@Nullable Object> wire) {

    /** What a key belongs to: in one region there may be all three of one name. */
    enum Kind {
        ENTITY,
        COLLECTION,
        NATURAL_ID
    }

    static ItemKey of(Kind kind, String name, @Nullable String tenant, Object id) {
        return new ItemKey(id, Arrays.asList(kind.ordinal() + name, tenant, plain(id)));
    }

    boolean isOfNoTenant() {
        return wire.get(1) == null;
    }

    /** Arrays as lists and bytes as text, so that equal keys are equal. */
    private static @Nullable Object plain(@Nullable Object part) {
        if (part instanceof byte[] bytes) {
            return Arrays.asList("bytes", Base64.getEncoder().encodeToString(bytes));
        }
        if (part instanceof Object[] array) {
            List<@Nullable Object> parts = new ArrayList<>(array.length);
            for (Object element : array) {
                parts.add(plain(element));
            }
            return parts;
        }
        return part;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ItemKey key && wire.equals(key.wire);
    }

    @Override
    public int hashCode() {
        return wire.hashCode();
    }

    /** Keys do not go into logs. */
    @Override
    public String toString() {
        return "ItemKey";
    }
}
