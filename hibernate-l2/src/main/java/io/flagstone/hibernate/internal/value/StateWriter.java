package io.flagstone.hibernate.internal.value;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.codec.Values;
import io.flagstone.provider.failure.NotEncodable;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.hibernate.bytecode.enhance.spi.LazyPropertyInitializer;
import org.hibernate.property.access.internal.PropertyAccessStrategyBackRefImpl;
import org.jspecify.annotations.Nullable;

/**
 * Writes disassembled state: arrays, lists and maps by their elements, and what is in them by the region's codec.
 *
 * <pre>
 *   '0'  null                      'a' count element…      Object[]
 *   'u'  a property not loaded     's' count element…      Serializable[]
 *   'b'  a back reference          'l' count element…      a list
 *   'v'  codec (1) length bytes    'm' count (key value)…  a map
 * </pre>
 *
 * Counts and lengths take seven bits a byte, the lowest first.
 */
final class StateWriter {

    private final Values values;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    StateWriter(Values values) {
        this.values = values;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    void tag(char tag) {
        out.write(tag);
    }

    void number(long number) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (number >>> shift));
        }
    }

    void text(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        count(bytes.length);
        out.writeBytes(bytes);
    }

    void count(int count) {
        int rest = count;
        while (rest > 0x7F) {
            out.write(rest | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /**
     * Writes one part.
     *
     * @throws NotEncodable when the codec cannot
     */
    @SuppressWarnings("ReferenceEquality") // Hibernate's markers are single objects
    void part(@Nullable Object part, int depth) {
        if (depth > StateReader.DEEPEST) {
            throw new NotEncodable("state that nests deeper than " + StateReader.DEEPEST);
        }
        if (part == null) {
            tag('0');
        } else if (part == LazyPropertyInitializer.UNFETCHED_PROPERTY) {
            tag('u');
        } else if (part == PropertyAccessStrategyBackRefImpl.UNKNOWN) {
            tag('b');
        } else if (part instanceof Serializable[] array && array.getClass() == Serializable[].class) {
            all('s', List.of(), array, depth);
        } else if (part.getClass() == Object[].class) {
            all('a', List.of(), (Object[]) part, depth);
        } else if (part instanceof List<?> list) {
            all('l', list, null, depth);
        } else if (part instanceof Map<?, ?> map) {
            map(map, depth);
        } else {
            value(part);
        }
    }

    private void all(char tag, List<?> list, @Nullable Object @Nullable [] array, int depth) {
        tag(tag);
        if (array != null) {
            count(array.length);
            for (Object element : array) {
                part(element, depth + 1);
            }
            return;
        }
        count(list.size());
        for (Object element : list) {
            part(element, depth + 1);
        }
    }

    private void map(Map<?, ?> map, int depth) {
        tag('m');
        count(map.size());
        map.forEach((key, value) -> {
            part(key, depth + 1);
            part(value, depth + 1);
        });
    }

    private void value(Object value) {
        Payload payload = values.encode(value);
        byte[] bytes = new byte[payload.bytes().remaining()];
        payload.bytes().duplicate().get(bytes);
        tag('v');
        out.write(payload.codec());
        count(bytes.length);
        out.writeBytes(bytes);
    }
}
