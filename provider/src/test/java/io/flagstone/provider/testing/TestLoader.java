package io.flagstone.provider.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/** Loads what a function says, and remembers what it was asked. */
public final class TestLoader<V> implements CacheLoader<String, V> {

    private final Function<String, ? extends @Nullable V> answer;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public TestLoader(Function<String, ? extends @Nullable V> answer) {
        this.answer = answer;
    }

    @Override
    public @Nullable V load(String key) {
        asked.add(key);
        return answer.apply(key);
    }

    @Override
    public Map<String, V> loadAll(Iterable<? extends String> keys) {
        Map<String, V> all = new HashMap<>();
        for (String key : keys) {
            asked.add(key);
            @Nullable V value = answer.apply(key);
            if (value != null) {
                all.put(key, value);
            }
        }
        return all;
    }

    /** The keys asked for, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }
}
