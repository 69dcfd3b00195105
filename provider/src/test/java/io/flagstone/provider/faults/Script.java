package io.flagstone.provider.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Lets planned faults happen, each at its time. */
final class Script {

    private final List<Planned> waiting;
    private final List<Planned> lasting = new ArrayList<>();
    private final Random random;

    Script(List<Planned> plan, Random random) {
        this.waiting = new ArrayList<>(plan);
        this.random = random;
    }

    /** Returns when the last one is over. */
    void play() {
        long start = System.nanoTime();
        while (!waiting.isEmpty() || !lasting.isEmpty()) {
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            List<Planned> due = waiting.stream()
                    .filter(next -> next.startMillis() <= millis)
                    .toList();
            due.forEach(next -> next.fault().begin(next.target()));
            waiting.removeAll(due);
            lasting.addAll(due);
            List<Planned> over = lasting.stream()
                    .filter(now -> now.startMillis() + now.millis() <= millis)
                    .toList();
            over.forEach(now -> now.fault().end(now.target()));
            lasting.removeAll(over);
            lasting.forEach(now -> now.fault().goOn(now.target(), random));
            Stage.pause();
        }
    }
}
