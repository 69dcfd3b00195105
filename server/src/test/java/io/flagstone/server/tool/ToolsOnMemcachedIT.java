package io.flagstone.server.tool;

import io.flagstone.server.support.StockMemcached;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;

/** The commands on stock memcacheds; they take a second each to stop, and so are stopped together. */
class ToolsOnMemcachedIT extends ToolPromises {
    private static final List<StockMemcached> RUNNING = new ArrayList<>();

    @Override
    int start() {
        StockMemcached memcached = StockMemcached.start();
        RUNNING.add(memcached);
        return memcached.port();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        List<Thread> stopping =
                RUNNING.stream().map(one -> new Thread(one::close)).toList();
        stopping.forEach(Thread::start);
        for (Thread thread : stopping) {
            thread.join();
        }
    }
}
