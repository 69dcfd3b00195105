package io.flagstone.provider.promise;

import io.flagstone.testkit.process.ServerProcess;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Kills, restarts and stops nodes for a while, one at a time; all are up again at the end. */
final class Faults {

    private Faults() {}

    static void on(Engine engine, int nodes, long seconds, Random random) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(500));
            ServerProcess node = engine.server(random.nextInt(nodes));
            switch (random.nextInt(4)) {
                case 0 -> {
                    node.kill9();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(400));
                    node.restart();
                }
                case 1 -> stopFor(node, 100);
                case 2 -> stopFor(node, 500);
                default -> stopFor(node, 1_500);
            }
        }
        TimeUnit.MILLISECONDS.sleep(1_000);
    }

    private static void stopFor(ServerProcess node, int millis) throws InterruptedException {
        node.stop();
        TimeUnit.MILLISECONDS.sleep(millis);
        node.resume();
    }
}
