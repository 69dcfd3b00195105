package io.flagstone.interop;

import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the Java clients have in common. Calls end by themselves; what they throw fails the test. */
interface JavaClient extends AutoCloseable {
    /** A value and what it is compared by. */
    record Seen(@Nullable String value, long token) {}

    boolean set(String key, String value, int expiry) throws Exception;

    default boolean set(String key, String value) throws Exception {
        return set(key, value, 0);
    }

    @Nullable
    String get(String key) throws Exception;

    boolean delete(String key) throws Exception;

    boolean add(String key, String value) throws Exception;

    boolean replace(String key, String value) throws Exception;

    long increment(String key, long delta) throws Exception;

    long decrement(String key, long delta) throws Exception;

    Seen gets(String key) throws Exception;

    boolean cas(String key, String value, long token) throws Exception;

    Map<String, String> many(Collection<String> keys) throws Exception;

    boolean touch(String key, int expiry) throws Exception;

    boolean append(String key, String value) throws Exception;

    boolean prepend(String key, String value) throws Exception;

    @Override
    void close() throws IOException;

    /** Makes one that talks to this port. */
    interface Maker {
        JavaClient at(int port) throws Exception;
    }
}
