package io.flagstone.server.internal.buffers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SendBuffersTest {
    private static final int MANY = 200;

    private static final int LARGEST = 64 * 1024;

    private final SendBuffers buffers = new SendBuffers(UnpooledByteBufAllocator.DEFAULT, LARGEST);

    @Test
    void whatWasSentIsUsedAgain() {
        Set<ByteBuf> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < MANY; i++) {
            ByteBuf buffer = buffers.take(100);
            assertThat(buffer.isReadable()).isFalse();
            assertThat(buffer.refCnt()).isOne();
            buffer.writeLong(i);
            seen.add(buffer);
            assertThat(buffer.release()).isTrue();
        }
        assertThat(seen).hasSize(1);
    }

    /** It is asked for with every send; the interpreter runs this, so the compiler cannot hide an object. */
    @Test
    void whereABufferLiesIsKnownWithoutMakingAnObject() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ByteBuf buffer = buffers.take(100);
        long address = buffer.memoryAddress();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MANY; i++) {
            address |= buffer.memoryAddress();
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(MANY * 16L);
        assertThat(address).isEqualTo(PlatformDependent.directBufferAddress(buffer.internalNioBuffer(0, 1)));
        buffer.release();
    }

    @Test
    void noTwoRepliesUnderWayShareABuffer() {
        for (int length : new int[] {1, 5 * 1024, 5 * 1024 + 1, 64 * 1024, 64 * 1024 + 1}) {
            List<ByteBuf> underWay = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                ByteBuf buffer = buffers.take(length);
                assertThat(buffer.writableBytes()).isGreaterThanOrEqualTo(length);
                underWay.add(buffer.writeByte(i));
            }
            for (int i = 0; i < MANY; i++) {
                assertThat(underWay.get(i).readByte()).isEqualTo((byte) i);
                underWay.get(i).release();
            }
        }
    }
}
