package io.flagstone.bench.node;

import java.nio.ByteBuffer;

/** {@code get} and {@code set}. */
final class ClassicDialect extends Dialect {
    private static final byte[] GET = ascii("get");
    private static final byte[] SET = ascii("set ");
    private static final byte[] VALUE = ascii("VALUE ");
    private static final byte[] END = ascii("END\r\n");
    private static final byte[] STORED = ascii("STORED\r\n");
    private static final byte[] LINE_END = ascii("\r\n");

    private final byte[] storeEnd;
    private final byte[] valueEnd;
    private final int valueLength;

    ClassicDialect(Payload payload) {
        super(payload);
        storeEnd = ascii(" 0 0 " + payload.size() + "\r\n");
        valueEnd = ascii(" 0 " + payload.size() + "\r\n");
        valueLength = VALUE.length + Payload.KEY_LENGTH + valueEnd.length + payload.size() + LINE_END.length;
    }

    @Override
    int longestReply() {
        return valueLength + END.length;
    }

    @Override
    void putRead(ByteBuffer out, KeyRange keys) {
        out.put(GET);
        for (int i = 0; i < keys.count(); i++) {
            out.put((byte) ' ');
            payload.putKey(out, keys.key(i));
        }
        out.put(LINE_END);
    }

    @Override
    void putStore(ByteBuffer out, int key) {
        out.put(SET);
        payload.putKey(out, key);
        out.put(storeEnd);
        payload.putValue(out, key);
        out.put(LINE_END);
    }

    @Override
    boolean readReply(ByteBuffer in, KeyRange keys) {
        while (in.remaining() >= END.length) {
            if (in.get(in.position()) != 'V') {
                return lineIs(in, END);
            }
            if (in.remaining() < valueLength) {
                return false;
            }
            checkValue(in, keys);
        }
        return false;
    }

    private void checkValue(ByteBuffer in, KeyRange keys) {
        int keyAt = in.position() + VALUE.length;
        int valueAt = keyAt + Payload.KEY_LENGTH + valueEnd.length;
        int key = Payload.keyAt(in, keyAt);
        if (!startsWith(in, VALUE) || !keys.find(key) || !payload.isValueAt(in, valueAt, key)) {
            throw wrong("the value of key " + keys.first(), in);
        }
        skip(in, valueLength);
    }

    @Override
    boolean storeReply(ByteBuffer in) {
        return lineIs(in, STORED);
    }
}
