package io.flagstone.provider.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.failure.NotEncodable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Values as applications in other languages write them, told apart by the client flags that the Python clients use (and
 * most others that share a fleet with them).
 */
public enum PlainCodec implements ValueCodec {
    BYTES(3, 0),
    TEXT(4, 16),
    INTEGER(5, 2),
    LONG(6, 4);

    private final int id;
    private final int clientFlags;

    PlainCodec(int id, int clientFlags) {
        this.id = id;
        this.clientFlags = clientFlags;
    }

    /** What stands in the item's flags. */
    public int clientFlags() {
        return clientFlags;
    }

    @Override
    public int id() {
        return id;
    }

    /** The codec for a value of this kind. */
    static PlainCodec of(Object value) {
        if (value instanceof String text) {
            if (!Scalar.isUnicode(text)) {
                throw new NotEncodable("a plain string is UTF-8, which has no lone surrogates");
            }
            return TEXT;
        }
        if (value instanceof Integer) {
            return INTEGER;
        }
        if (value instanceof Long) {
            return LONG;
        }
        if (value instanceof byte[]) {
            return BYTES;
        }
        throw new NotEncodable("a plain cache takes strings, integers, longs and byte arrays, not "
                + value.getClass().getName());
    }

    /** The codec of an item with these client flags, or null when no plain value has them. */
    public static @Nullable PlainCodec flagged(int clientFlags) {
        for (PlainCodec codec : values()) {
            if (codec.clientFlags == clientFlags) {
                return codec;
            }
        }
        return null;
    }

    /** The codec with this id, or null. */
    public static @Nullable PlainCodec numbered(int id) {
        for (PlainCodec codec : values()) {
            if (codec.id == id) {
                return codec;
            }
        }
        return null;
    }

    @Override
    public byte[] encode(Object value) {
        return value instanceof byte[] bytes ? bytes.clone() : value.toString().getBytes(UTF_8);
    }

    @Override
    public Object decode(ByteBuffer payload, ClassLoader loader) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        if (this == BYTES) {
            return bytes;
        }
        String text = new String(bytes, UTF_8);
        return this == TEXT ? text : number(text.trim());
    }

    /** A node's counter may have been padded with blanks by a decrement. */
    private Object number(String text) {
        try {
            return this == INTEGER ? (Object) Integer.valueOf(text) : (Object) Long.valueOf(text);
        } catch (NumberFormatException e) {
            // its message would quote the value
            throw new NotDecodable("a plain value is marked as " + this + " and is none");
        }
    }
}
