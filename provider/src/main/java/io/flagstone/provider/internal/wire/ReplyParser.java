package io.flagstone.provider.internal.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes bytes as they arrive and hands on whole replies. One per connection, used by its event loop alone. */
public final class ReplyParser {

    /** Where whole replies go. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param opaque the token of the request that this answers, or -1 when the reply carries none
         * @throws ProtocolViolation when it answers nothing
         */
        void accept(long opaque, Reply reply) throws ProtocolViolation;
    }

    /** Memory for a value that has only been announced; more is taken as it comes. memcached's largest, by default. */
    private static final int FIRST_ROOM = 1 << 20;

    private enum State {
        LINE,
        DATA,
        DATA_END
    }

    private final Sink sink;
    private final int largestValue;
    private final ReplyLine line = new ReplyLine();
    private State state = State.LINE;
    private byte @Nullable [] data;
    private int filled;

    /**
     * @param largestValue a data block announced as larger than this ends the connection, before memory is taken
     */
    public ReplyParser(Sink sink, int largestValue) {
        this.sink = sink;
        this.largestValue = largestValue;
    }

    /** Consumes all of {@code in}. */
    public void feed(ByteBuf in) throws ProtocolViolation {
        while (in.isReadable()) {
            switch (state) {
                case LINE -> readLine(in);
                case DATA -> readData(in);
                case DATA_END -> readDataEnd(in);
            }
        }
    }

    private void readLine(ByteBuf in) throws ProtocolViolation {
        while (in.isReadable()) {
            byte b = in.readByte();
            line.add(b);
            if (b == '\n') {
                line.parse();
                if (line.status == Status.VALUE) {
                    startData();
                } else {
                    deliver(null);
                }
                return;
            }
        }
    }

    private void startData() throws ProtocolViolation {
        if (line.size > largestValue) {
            throw new ProtocolViolation(
                    "a value of " + line.size + " bytes was announced, the limit is " + largestValue);
        }
        data = new byte[Math.min(line.size, FIRST_ROOM)];
        filled = 0;
        state = line.size == 0 ? State.DATA_END : State.DATA;
    }

    private void readData(ByteBuf in) {
        byte[] target = data();
        int part = Math.min(in.readableBytes(), target.length - filled);
        in.readBytes(target, filled, part);
        filled += part;
        if (filled == line.size) {
            filled = 0;
            state = State.DATA_END;
        } else if (filled == target.length) {
            data = Arrays.copyOf(target, (int) Math.min(line.size, target.length * 2L));
        }
    }

    private void readDataEnd(ByteBuf in) throws ProtocolViolation {
        byte expected = filled == 0 ? (byte) '\r' : (byte) '\n';
        if (in.readByte() != expected) {
            throw new ProtocolViolation("a data block that does not end where it should");
        }
        if (++filled == 2) {
            byte[] whole = data();
            data = null;
            state = State.LINE;
            deliver(whole);
        }
    }

    private byte[] data() {
        if (data == null) {
            throw new IllegalStateException("no data block is being read");
        }
        return data;
    }

    private void deliver(byte @Nullable [] value) throws ProtocolViolation {
        sink.accept(line.opaque, new Reply(line, value));
    }
}
