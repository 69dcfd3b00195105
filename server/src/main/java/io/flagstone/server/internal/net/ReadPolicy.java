package io.flagstone.server.internal.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is read: into the one buffer of its event loop, which the handler empties before it returns; on only
 * after a full buffer, a few times at most, and not while the connection is held up. Where the kernel reads while the
 * event loop does other things, it brings buffers of its own, and if it ever runs out of them, one is made for each read.
 * What is encrypted may have to wait for the rest of its record, so it is read into a buffer of its own, of a record's size.
 */
final class ReadPolicy implements RecvByteBufAllocator {
    /** Full buffers in a row before other connections get their turn. */
    private static final int READS_MAX = 4;
    /** A record of TLS: 16 KiB, with what may be around it. */
    private static final int RECORD = 16 * 1024 + 325;

    private final Connection connection;
    private final @Nullable ByteBuf buffer;
    private final int size;

    /**
     * @param buffer the event loop's, or null where the next read may begin before this one's bytes are taken
     * @param encrypted whether what is read are records of TLS
     */
    ReadPolicy(Connection connection, @Nullable ByteBuf buffer, boolean encrypted) {
        this.connection = connection;
        this.buffer = buffer;
        this.size = encrypted ? RECORD : Worker.INPUT;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface Netty asks for
    public Handle newHandle() {
        return new ReadHandle();
    }

    private final class ReadHandle implements ExtendedHandle {
        private int reads;
        private int attempted;
        private int last;

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return buffer == null
                    ? allocator.directBuffer(size)
                    : buffer.clear().retain();
        }

        @Override
        public int guess() {
            return size;
        }

        @Override
        public void reset(ChannelConfig config) {
            reads = 0;
        }

        @Override
        public void incMessagesRead(int count) {
            reads += count;
        }

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return last == attempted && last > 0 && reads < READS_MAX && connection.mayRead();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return continueReading();
        }

        @Override
        public void readComplete() {}
    }
}
