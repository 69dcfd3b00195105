package io.flagstone.bench.alloc;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The threads of the nodes in this JVM, by what they have allocated. The JVM counts to the byte. */
final class LoopThreads {
    static final String EVENT_LOOPS = "flagstone-loop";

    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    private LoopThreads() {}

    /** Bytes that the living threads whose names begin like this have ever allocated on the heap. */
    static long allocatedBytes(String prefix) {
        long sum = 0;
        int found = 0;
        for (var info : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (info != null && info.getThreadName().startsWith(prefix)) {
                sum += THREADS.getThreadAllocatedBytes(info.getThreadId());
                found++;
            }
        }
        if (found == 0) {
            throw new IllegalStateException("no thread is called " + prefix + "...");
        }
        return sum;
    }
}
