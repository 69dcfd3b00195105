package io.flagstone.bench.node;

import java.nio.ByteBuffer;

/** {@code mg} of the value, and {@code ms}; one key a request. */
final class MetaDialect extends Dialect {
    private static final byte[] MG = ascii("mg ");
    private static final byte[] MG_END = ascii(" v\r\n");
    private static final byte[] MS = ascii("ms ");
    private static final byte[] MISS = ascii("EN\r\n");
    private static final byte[] STORED = ascii("HD\r\n");
    private static final byte[] LINE_END = ascii("\r\n");

    private final byte[] storeEnd;
    private final byte[] valueStart;
    private final int valueLength;

    MetaDialect(Payload payload) {
        super(payload);
        storeEnd = ascii(" " + payload.size() + "\r\n");
        valueStart = ascii("VA " + payload.size() + "\r\n");
        valueLength = valueStart.length + payload.size() + LINE_END.length;
    }

    @Override
    int longestReply() {
        return valueLength;
    }

    @Override
    void putRead(ByteBuffer out, KeyRange keys) {
        out.put(MG);
        payload.putKey(out, keys.first());
        out.put(MG_END);
    }

    @Override
    void putStore(ByteBuffer out, int key) {
        out.put(MS);
        payload.putKey(out, key);
        out.put(storeEnd);
        payload.putValue(out, key);
        out.put(LINE_END);
    }

    @Override
    boolean readReply(ByteBuffer in, KeyRange keys) {
        if (in.remaining() < MISS.length) {
            return false;
        }
        if (in.get(in.position()) != 'V') {
            return lineIs(in, MISS);
        }
        if (in.remaining() < valueLength) {
            return false;
        }
        int key = keys.first();
        boolean right = startsWith(in, valueStart)
                && payload.isValueAt(in, in.position() + valueStart.length, key)
                && keys.find(key);
        if (!right) {
            throw wrong("the value of key " + key, in);
        }
        skip(in, valueLength);
        return true;
    }

    @Override
    boolean storeReply(ByteBuffer in) {
        return lineIs(in, STORED);
    }
}
