package io.flagstone.server.internal.buffers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The buffers in which replies leave one event loop: taken from the JVM once, and back here as soon as they are sent.
 *
 * <p>Netty's pool would do, but it samples its buffers for leaks, with a stack trace each time; measured, that was all
 * the node allocated: 16 bytes a request. Turning the sampling off would concern the whole JVM, of which an embedded
 * node is a guest. When all of these are under way, to clients that do not read, replies do leave in Netty's.
 */
public final class SendBuffers {
    /** Small replies: a value of 4 KiB and its header, or a batch of short ones. */
    private static final int SMALL = 5 * 1024;

    private static final int SMALL_COUNT = 64;
    private static final int LARGE_COUNT = 8;

    private final ByteBufAllocator otherwise;
    private final Shelf small = new Shelf(SMALL, SMALL_COUNT);
    private final Shelf large;
    private final int largest;

    /**
     * None is made before it is needed.
     *
     * @param otherwise where buffers come from when all of these are under way, or are too small
     * @param largest whatever a reply buffer may hold, bytes
     */
    public SendBuffers(ByteBufAllocator otherwise, int largest) {
        this.otherwise = otherwise;
        this.largest = largest;
        this.large = new Shelf(largest, LARGE_COUNT);
    }

    /** A buffer with room for so many bytes, empty. Called, like its release, by the event loop only. */
    public ByteBuf take(int length) {
        ByteBuf reused = length <= SMALL ? small.take(otherwise) : length <= largest ? large.take(otherwise) : null;
        return reused != null ? reused : otherwise.directBuffer(length, length);
    }

    /** Buffers of one size that are not under way. */
    private static final class Shelf {
        private final int capacity;
        private final int most;
        private final ArrayDeque<ShelvedBuf> free;
        private int made;

        Shelf(int capacity, int most) {
            this.capacity = capacity;
            this.most = most;
            this.free = new ArrayDeque<>(most);
        }

        @Nullable
        ByteBuf take(ByteBufAllocator allocator) {
            ShelvedBuf buffer = free.poll();
            if (buffer != null) {
                return buffer.again();
            }
            if (made == most) {
                return null;
            }
            made++;
            return new ShelvedBuf(allocator, capacity, free);
        }
    }
}
