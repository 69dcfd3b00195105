package io.flagstone.tck;

import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts what the system property {@code tck.engine} names before the first test, and tells the provider by its system
 * properties, as an operator would. Every run has a namespace of its own.
 */
public final class EngineUnderTest implements LauncherSessionListener {

    private final List<ServerProcess> servers = new ArrayList<>();

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        String engine = System.getProperty("tck.engine", "embedded");
        System.setProperty("flagstone.namespace", "tck-" + UUID.randomUUID());
        // a node that does not answer must show as a failure, not pass as a miss
        System.setProperty("flagstone.cache.*.failure", "fail");
        switch (engine) {
            case "embedded" -> System.setProperty("flagstone.nodes", "embedded");
            case "own3" -> start(3, () -> NodeProcess.start(System.getProperty("java.class.path"), "-m", "64"));
            case "stock1" -> start(1, () -> StockMemcached.start("-m", "64"));
            case "stock3" -> start(3, () -> StockMemcached.start("-m", "64"));
            default ->
                throw new IllegalArgumentException(
                        "tck.engine=" + engine + ": allowed are embedded, own3, stock1, stock3");
        }
    }

    private void start(int count, Supplier<ServerProcess> starter) {
        for (int i = 0; i < count; i++) {
            servers.add(starter.get());
        }
        System.setProperty(
                "flagstone.nodes",
                servers.stream().map(ServerProcess::hostAndPort).collect(Collectors.joining(";")));
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        servers.forEach(ServerProcess::close);
    }
}
