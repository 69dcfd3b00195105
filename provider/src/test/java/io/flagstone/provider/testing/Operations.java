package io.flagstone.provider.testing;

import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import io.flagstone.testkit.history.Recorder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** What one thread of a test does to a cache: operations drawn at random, recorded with what they were answered. */
public final class Operations {

    private static final int KINDS = 14;

    private final Cache<String, String> cache;
    private final Recorder recorder;
    private final Random random;
    private final int padding;

    /** Operations whose values are stored as they are. */
    public Operations(Cache<String, String> cache, Recorder recorder, Random random) {
        this(cache, recorder, random, 0);
    }

    /**
     * Operations whose values are stored with so many characters more, which are looked at when they are read and left out of what
     * is recorded.
     */
    public Operations(Cache<String, String> cache, Recorder recorder, Random random, int padding) {
        this.cache = cache;
        this.recorder = recorder;
        this.random = random;
        this.padding = padding;
    }

    /**
     * Does one, mostly with this key and, if it writes, this value.
     *
     * @return whether it was answered
     */
    public boolean next(String key, String value) {
        Outcome outcome = switch (random.nextInt(KINDS)) {
            case 0 -> recorder.run(Operation.remove(key), () -> cache.remove(key));
            case 1 -> recorder.run(Operation.putIfAbsent(key, value), () -> cache.putIfAbsent(key, dressed(value)));
            case 2 -> recorder.run(Operation.replace(key, value), () -> cache.replace(key, dressed(value)));
            case 3 ->
                recorder.run(Operation.getAndPut(key, value), () -> undressed(cache.getAndPut(key, dressed(value))));
            case 4 -> recorder.run(Operation.getAndRemove(key), () -> undressed(cache.getAndRemove(key)));
            case 5 ->
                recorder.run(
                        Operation.getAndReplace(key, value), () -> undressed(cache.getAndReplace(key, dressed(value))));
            case 6 -> recorder.run(Operation.invokeSet(key, value), () -> invokeSet(key, value));
            case 7 -> replaceWhatIsThere(key, value);
            case 8, 9 -> recorder.run(Operation.put(key, value), () -> put(key, value));
            default -> recorder.run(Operation.get(key), () -> undressed(cache.get(key)));
        };
        return outcome.isAcknowledged();
    }

    private Object put(String key, String value) {
        cache.put(key, dressed(value));
        return "";
    }

    private @Nullable String invokeSet(String key, String value) {
        String dressed = dressed(value);
        return undressed(cache.invoke(key, (entry, ignored) -> {
            String seen = entry.getValue();
            entry.setValue(dressed);
            return seen;
        }));
    }

    private Outcome replaceWhatIsThere(String key, String value) {
        List<String> seen = new ArrayList<>();
        Outcome outcome = recorder.run(Operation.get(key), () -> {
            String found = undressed(cache.get(key));
            if (found != null) {
                seen.add(found);
            }
            return found;
        });
        for (String expected : seen) {
            outcome = recorder.run(
                    Operation.replaceIfEquals(key, expected, value),
                    () -> cache.replace(key, dressed(expected), dressed(value)));
        }
        return outcome;
    }

    private String dressed(String value) {
        return padding == 0 ? value : value + padding(value);
    }

    private String padding(String value) {
        StringBuilder text = new StringBuilder(padding).append('#');
        int state = value.hashCode() | 1;
        while (text.length() < padding) {
            state = state * 1_103_515_245 + 12_345;
            text.append((char) ('a' + (state >>> 16) % 26));
        }
        return text.toString();
    }

    private @Nullable String undressed(@Nullable String stored) {
        if (stored == null || padding == 0) {
            return stored;
        }
        int end = stored.indexOf('#');
        String value = end < 0 ? stored : stored.substring(0, end);
        if (!stored.equals(dressed(value))) {
            throw new AssertionError("a value of " + stored.length() + " characters is not what was written");
        }
        return value;
    }
}
