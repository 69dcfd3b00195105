package io.flagstone.server.internal.metrics;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the exporter says of the process when it is given its number, and what it could not know: the JVM. */
final class ProcessMetrics {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double MILLIS = 1e3;
    private static final double NANOS = 1e9;
    private static final int KIBIBYTE = 1024;

    private ProcessMetrics() {}

    static void add(Families to) {
        to.gauge(
                "memcached_process_start_time_seconds",
                "Unix time of the start.",
                ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
        system(to);
        memory(to);
        jvm(to);
    }

    private static void system(Families to) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            double seconds = system.getProcessCpuTime() / NANOS;
            to.counter("memcached_process_cpu_seconds_total", "Processor and kernel time.", seconds);
            to.gauge("memcached_process_open_fds", "Files and sockets open.", (double)
                    system.getOpenFileDescriptorCount());
            to.gauge("memcached_process_max_fds", "The limit of these.", (double) system.getMaxFileDescriptorCount());
        }
    }

    private static void memory(Families to) {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    to.gauge("memcached_process_resident_memory_bytes", "Memory in RAM.", bytes(line));
                } else if (line.startsWith("VmSize:")) {
                    to.gauge("memcached_process_virtual_memory_bytes", "Address space.", bytes(line));
                }
            }
        } catch (IOException e) {
            // Not Linux: then these two are not said.
        }
    }

    private static double bytes(String line) {
        return Double.parseDouble(line.replaceAll("\\D", "")) * KIBIBYTE;
    }

    private static void jvm(Families to) {
        to.gauge("flagstone_jvm_heap_bytes", "Heap in use.", (double)
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                to.gauge("flagstone_jvm_direct_bytes", "Memory off the heap: items and buffers.", (double)
                        pool.getMemoryUsed());
            }
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            double seconds = collector.getCollectionTime() / MILLIS;
            String name = collector.getName();
            to.counter("flagstone_jvm_gc_seconds_total", "Time of collections.", seconds, "collector", name);
            double count = (double) collector.getCollectionCount();
            to.counter("flagstone_jvm_gc_collections_total", "Collections.", count, "collector", name);
        }
    }
}
