package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import javax.cache.Cache;

/** Two thousand keys, and what may be under them. */
final class ManyKeys {

    static final int KEYS = 2_000;

    /** What was written last; nothing where that was removed. */
    private final Map<String, String> latest = new LinkedHashMap<>();

    /** The keys of these numbers, in their order. */
    static Set<String> keys(IntPredicate which) {
        Set<String> keys = new LinkedHashSet<>();
        for (int i = 0; i < KEYS; i++) {
            if (which.test(i)) {
                keys.add("k" + i);
            }
        }
        return keys;
    }

    static Set<String> keys() {
        return keys(i -> true);
    }

    static Map<String, String> all(Set<String> keys, String value) {
        Map<String, String> entries = new LinkedHashMap<>();
        keys.forEach(key -> entries.put(key, value));
        return entries;
    }

    /** Writes this under the keys of these numbers. */
    void put(Cache<String, String> cache, IntPredicate which, String value) {
        Map<String, String> entries = all(keys(which), value);
        latest.putAll(entries);
        cache.putAll(entries);
    }

    /** Removes the keys of these numbers. */
    void remove(Cache<String, String> cache, IntPredicate which) {
        Set<String> keys = keys(which);
        latest.keySet().removeAll(keys);
        cache.removeAll(keys);
    }

    /** Somebody else has removed the keys of these numbers. */
    void removed(IntPredicate which) {
        latest.keySet().removeAll(keys(which));
    }

    /**
     * Everything that is found is what was written last.
     *
     * @return how much is found
     */
    int assertNothingOld(Cache<String, String> cache, String moment) {
        Map<String, String> found = cache.getAll(keys());
        long stale = found.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(latest.get(entry.getKey())))
                .count();
        assertThat(stale).as("old values, %s", moment).isZero();
        return found.size();
    }
}
