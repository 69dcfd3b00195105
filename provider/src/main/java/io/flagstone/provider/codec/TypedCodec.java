package io.flagstone.provider.codec;

import io.flagstone.provider.failure.NotEncodable;
import java.nio.ByteBuffer;

/** Strings, numbers, dates and byte arrays in their {@link Scalar} form. */
final class TypedCodec implements ValueCodec {

    @Override
    public String name() {
        return "typed";
    }

    @Override
    public int id() {
        return 1;
    }

    static boolean takes(Object value) {
        return Scalar.of(value) != null;
    }

    @Override
    public byte[] encode(Object value) {
        Scalar scalar = Scalar.of(value);
        if (scalar == null) {
            throw new NotEncodable("the typed codec takes strings, numbers, dates and byte arrays, not "
                    + value.getClass().getName());
        }
        ByteSink out = new ByteSink(value instanceof String text ? text.length() + 8 : 32);
        scalar.write(out, value);
        return out.toBytes();
    }

    @Override
    public Object decode(ByteBuffer payload, ClassLoader loader) {
        ByteSource in = new ByteSource(payload);
        Scalar scalar = Scalar.tagged(in.u8());
        if (scalar == null) {
            throw ByteSource.damaged();
        }
        Object value = scalar.read(in);
        in.end();
        return value;
    }
}
