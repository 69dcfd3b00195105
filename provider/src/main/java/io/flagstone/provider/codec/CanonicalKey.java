package io.flagstone.provider.codec;

import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A binary form of keys in which equal keys have equal bytes: {@link Scalar}s, enums, records, and the JDK's lists, sets
 * and maps of these. A list is its elements in order, whichever class it has; sets and maps are sorted by their
 * elements' bytes.
 *
 * <pre>
 *   scalar   its tag, its value           list   'l' count element…
 *   null     '0'                          set    's' count element…
 *   enum     'e' class name, constant     map    'k' count (key value)…
 *   record   'r' class name, count component…
 * </pre>
 *
 * A record is known by its components even where it overrides {@code equals}. One that insists on a class of its own
 * for a collection, such as {@code TreeSet}, has no canonical form.
 */
final class CanonicalKey {

    private static final int NULL = '0';
    private static final int ENUM = 'e';
    private static final int RECORD = 'r';
    private static final int LIST = 'l';
    private static final int SET = 's';
    private static final int MAP = 'k';

    /** Keys that nest deeper are not data any more. */
    private static final int DEEPEST = 32;

    private final ClassAllowList allowed;
    private final ClassLoader loader;

    CanonicalKey(ClassAllowList allowed, ClassLoader loader) {
        this.allowed = allowed;
        this.loader = loader;
    }

    /** The bytes of a key, or null when some part of it has no canonical form. */
    byte @Nullable [] encode(Object key) {
        ByteSink out = new ByteSink(64);
        return write(key, out, 0) ? out.toBytes() : null;
    }

    private boolean write(@Nullable Object part, ByteSink out, int depth) {
        if (part == null) {
            out.u8(NULL);
            return true;
        }
        Scalar scalar = Scalar.of(part);
        if (scalar != null) {
            scalar.write(out, part);
            return true;
        }
        return depth < DEEPEST && writeComposite(part, out, depth + 1);
    }

    private boolean writeComposite(Object part, ByteSink out, int depth) {
        if (part instanceof Enum<?> constant) {
            return writeEnum(constant, out);
        }
        if (part instanceof Record structure) {
            return writeRecord(structure, out, depth);
        }
        // a collection of another maker may compare by more than its elements
        if (!part.getClass().getName().startsWith("java.util.")) {
            return false;
        }
        if (part instanceof List<?> list) {
            out.u8(LIST);
            return writeAll(list, out, depth);
        }
        if (part instanceof Set<?> set) {
            return writeSorted(SET, set, out, depth);
        }
        if (part instanceof Map<?, ?> map) {
            return writeSorted(MAP, map.entrySet(), out, depth);
        }
        return false;
    }

    private boolean writeEnum(Enum<?> constant, ByteSink out) {
        Class<?> type = constant.getDeclaringClass();
        if (!allowed.allows(type)) {
            return false;
        }
        out.u8(ENUM);
        out.text(type.getName());
        out.text(constant.name());
        return true;
    }

    private boolean writeRecord(Record structure, ByteSink out, int depth) {
        if (!allowed.allows(structure.getClass())) {
            return false;
        }
        out.u8(RECORD);
        out.text(structure.getClass().getName());
        RecordComponent[] components = structure.getClass().getRecordComponents();
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : components) {
            Object value = valueOf(component, structure);
            if (!fits(value, component.getType())) {
                return false;
            }
            values.add(value);
        }
        return writeAll(values, out, depth);
    }

    /** Whether the component takes what is made of its value: a list, set or map, but not every kind of them. */
    private static boolean fits(@Nullable Object value, Class<?> component) {
        if (value instanceof List) {
            return component.isAssignableFrom(ArrayList.class);
        }
        if (value instanceof Set) {
            return component.isAssignableFrom(HashSet.class);
        }
        return !(value instanceof Map) || component.isAssignableFrom(HashMap.class);
    }

    private static @Nullable Object valueOf(RecordComponent component, Record structure) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(structure);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new NotEncodable(
                    "component " + component.getName() + " of "
                            + structure.getClass().getName() + " cannot be read",
                    e);
        }
    }

    private boolean writeAll(Collection<?> parts, ByteSink out, int depth) {
        out.count(parts.size());
        for (Object part : parts) {
            if (!write(part, out, depth)) {
                return false;
            }
        }
        return true;
    }

    private boolean writeSorted(int tag, Collection<?> parts, ByteSink out, int depth) {
        List<byte[]> encoded = new ArrayList<>();
        for (Object part : parts) {
            ByteSink one = new ByteSink(32);
            if (!writeElement(tag, part, one, depth)) {
                return false;
            }
            encoded.add(one.toBytes());
        }
        encoded.sort(Arrays::compareUnsigned);
        out.u8(tag);
        out.count(encoded.size());
        encoded.forEach(out::bytes);
        return true;
    }

    private boolean writeElement(int tag, @Nullable Object part, ByteSink out, int depth) {
        if (tag == MAP && part instanceof Map.Entry<?, ?> entry) {
            return write(entry.getKey(), out, depth) && write(entry.getValue(), out, depth);
        }
        return write(part, out, depth);
    }

    /** A key that is equal to the one encoded. */
    Object decode(byte[] bytes) {
        ByteSource in = new ByteSource(ByteBuffer.wrap(bytes));
        Object key = read(in, 0);
        in.end();
        if (key == null) {
            throw ByteSource.damaged();
        }
        return key;
    }

    private @Nullable Object read(ByteSource in, int depth) {
        int tag = in.u8();
        Scalar scalar = Scalar.tagged(tag);
        if (scalar != null) {
            return scalar.read(in);
        }
        if (depth >= DEEPEST) {
            throw ByteSource.damaged();
        }
        return switch (tag) {
            case NULL -> null;
            case ENUM -> readEnum(in);
            case RECORD -> readRecord(in, depth + 1);
            case LIST -> readAll(in, depth + 1);
            case SET -> new HashSet<>(readAll(in, depth + 1));
            case MAP -> readMap(in, depth + 1);
            default -> throw ByteSource.damaged();
        };
    }

    private List<@Nullable Object> readAll(ByteSource in, int depth) {
        int count = in.count();
        List<@Nullable Object> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            parts.add(read(in, depth));
        }
        return parts;
    }

    private Map<@Nullable Object, @Nullable Object> readMap(ByteSource in, int depth) {
        int count = in.count();
        Map<@Nullable Object, @Nullable Object> map = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Object key = read(in, depth);
            map.put(key, read(in, depth));
        }
        return map;
    }

    private Object readEnum(ByteSource in) {
        Class<?> type = load(in.text());
        String name = in.text();
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw new NotDecodable("a stored key names a constant that " + type.getName() + " does not have");
    }

    private Object readRecord(ByteSource in, int depth) {
        Class<?> type = load(in.text());
        List<@Nullable Object> values = readAll(in, depth);
        RecordComponent[] components = type.getRecordComponents();
        if (components == null || components.length != values.size()) {
            throw new NotDecodable("a stored key does not fit the record " + type.getName());
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new NotDecodable("a stored key does not fit the record " + type.getName(), e);
        }
    }

    private Class<?> load(String name) {
        if (!allowed.allows(name)) {
            throw new NotDecodable("a stored key names a class that is not on the allow-list");
        }
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new NotDecodable("a stored key names a class that is not here: " + name, e);
        }
    }
}
