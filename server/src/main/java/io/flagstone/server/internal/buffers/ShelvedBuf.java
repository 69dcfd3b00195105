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
    /** Where its memory lies, which never changes; 0 where that cannot be known. */
    private final long address;

    ShelvedBuf(ByteBufAllocator allocator, int capacity, ArrayDeque<ShelvedBuf> shelf) {
        super(allocator, ByteBuffer.allocateDirect(capacity), capacity);
        this.shelf = shelf;
        this.address = hasMemoryAddress() ? super.memoryAddress() : 0;
        clear();
    }

    /** The buffer, empty, for whoever took it from the shelf. */
    final ByteBuf again() {
        resetRefCnt();
        return clear();
    }

    /** Known from the beginning: without Unsafe, Netty makes two objects (72 bytes) to find it out, for every send. */
    @Override
    public final long memoryAddress() {
        if (address == 0) {
            return super.memoryAddress();
        }
        ensureAccessible();
        return address;
    }

    @Override
    protected final void deallocate() {
        shelf.push(this);
    }
}
