package io.flagstone.bench.soak;

import io.flagstone.bench.measure.Vitals;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A process and its figures over time. */
final class Observed implements AutoCloseable {
    /** What is looked at. */
    enum Figure {
        HEAP("heap after GC, MiB", true),
        DIRECT("direct memory, MiB", true),
        THREADS("threads", true),
        DESCRIPTORS("descriptors", true),
        RESIDENT("resident, MiB", false);

        private final String text;
        private final boolean bounded;

        Figure(String text, boolean bounded) {
            this.text = text;
            this.bounded = bounded;
        }

        String text() {
            return text;
        }

        /** Whether it must not grow; what is resident depends on when pages are first touched. */
        boolean isBounded() {
            return bounded;
        }
    }

    private static final double MEBI = 1 << 20;

    private final String name;
    private final long pid;
    private final @Nullable Inspector inspector;
    private final Map<Figure, Series> figures = new EnumMap<>(Figure.class);
    private @Nullable Roster first;
    private @Nullable Roster last;

    private Observed(String name, long pid, @Nullable Inspector inspector, int most) {
        this.name = name;
        this.pid = pid;
        this.inspector = inspector;
        for (Figure figure : Figure.values()) {
            figures.put(figure, new Series(most));
        }
    }

    /** This JVM, looked at so many times at most. */
    static Observed self(String name, int most) {
        return new Observed(name, ProcessHandle.current().pid(), null, most);
    }

    /** Another JVM, looked at so many times at most. */
    static Observed other(String name, long pid, int most) {
        return new Observed(name, pid, new Inspector(pid), most);
    }

    String name() {
        return name;
    }

    Series series(Figure figure) {
        Series series = figures.get(figure);
        if (series == null) {
            throw new IllegalStateException(figure + " is not kept");
        }
        return series;
    }

    /** Looks at everything once. */
    void sample(double hour) {
        series(Figure.HEAP).add(hour, (inspector == null ? ownHeap() : inspector.heapAfterCollection()) / MEBI);
        series(Figure.DIRECT).add(hour, (inspector == null ? ownDirect() : inspector.direct()) / MEBI);
        Vitals vitals = Vitals.of(pid);
        series(Figure.THREADS).add(hour, vitals.threads());
        series(Figure.DESCRIPTORS).add(hour, vitals.descriptors());
        series(Figure.RESIDENT).add(hour, vitals.residentMebibytes());
        last = Roster.of(pid);
        if (first == null) {
            first = last;
        }
    }

    /** The threads and open files of the last look that were not there at the first one. */
    String grown() {
        return first == null || last == null ? "" : last.beyond(first);
    }

    private static long ownHeap() {
        ManagementFactory.getMemoryMXBean().gc();
        return leftOver(ManagementFactory.getMemoryPoolMXBeans());
    }

    /** Bytes that the last collection has left, without what running threads have reserved since. */
    static long leftOver(List<MemoryPoolMXBean> pools) {
        long bytes = 0;
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            bytes += left == null ? 0 : left.getUsed();
        }
        return bytes;
    }

    private static long ownDirect() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Override
    public void close() {
        if (inspector != null) {
            inspector.close();
        }
    }
}
