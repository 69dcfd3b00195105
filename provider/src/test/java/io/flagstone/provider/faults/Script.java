package io.flagstone.provider.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Lets planned faults happen, each at its time or, where one that excludes it still lasts on its node, right after that: nodes take
 * their time to begin anew.
 */
final class Script {

    private final List<Planned> waiting;
    private final List<Lasting> lasting = new ArrayList<>();
    private final Random random;

    /** A fault, and when it is over: milliseconds after the beginning. */
    private record Lasting(Planned planned, long until) {}

    Script(List<Planned> plan, Random random) {
        this.waiting = new ArrayList<>(plan);
        this.random = random;
    }

    /** Returns when the last one is over. */
    void play() {
        long start = System.nanoTime();
        while (!waiting.isEmpty() || !lasting.isEmpty()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            end(millis);
            begin(millis);
            lasting.forEach(now -> now.planned().fault().goOn(now.planned().target(), random));
            Stage.pause();
        }
    }

    private void end(long millis) {
        List<Lasting> over =
                lasting.stream().filter(now -> now.until() <= millis).toList();
        over.forEach(now -> now.planned().fault().end(now.planned().target()));
        lasting.removeAll(over);
    }

    private void begin(long millis) {
        for (Planned next : List.copyOf(waiting)) {
            boolean free = lasting.stream().noneMatch(now -> now.planned().excludes(next));
            if (next.startMillis() <= millis && free) {
                next.fault().begin(next.target());
                waiting.remove(next);
                lasting.add(new Lasting(next, millis + next.millis()));
            }
        }
    }
}
