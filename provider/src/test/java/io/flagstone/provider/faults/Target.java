package io.flagstone.provider.faults;

import io.flagstone.testkit.fault.FaultProxy;
import io.flagstone.testkit.process.NetworkNamespace;
import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerCommand;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A node, and what stands between it and its clients: a proxy, or a link to a network of its own. */
final class Target implements AutoCloseable {

    /** Whose nodes. */
    enum Engine {
        OWN,
        STOCK;

        private Engine other() {
            return this == OWN ? STOCK : OWN;
        }

        private ServerCommand on(String host) {
            if (this == STOCK) {
                return StockMemcached.command(host, "-m", "64");
            }
            String classPath = System.getProperty("java.class.path");
            return host.equals(LOOPBACK)
                    ? NodeProcess.command(classPath, "-m", "64")
                    : NodeProcess.command(classPath, "-m", "64", "-l", host, "--insecure");
        }
    }

    private static final String LOOPBACK = "127.0.0.1";

    private final String name;
    private final ServerProcess server;
    private final ServerCommand stranger;
    private final @Nullable FaultProxy proxy;
    private final @Nullable NetworkNamespace network;

    private Target(
            String name,
            ServerProcess server,
            ServerCommand stranger,
            @Nullable FaultProxy proxy,
            @Nullable NetworkNamespace network) {
        this.name = name;
        this.server = server;
        this.stranger = stranger;
        this.proxy = proxy;
        this.network = network;
    }

    /** A node behind a proxy. */
    static Target behindProxy(String name, Engine engine, long seed) {
        ServerProcess server = ServerProcess.start(name, engine.on(LOOPBACK));
        FaultProxy proxy = FaultProxy.to(server.address(), seed);
        return new Target(name, server, engine.other().on(LOOPBACK), proxy, null);
    }

    /**
     * A node behind a link.
     *
     * @throws IllegalStateException saying why there is none, if the system does not permit it
     */
    static Target behindLink(String name, Engine engine) {
        NetworkNamespace network = NetworkNamespace.create();
        String host = network.address().getHostAddress();
        ServerProcess server = ServerProcess.start(name, network.running(engine.on(host)), network.address());
        return new Target(name, server, network.running(engine.other().on(host)), null, network);
    }

    /** As clients name it. */
    String node() {
        return name + "=" + (proxy == null ? server.hostAndPort() : proxy.hostAndPort());
    }

    boolean hasProxy() {
        return proxy != null;
    }

    FaultProxy proxy() {
        return Objects.requireNonNull(proxy, name);
    }

    boolean hasLink() {
        return network != null;
    }

    NetworkNamespace link() {
        return Objects.requireNonNull(network, name);
    }

    /** SIGKILL; who connects is refused then, as without a proxy. */
    void die() {
        if (proxy != null) {
            proxy.refuse();
        }
        server.kill9();
    }

    void stop() {
        server.stop();
    }

    void resume() {
        server.resume();
    }

    /** Another program, of the other engine, listens where the node did. */
    void swap() {
        server.replaceBy(stranger);
        accept();
    }

    /** The node begins anew, empty. */
    void restart() {
        server.restart();
        accept();
    }

    private void accept() {
        if (proxy != null) {
            proxy.accept();
        }
    }

    @Override
    public void close() {
        if (proxy != null) {
            proxy.close();
        }
        server.close();
        if (network != null) {
            network.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
