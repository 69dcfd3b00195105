package io.flagstone.provider.codec;

import java.nio.ByteBuffer;

/** Any serializable object of an allowed class. */
final class SerializedCodec implements ValueCodec {

    private final JavaSerialization serialization;

    SerializedCodec(JavaSerialization serialization) {
        this.serialization = serialization;
    }

    @Override
    public String name() {
        return "java";
    }

    @Override
    public int id() {
        return 2;
    }

    @Override
    public byte[] encode(Object value) {
        return serialization.encode(value);
    }

    @Override
    public Object decode(ByteBuffer payload, ClassLoader loader) {
        return serialization.decode(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
    }
}
