package io.flagstone.provider.codec;

import java.nio.ByteBuffer;

/**
 * Turns values into bytes and back. Implementations are found by {@link java.util.ServiceLoader} and chosen by name,
 * {@code flagstone.cache.<pattern>.codec=<name>}. They are used by many threads at once.
 */
public interface ValueCodec {

    /** The smallest {@link #id} of a codec that is not built in. */
    int FIRST_FREE_ID = 64;

    /** The largest {@link #id}. */
    int LAST_ID = 127;

    /** The name in the configuration. */
    String name();

    /**
     * Written with every value, so that a value is read by the codec that wrote it: {@value #FIRST_FREE_ID} to {@value
     * #LAST_ID}, different from every other codec's, the same for ever.
     */
    int id();

    /**
     * Encodes a value.
     *
     * @throws RuntimeException when it cannot; the entry is then left as it was
     */
    byte[] encode(Object value);

    /**
     * Decodes a value; each call makes an object of its own.
     *
     * @param payload what {@link #encode} returned, from position to limit
     * @param loader where the cache manager finds classes
     * @throws RuntimeException when it cannot
     */
    Object decode(ByteBuffer payload, ClassLoader loader);
}
