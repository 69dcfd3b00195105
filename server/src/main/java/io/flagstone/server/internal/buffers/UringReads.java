package io.flagstone.server.internal.buffers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUringBufferRingAllocator;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import java.util.ArrayDeque;

/**
 * The buffers that the kernel fills for one event loop on io_uring, in whatever connection has bytes: as with epoll, a
 * connection that is idle owns none. A buffer is back in the ring's reach as soon as the handler has emptied it.
 */
public final class UringReads implements IoUringBufferRingAllocator {
    /** Names the only ring that a loop has. */
    public static final short GROUP = 0;

    /** Many, for many connections may have bytes at a time. */
    private static final short COUNT = 64;

    /** How many there are at first, and by how many they grow when connections had to wait for one. */
    private static final int STEP = 16;

    /** Large, so that a large value comes in few pieces; no power of two, or all beginnings would share one set of a cache. */
    private static final int SIZE = 63 * 1024;

    private final ArrayDeque<ShelvedBuf> free = new ArrayDeque<>();

    /** What runs one event loop, with buffers of its own. */
    public static IoHandlerFactory handler() {
        IoUringBufferRingConfig ring = IoUringBufferRingConfig.builder()
                .bufferGroupId(GROUP)
                .bufferRingSize(COUNT)
                .batchSize(STEP)
                .incremental(false)
                .allocator(new UringReads())
                .build();
        return IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setBufferRingConfig(ring));
    }

    @Override
    public ByteBuf allocate() {
        ShelvedBuf buffer = free.poll();
        return buffer == null ? new Filled(free) : buffer.again();
    }

    @Override
    public void lastBytesRead(int attempted, int actual) {}

    /** A buffer as the ring uses it. */
    private static final class Filled extends ShelvedBuf {
        Filled(ArrayDeque<ShelvedBuf> shelf) {
            super(UnpooledByteBufAllocator.DEFAULT, SIZE, shelf);
        }

        /** The ring wants a slice of what was read and lets go of the rest, so the whole will do, and is no object more. */
        @Override
        public ByteBuf retainedSlice(int index, int length) {
            return retain();
        }
    }
}
