package io.flagstone.provider.internal.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection whose other end is the test: what it sends can be read, what the test says arrives. */
final class Wire implements Connection.Events {

    static final long INCARNATION = 7;

    final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
    final EmbeddedChannel channel = new EmbeddedChannel();
    final Connection connection = new Connection(INCARNATION, channel, this);
    final List<String> events = new ArrayList<>();

    Wire() {
        channel.config().setAllocator(memory);
        channel.pipeline().addLast(connection);
        events.clear();
    }

    /** What has been sent since the last time. */
    String sent() {
        channel.runPendingTasks();
        StringBuilder text = new StringBuilder();
        ByteBuf buffer;
        while ((buffer = channel.readOutbound()) != null) {
            text.append(buffer.toString(ISO_8859_1));
            buffer.release();
        }
        return text.toString();
    }

    /** The other end says this; lines end with a bar. */
    void hear(String text) {
        ByteBuf bytes = memory.buffer().writeBytes(text.replace("|", "\r\n").getBytes(ISO_8859_1));
        channel.writeInbound(bytes);
        channel.runPendingTasks();
    }

    void writable(boolean on) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, on);
        channel.runPendingTasks();
    }

    /** Memory that nobody has given back. */
    long used() {
        channel.finishAndReleaseAll();
        return memory.metric().usedDirectMemory() + memory.metric().usedHeapMemory();
    }

    Call submit(Request request, @Nullable Guard guard) {
        return submit(request, guard, Call.ANY_INCARNATION);
    }

    Call submit(Request request, @Nullable Guard guard, long incarnation) {
        Call call = new Call(request, guard, incarnation, new Waiter(1));
        connection.submit(call);
        return call;
    }

    static Request get(String key) {
        return Request.number(key.getBytes(ISO_8859_1));
    }

    static Request set(String key, String value) {
        return Request.set(key.getBytes(ISO_8859_1), value.getBytes(ISO_8859_1), Request.Mode.SET, 0, 0, 0);
    }

    static Request add(String key, String value) {
        return Request.set(key.getBytes(ISO_8859_1), value.getBytes(ISO_8859_1), Request.Mode.ADD, 0, 0, 0);
    }

    @Override
    public void opened(Connection opened) {
        events.add("opened");
    }

    @Override
    public void heard(Connection from) {
        events.add("heard");
    }

    @Override
    public void closed(Connection broken, Throwable cause) {
        events.add("closed: " + cause.getMessage());
    }

    /** A guard that reads a key and remembers what it was told. */
    static final class Witness implements Guard {

        final List<String> told = new ArrayList<>();
        private final @Nullable Request reading;

        Witness(@Nullable String key) {
            reading = key == null ? null : get(key);
        }

        @Override
        public @Nullable Request reading() {
            return reading;
        }

        @Override
        public void settledLate(Connection on, Call call, Reply reply) {
            told.add("late " + reply.status() + " " + reply.cas() + " of a call " + call.state());
        }

        @Override
        public void lost(Call call) {
            told.add("lost a call " + call.state());
        }

        @Override
        public void undone(Call call) {
            told.add("undone: a call " + call.state());
        }
    }
}
