package io.flagstone.provider.internal.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.internal.wire.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Turns queued calls into bytes, a batch at a time. Used by the event loop alone. */
final class Outgoing {

    /** Calls of one batch. A guess: enough to fill a segment many times, few enough to answer the first ones soon. */
    private static final int BATCH = 256;

    /** Values up to this size are copied, larger ones are sent from where they are. */
    private static final int COPIED = 8 * 1024;

    private static final int FIRST_ROOM = 4 * 1024;
    private static final byte[] OPAQUE = " O".getBytes(US_ASCII);
    private static final byte[] LINE_END = "\r\n".getBytes(US_ASCII);
    private static final int LONGEST_NUMBER = 19;

    private final long incarnation;
    private final ArrayDeque<Awaited> due;
    private final IdentityHashMap<Object, Reading> ahead = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Reading> behind = new IdentityHashMap<>();
    private final List<Reading> last = new ArrayList<>();
    private final byte[] digits = new byte[LONGEST_NUMBER];
    private long lastOpaque;
    private @Nullable ByteBuf out;

    /**
     * @param due where what was sent is put down, in order
     */
    Outgoing(long incarnation, ArrayDeque<Awaited> due) {
        this.incarnation = incarnation;
        this.due = due;
    }

    /** Writes a batch without flushing; false when there was nothing to write. */
    boolean write(Queue<Call> outbox, Channel channel) {
        ahead.clear();
        boolean any = false;
        for (int calls = 0; calls < BATCH && channel.isWritable(); calls++) {
            Call call = outbox.poll();
            if (call == null) {
                break;
            }
            any |= write(call, channel);
        }
        last.forEach(reading -> send(reading, channel));
        last.clear();
        behind.clear();
        if (out != null) {
            channel.write(out, channel.voidPromise());
            out = null;
        }
        return any;
    }

    private boolean write(Call call, Channel channel) {
        Guard guard = call.guard();
        Request reading = guard == null ? null : guard.reading();
        if (guard == null || reading == null) {
            return sent(call, null, null, channel);
        }
        Guard.Fence fence = guard.fence();
        if (fence != null) {
            Reading before = before(guard, reading, before(fence, fence.reading(), null, channel), channel);
            Reading after = after(guard, reading, after(fence, fence.reading(), null));
            sent(call, before, after, channel);
            return true;
        }
        Reading before = call.request().isStore() ? before(guard, reading, null, channel) : null;
        Reading after = call.request().tells() ? after(guard, reading, null) : null;
        return sent(call, before, after, channel) || before != null || after != null;
    }

    private boolean sent(Call call, @Nullable Reading before, @Nullable Reading after, Channel channel) {
        if (!call.sending(incarnation, before, after)) {
            return false;
        }
        send(call, channel);
        return true;
    }

    private Reading before(Object reader, Request request, @Nullable Reading fence, Channel channel) {
        Reading reading = ahead.get(reader);
        if (reading == null) {
            reading = new Reading(request, fence);
            ahead.put(reader, reading);
            send(reading, channel);
        }
        return reading;
    }

    /** Sent when the batch is whole. */
    private Reading after(Object reader, Request request, @Nullable Reading fence) {
        Reading reading = behind.get(reader);
        if (reading == null) {
            reading = new Reading(request, fence);
            behind.put(reader, reading);
            last.add(reading);
        }
        return reading;
    }

    private void send(Awaited awaited, Channel channel) {
        awaited.sentAs(++lastOpaque);
        due.add(awaited);
        Request request = awaited.request();
        byte[] value = request.value();
        ByteBuf buffer = buffer(channel);
        buffer.writeBytes(request.head()).writeBytes(OPAQUE);
        number(lastOpaque, buffer);
        buffer.writeBytes(LINE_END);
        if (value == null) {
            return;
        }
        if (value.length <= COPIED) {
            buffer.writeBytes(value);
        } else {
            channel.write(buffer, channel.voidPromise());
            channel.write(Unpooled.wrappedBuffer(value), channel.voidPromise());
            out = null;
        }
        buffer(channel).writeBytes(LINE_END);
    }

    private ByteBuf buffer(Channel channel) {
        if (out == null) {
            out = channel.alloc().directBuffer(FIRST_ROOM);
        }
        return out;
    }

    private void number(long number, ByteBuf buffer) {
        int at = digits.length;
        long rest = number;
        do {
            digits[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        buffer.writeBytes(digits, at, digits.length - at);
    }
}
