package io.flagstone.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.OptionException;
import java.lang.management.ManagementFactory;

/** The JVM's limit for memory off the heap, checked before a node needs it rather than when it runs out. */
final class DirectMemory {
    /** First pages of late classes, and whatever else. */
    private static final long FIXED = MemorySize.mebibytes(40).bytes();
    /** Buffers of the network. */
    private static final long PER_THREAD = MemorySize.mebibytes(2).bytes();
    /** The index takes at most 16 bytes for every item, and the smallest takes a chunk of 96. */
    private static final int INDEX_SHARE = 96 / 16;

    /** Counts of requests take a 64th, those who lost duels 8 bytes for every 1,024. */
    private static final int COUNTS_SHARE = 40;

    private DirectMemory() {}

    /** Bytes that a node with so much memory for items and so many event loops may come to take. */
    static long needed(MemorySize memory, int threads) {
        return memory.bytes()
                + memory.bytes() / INDEX_SHARE
                + memory.bytes() / COUNTS_SHARE
                + FIXED
                + threads * PER_THREAD;
    }

    static void check(MemorySize memory, int threads) {
        long needed = needed(memory, threads);
        long limit = limit();
        if (needed > limit) {
            throw new OptionException(
                    "mem_size: " + memory + " needs up to " + mebibytes(needed) + "m off the heap, and"
                            + " this JVM may take " + limit / (1 << 20) + "m; start it with -XX:MaxDirectMemorySize="
                            + mebibytes(needed) + "m");
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) / (1 << 20);
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
