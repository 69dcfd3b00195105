package io.flagstone.provider.codec;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.Compression;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes the values of one cache: picks the codec, compresses what is large, keeps to the limits. */
public final class Values {

    private final ClassLoader loader;
    private final TypedCodec typed = new TypedCodec();
    private final SerializedCodec serialized;
    private final @Nullable ValueCodec chosen;
    private final @Nullable ValueCodec[] byId = new ValueCodec[ValueCodec.LAST_ID + 1];
    private final boolean plain;
    private final Compression compression;
    private final @Nullable Compressor compressor;
    private final int compressAbove;
    private final int inflatedLimit;

    /**
     * Makes the codecs of one cache.
     *
     * @throws ConfigurationProblem when the codec or compression that is asked for is not there
     */
    public Values(CacheOptions options, ClassAllowList allowed, ClassLoader loader) {
        this.loader = loader;
        this.plain = options.mode() == CacheMode.PLAIN;
        this.serialized = new SerializedCodec(new JavaSerialization(allowed, loader, options.inflatedLimit()));
        Map<String, ValueCodec> names = register(loader);
        this.chosen = options.codec() == null ? null : named(options.codec(), names);
        this.compression = plain ? Compression.NONE : options.compression();
        this.compressor = compression == Compression.NONE ? null : Compressor.of(compression);
        this.compressAbove = options.compressAbove();
        this.inflatedLimit = options.inflatedLimit();
    }

    private Map<String, ValueCodec> register(ClassLoader classes) {
        Map<String, ValueCodec> names = new LinkedHashMap<>();
        for (ValueCodec codec : List.of(typed, serialized)) {
            byId[codec.id()] = codec;
            names.put(codec.name(), codec);
        }
        // an envelope that names one of these is damaged
        for (ValueCodec codec : plain ? PlainCodec.values() : new ValueCodec[0]) {
            byId[codec.id()] = codec;
        }
        for (ValueCodec codec : ServiceLoader.load(ValueCodec.class, classes)) {
            int id = codec.id();
            if (id < ValueCodec.FIRST_FREE_ID || id > ValueCodec.LAST_ID || byId[id] != null) {
                throw new ConfigurationProblem("value codec " + codec.name() + " has id " + id
                        + ", which is taken or not in " + ValueCodec.FIRST_FREE_ID + " to " + ValueCodec.LAST_ID);
            }
            byId[id] = codec;
            if (names.putIfAbsent(codec.name(), codec) != null) {
                throw new ConfigurationProblem("there are two value codecs named " + codec.name());
            }
        }
        return names;
    }

    private static ValueCodec named(String name, Map<String, ValueCodec> names) {
        ValueCodec codec = names.get(name);
        if (codec == null) {
            throw new ConfigurationProblem(
                    "codec=" + name + ": there is no value codec of that name; known are " + names.keySet());
        }
        return codec;
    }

    /**
     * A value as bytes.
     *
     * @throws NotEncodable when the codec cannot, which leaves everything as it was
     */
    public Payload encode(Object value) {
        ValueCodec codec = codecFor(value);
        byte[] bytes = encoded(codec, value);
        if (compressor != null && bytes.length >= compressAbove && bytes.length <= inflatedLimit) {
            byte[] small = compressor.deflate(bytes);
            if (small.length < bytes.length) {
                return new Payload(codec.id(), compression, bytes.length, ByteBuffer.wrap(small));
            }
        }
        return new Payload(codec.id(), Compression.NONE, bytes.length, ByteBuffer.wrap(bytes));
    }

    private static byte[] encoded(ValueCodec codec, Object value) {
        byte @Nullable [] bytes; // a codec of the application may break its promise
        try {
            bytes = codec.encode(value);
        } catch (NotEncodable e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw new NotEncodable("codec " + codec.name() + " failed: " + quotable(e), e);
        }
        if (bytes == null) {
            throw new NotEncodable("codec " + codec.name() + " returned nothing");
        }
        return bytes;
    }

    /** Messages of others may quote values. */
    private static @Nullable String quotable(Throwable e) {
        return e instanceof FlagstoneException ? e.getMessage() : e.getClass().getName();
    }

    private ValueCodec codecFor(Object value) {
        if (plain) {
            return PlainCodec.of(value);
        }
        if (chosen != null) {
            return chosen;
        }
        return TypedCodec.takes(value) ? typed : serialized;
    }

    /**
     * The value that these bytes stand for, a new object each time.
     *
     * @throws NotDecodable when there is no such codec here, or it cannot
     */
    public Object decode(Payload payload) {
        ValueCodec codec = payload.codec() >= 0 && payload.codec() < byId.length ? byId[payload.codec()] : null;
        if (codec == null) {
            throw new NotDecodable("a value was stored by a codec that is not here, id " + payload.codec());
        }
        @Nullable Object value; // a codec of the application may break its promise
        try {
            value = codec.decode(inflated(payload), loader);
        } catch (NotDecodable e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            throw new NotDecodable("codec " + codec.name() + " failed: " + quotable(e), e);
        }
        if (value == null) {
            throw new NotDecodable("codec " + codec.name() + " returned nothing");
        }
        return value;
    }

    private ByteBuffer inflated(Payload payload) {
        ByteBuffer bytes = payload.bytes().duplicate();
        if (payload.compression() == Compression.NONE) {
            return bytes;
        }
        if (payload.inflatedSize() < 0 || payload.inflatedSize() > inflatedLimit) {
            throw new NotDecodable("a compressed value claims " + payload.inflatedSize() + " bytes, the limit is "
                    + inflatedLimit + " (inflated-limit)");
        }
        Compressor inflater = compressor != null && payload.compression() == compression
                ? compressor
                : Compressor.of(payload.compression());
        return ByteBuffer.wrap(inflater.inflate(
                bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), payload.inflatedSize()));
    }
}
