package io.flagstone.provider.codec;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.NotDecodable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of a cache, made as the test wants them. */
final class CodecFixture {

    static final String HERE = "io.flagstone.provider.codec.*";

    static final int TYPED = 1;
    static final int JAVA = 2;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private CodecFixture() {}

    static CacheOptions options(@Nullable String codec, CacheMode mode, Compression compression) {
        return options(codec, mode, compression, CacheOptions.DEFAULTS.inflatedLimit());
    }

    static CacheOptions options(@Nullable String codec, CacheMode mode, Compression compression, int inflatedLimit) {
        CacheOptions d = CacheOptions.DEFAULTS;
        return new CacheOptions(
                d.failure(),
                mode,
                codec,
                compression,
                100,
                inflatedLimit,
                d.ttl(),
                d.lease(),
                d.prefix(),
                null,
                false,
                CacheOptions.Sealing.NONE,
                1,
                d.gutterTtl());
    }

    static Values valuesOf(CacheOptions options, String... allowed) {
        return valuesOf(options, CodecFixture.class.getClassLoader(), allowed);
    }

    static Values valuesOf(CacheOptions options, ClassLoader loader, String... allowed) {
        return new Values(options, new ClassAllowList(List.of(allowed), List.of()), loader);
    }

    static Values standard(String... allowed) {
        return valuesOf(options(null, CacheMode.ENVELOPE, Compression.NONE), allowed);
    }

    static byte[] bytes(Payload payload) {
        byte[] bytes = new byte[payload.bytes().remaining()];
        payload.bytes().duplicate().get(bytes);
        return bytes;
    }

    static Payload payload(int codec, byte[] bytes) {
        return new Payload(codec, Compression.NONE, bytes.length, ByteBuffer.wrap(bytes));
    }

    static Payload with(Payload payload, byte[] bytes) {
        return new Payload(payload.codec(), payload.compression(), payload.inflatedSize(), ByteBuffer.wrap(bytes));
    }

    /** The value, or null when the payload is not decodable; everything else is thrown. */
    static @Nullable Object decoded(Values values, Payload payload) {
        try {
            return values.decode(payload);
        } catch (NotDecodable e) {
            return null;
        }
    }

    /** Bytes of memory that this thread takes for a decode, whatever comes of it. */
    static long memoryOf(Values values, Payload payload) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Object value = decoded(values, payload);
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        return value == CodecFixture.class ? 0 : taken;
    }

    /** What Java serialization makes of an object when nobody checks anything. */
    static byte[] serialized(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
