package io.flagstone.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network of its own, with a link to this machine that can be taken down: packets vanish then, without a word to either side.
 * Linux only, and only for root with {@code ip} of iproute2 installed.
 *
 * <pre>
 *   this machine  198.18.x.1 ---- veth ---- 198.18.x.2  a server
 * </pre>
 *
 * The addresses are of the range that is set aside for such tests (RFC 2544).
 */
public final class NetworkNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int SUBNETS = 250;
    private static final String INNER_LINK = "inner";

    private final String name;
    private final String outer;
    private final String inner;
    private final Thread cleaner = new Thread(this::remove, "remove-namespace");

    private NetworkNamespace(int number) {
        String unique = ProcessHandle.current().pid() + "-" + number;
        long subnet = (ProcessHandle.current().pid() * 7 + number) % SUBNETS + 1;
        this.name = "fs" + unique;
        this.outer = "198.18." + subnet + ".1";
        this.inner = "198.18." + subnet + ".2";
    }

    /**
     * Makes one. It is removed by {@link #close()}, or with this JVM.
     *
     * @throws IllegalStateException saying why there is none, if the system does not permit it
     */
    public static NetworkNamespace create() {
        NetworkNamespace namespace = new NetworkNamespace(COUNT.incrementAndGet());
        Runtime.getRuntime().addShutdownHook(namespace.cleaner);
        String link = namespace.name + "o";
        try {
            run("ip", "netns", "add", namespace.name);
            run("ip", "link", "add", link, "type", "veth", "peer", "name", INNER_LINK, "netns", namespace.name);
            run("ip", "address", "add", namespace.outer + "/30", "dev", link);
            run("ip", "link", "set", link, "up");
            namespace.inside("address", "add", namespace.inner + "/30", "dev", INNER_LINK);
            namespace.inside("link", "set", "lo", "up");
            namespace.up();
            return namespace;
        } catch (RuntimeException e) {
            namespace.close();
            throw e;
        }
    }

    /** The address of what runs in it, as seen from this machine. */
    public InetAddress address() {
        try {
            return InetAddress.getByName(inner);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same program, run in it. */
    public ServerCommand running(ServerCommand command) {
        return port -> {
            List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", name));
            line.addAll(command.forPort(port));
            return line;
        };
    }

    /** Takes the link down. */
    public void down() {
        inside("link", "set", INNER_LINK, "down");
    }

    /** Takes the link up again. */
    public void up() {
        inside("link", "set", INNER_LINK, "up");
    }

    private void inside(String... words) {
        List<String> line = new ArrayList<>(List.of("ip", "-n", name));
        line.addAll(Arrays.asList(words));
        run(line.toArray(String[]::new));
    }

    private static void run(String... line) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("network namespaces cannot be used here (they take root and iproute2): "
                        + String.join(" ", line) + " ended with status " + status + ": " + said);
            }
        } catch (IOException e) {
            throw new IllegalStateException("network namespaces cannot be used here: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in " + String.join(" ", line), e);
        }
    }

    private void remove() {
        try {
            run("ip", "netns", "delete", name);
        } catch (IllegalStateException neverMade) {
            // Then there is nothing to remove; its link goes with it.
        }
    }

    /** Removes it, with its link. End what runs in it first. */
    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException shuttingDown) {
            // It runs already.
        }
    }
}
