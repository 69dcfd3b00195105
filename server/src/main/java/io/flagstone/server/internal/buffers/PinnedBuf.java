package io.flagstone.server.internal.buffers;

import io.flagstone.server.store.PinnedValue;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A piece of a pinned value on its way out. The piece that goes last lets the value go, sent or not. */
public final class PinnedBuf extends UnpooledDirectByteBuf {
    private @Nullable SharedPin pin;

    private PinnedBuf(ByteBufAllocator allocator, ByteBuffer part, SharedPin pin) {
        super(allocator, part, part.remaining());
        this.pin = pin;
    }

    /** The pieces of a value, all of which must be released. */
    public static PinnedBuf[] of(PinnedValue value, ByteBufAllocator allocator) {
        SharedPin pin = new SharedPin(value);
        PinnedBuf[] pieces = new PinnedBuf[value.parts()];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = new PinnedBuf(allocator, value.part(i), pin);
        }
        return pieces;
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        SharedPin held = pin;
        if (held != null) {
            pin = null;
            held.release();
        }
    }

    /** Counts the pieces of a value that are still under way; all of them belong to one event loop. */
    private static final class SharedPin {
        private final PinnedValue value;
        private int pieces;

        SharedPin(PinnedValue value) {
            this.value = value;
            this.pieces = value.parts();
        }

        void release() {
            if (--pieces == 0) {
                value.release();
            }
        }
    }
}
