package io.flagstone.server.internal.buffers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * A buffer that goes back to its shelf when it is released, to be taken from there again by the same event loop. Its memory
 * is the JDK's, which goes when nobody has it any more: there is nobody to free these one by one.
 */
class ShelvedBuf extends UnpooledDirectByteBuf {
    private final ArrayDeque<ShelvedBuf> shelf;

    ShelvedBuf(ByteBufAllocator allocator, int capacity, ArrayDeque<ShelvedBuf> shelf) {
        super(allocator, ByteBuffer.allocateDirect(capacity), capacity);
        this.shelf = shelf;
        clear();
    }

    /** The buffer, empty, for whoever took it from the shelf. */
    final ByteBuf again() {
        resetRefCnt();
        return clear();
    }

    @Override
    protected final void deallocate() {
        shelf.push(this);
    }
}
