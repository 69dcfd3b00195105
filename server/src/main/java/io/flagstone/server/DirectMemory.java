package io.flagstone.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.OptionException;
import java.lang.management.ManagementFactory;

/** The JVM's limit for memory off the heap, checked before a node needs it rather than when it runs out. */
final class DirectMemory {
    /** Index, first pages of late classes and network buffers, besides the items: a sixteenth, and a fixed part. */
    private static final long FIXED = MemorySize.mebibytes(48).bytes();

    private DirectMemory() {}

    static void check(MemorySize memory) {
        long needed = memory.bytes() + memory.bytes() / 16 + FIXED;
        long limit = limit();
        if (memory.bytes() > limit) {
            throw new OptionException("mem_size: " + memory + " is more than this JVM may take off the heap, "
                    + MemorySize.bytes(limit) + "; start it with -XX:MaxDirectMemorySize="
                    + (needed + (1 << 20) - 1) / (1 << 20) + "m");
        }
    }

    /** The limit in bytes: as set, or the heap's when nothing was. */
    static long limit() {
        HotSpotDiagnosticMXBean bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (bean != null) {
            long set = Long.parseLong(bean.getVMOption("MaxDirectMemorySize").getValue());
            if (set > 0) {
                return set;
            }
        }
        return Runtime.getRuntime().maxMemory();
    }
}
