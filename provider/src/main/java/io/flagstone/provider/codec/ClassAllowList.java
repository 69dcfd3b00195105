package io.flagstone.provider.codec;

import java.io.ObjectInputFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which classes may be written to the nodes and created from what they return. Everything that is not listed is refused,
 * in both directions, so that a class missing from the list shows when the first value is stored.
 *
 * <p>Always on the list: strings, numbers, dates and the JDK's plain collections. Then the types that a cache declares,
 * with the types of their fields. Then the patterns of {@code flagstone.serialization.allow}: {@code com.acme.Order},
 * {@code com.acme.*} for a package, {@code com.acme.**} for a package and those below it.
 */
public final class ClassAllowList {

    /** Objects that may hold one another; written and read by recursion, they cost stack. */
    static final int DEEPEST = 256;

    private static final long MOST_REFERENCES = 10_000_000;

    /** Elements of arrays for each byte of a stream: hash tables have up to four times their elements, twice rounded. */
    private static final int ROOM_PER_BYTE = 8;

    private static final int LEAST_ROOM = 64;

    private final Set<String> names = new HashSet<>(PlainTypes.NAMES);
    private final List<String> packages = new ArrayList<>();
    private final List<String> trees = new ArrayList<>();

    /**
     * @param patterns as in the configuration
     * @param declared classes that a cache declares; their fields' types are listed too
     */
    public ClassAllowList(Collection<String> patterns, Collection<Class<?>> declared) {
        for (String pattern : patterns) {
            if (pattern.endsWith(".**")) {
                trees.add(pattern.substring(0, pattern.length() - 2));
            } else if (pattern.endsWith(".*")) {
                packages.add(pattern.substring(0, pattern.length() - 1));
            } else {
                names.add(pattern);
            }
        }
        declared.forEach(type -> names.addAll(DeclaredTypes.reachableFrom(type)));
    }

    /** Whether objects of this class may be written and read. */
    public boolean allows(Class<?> type) {
        Class<?> element = element(type);
        return element.isPrimitive() || allows(element.getName());
    }

    /** What an array has in the end; any other class itself. */
    static Class<?> element(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return element;
    }

    /** Whether a class of this name may be loaded. */
    public boolean allows(String name) {
        if (names.contains(name)) {
            return true;
        }
        for (String tree : trees) {
            if (name.startsWith(tree)) {
                return true;
            }
        }
        for (String prefix : packages) {
            if (name.startsWith(prefix) && name.indexOf('.', prefix.length()) < 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * This list as Java serialization asks for it, for one stream, with limits on depth, number of objects, and memory
     * that arrays announce. Every element has a byte in the stream; a hash table may be a few times as large as it is
     * full.
     *
     * @param length bytes of the stream
     * @param largestArray elements that all arrays together may announce, whatever the length
     */
    ObjectInputFilter filter(int length, long largestArray) {
        return new StreamFilter(length, Math.min(largestArray, (long) length * ROOM_PER_BYTE + LEAST_ROOM));
    }

    private final class StreamFilter implements ObjectInputFilter {

        private final int length;
        private long room;

        StreamFilter(int length, long room) {
            this.length = length;
            this.room = room;
        }

        @Override
        public Status checkInput(FilterInfo info) {
            Class<?> type = info.serialClass();
            if (info.depth() > DEEPEST || info.references() > MOST_REFERENCES || !fits(info.arrayLength(), type)) {
                return Status.REJECTED;
            }
            if (type == null) {
                return Status.UNDECIDED;
            }
            return allows(type) ? Status.ALLOWED : Status.REJECTED;
        }

        private boolean fits(long elements, @Nullable Class<?> type) {
            if (elements <= 0) {
                return true;
            }
            room -= elements;
            boolean counted =
                    type != null && type.isArray() && type.getComponentType().isPrimitive();
            return room >= 0 && (!counted || elements <= length);
        }
    }
}
