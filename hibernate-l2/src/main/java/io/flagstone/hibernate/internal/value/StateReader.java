package io.flagstone.hibernate.internal.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.codec.Values;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import java.io.Serializable;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.property.access.internal.PropertyAccessStrategyBackRefImpl;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StateWriter} wrote. Every length is checked before memory is taken. */
final class StateReader {

    /** Embeddables in embeddables in lists: more is not state any more. */
    static final int DEEPEST = 64;

    private final Values values;
    private final ByteBuffer in;

    StateReader(Values values, byte[] bytes) {
        this.values = values;
        this.in = ByteBuffer.wrap(bytes);
    }

    char tag() {
        try {
            return (char) in.get();
        } catch (BufferUnderflowException e) {
            throw damaged(e);
        }
    }

    long number() {
        try {
            return in.getLong();
        } catch (BufferUnderflowException e) {
            throw damaged(e);
        }
    }

    String text() {
        return new String(bytes(), UTF_8);
    }

    /** A count of what follows, each of it at least one byte. */
    int count() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int part = tag();
            value |= (part & 0x7F) << shift;
            if ((part & 0x80) == 0) {
                if (value < 0 || value > in.remaining()) {
                    throw damaged(null);
                }
                return value;
            }
        }
        throw damaged(null);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[count()];
        in.get(bytes);
        return bytes;
    }

    /**
     * Reads one part.
     *
     * @throws NotDecodable when it is damaged, or a class in it is not here or not the same
     */
    @Nullable
    Object part(int depth) {
        if (depth > DEEPEST) {
            throw damaged(null);
        }
        char tag = tag();
        return switch (tag) {
            case '0' -> null;
            case 'u' -> LazyPropertyInitializer.UNFETCHED_PROPERTY;
            case 'b' -> PropertyAccessStrategyBackRefImpl.UNKNOWN;
            case 'a' -> fill(new @Nullable Object[count()], depth);
            case 's' -> fill(new @Nullable Serializable[count()], depth);
            case 'l' -> list(depth);
            case 'm' -> map(depth);
            case 'v' -> value();
            default -> throw damaged(null);
        };
    }

    private @Nullable Object[] fill(@Nullable Object[] array, int depth) {
        for (int i = 0; i < array.length; i++) {
            Object element = part(depth + 1);
            if (element != null && !array.getClass().getComponentType().isInstance(element)) {
                throw damaged(null);
            }
            array[i] = element;
        }
        return array;
    }

    private List<@Nullable Object> list(int depth) {
        int count = count();
        List<@Nullable Object> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(part(depth + 1));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(int depth) {
        int count = count();
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        for (int i = 0; i < count; i++) {
            map.put(part(depth + 1), part(depth + 1));
        }
        return map;
    }

    private Object value() {
        int codec = tag();
        int length = count();
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        return values.decode(new Payload(codec, Compression.NONE, length, bytes));
    }

    static NotDecodable damaged(@Nullable Throwable cause) {
        return new NotDecodable("stored state is damaged, or of another version", cause);
    }
}
