package io.flagstone.bench.cache;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * Adds one to a counter and returns what it has become. Serializable, and public with its constructor, since some
 * providers send processors to their servers.
 */
public final class Increment implements EntryProcessor<String, Long, Long>, Serializable {
    private static final long serialVersionUID = 1L;

    /** Without state. */
    public Increment() {}

    @Override
    public Long process(MutableEntry<String, Long> entry, @Nullable Object... arguments) {
        Long before = entry.getValue();
        long after = before == null ? 1 : before + 1;
        entry.setValue(after);
        return after;
    }
}
