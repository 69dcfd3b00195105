package io.flagstone.server.internal.net;

import io.flagstone.server.config.ListenAddress;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.Security;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.tls.Tls;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The listening sockets and the event loops behind them. */
public final class Listener implements AutoCloseable {
    /** Replies that may wait in a connection before it is held up, and how few must be left before it goes on. */
    private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final NodeFacts facts;
    private final @Nullable Tls tls;
    private final Transport transport;
    private final EventLoops loops;
    private final LoopProbe probe;
    private final Reception reception;
    private final @Nullable Turnstile turnstile;
    private final List<Door> doors = new ArrayList<>();

    private Listener(NodeFacts facts, @Nullable Tls tls) {
        NodeOptions options = facts.options();
        this.facts = facts;
        this.tls = tls;
        this.transport = Transport.named(options.text(Option.TRANSPORT));
        this.loops = new EventLoops(options.threads(), transport::handler);
        this.probe = new LoopProbe(loops);
        this.reception = new Reception(facts, transport, tls);
        this.turnstile = options.is(Option.MAXCONNS_FAST) ? null : new Turnstile(facts.connections());
    }

    /**
     * Binds and starts serving.
     *
     * @param tls what encrypts, which is closed with this; null for none
     * @throws UncheckedIOException when an address cannot be bound
     */
    public static Listener start(NodeFacts facts, @Nullable Tls tls) {
        Listener listener = new Listener(facts, tls);
        try {
            listener.bind();
        } catch (RuntimeException | Error e) {
            listener.close();
            throw e;
        }
        return listener;
    }

    private void bind() {
        NodeOptions options = facts.options();
        Path path = options.unixSocket();
        if (path != null) {
            UnixSocket socket = new UnixSocket(transport, path, options.unixMask());
            ServerBootstrap bootstrap = bootstrap(Security.USUAL)
                    .channel(transport.unixChannel())
                    .attr(Endpoints.UNIX_PATH, socket.path().toString());
            add(socket.bind(bootstrap), socket);
            facts.runtime().listening(options.port(), transport.statName());
            return;
        }
        for (ListenAddress address : options.listenAddresses()) {
            add(bind(address), null);
        }
        facts.runtime().listening(addresses().get(0).getPort(), transport.statName());
    }

    private Channel bind(ListenAddress address) {
        InetSocketAddress wanted = new InetSocketAddress(address.host(), address.port());
        ChannelFuture bound = bootstrap(address.security())
                .attr(Endpoints.SECURITY, address.security())
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .bind(wanted)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw NotToBeHad.failure(wanted, "-l", "-p", bound.cause());
        }
        return bound.channel();
    }

    private ServerBootstrap bootstrap(Security security) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .option(ChannelOption.SO_BACKLOG, facts.options().number(Option.BACKLOG))
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.ALLOCATOR, Worker.ALLOCATOR)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
                .childHandler(reception);
        if (tls == null || security == Security.NOTLS) {
            // What is encrypted may wait for the rest of its record, and would keep the kernel's buffers meanwhile.
            transport.prepare(bootstrap);
        }
        return turnstile == null ? bootstrap : bootstrap.handler(turnstile);
    }

    private void add(Channel channel, @Nullable UnixSocket unix) {
        doors.add(new Door(facts.sockets(), channel, unix));
        if (turnstile != null) {
            turnstile.add(channel);
        }
    }

    /** The TCP addresses bound, with the real ports; none when it listens on a unix socket. */
    public List<InetSocketAddress> addresses() {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (Door door : doors) {
            if (door.channel().localAddress() instanceof InetSocketAddress address) {
                addresses.add(address);
            }
        }
        return addresses;
    }

    /** Whether all its sockets listen. */
    public boolean isOpen() {
        return !doors.isEmpty()
                && doors.stream().allMatch(door -> door.channel().isActive());
    }

    /**
     * Gives every event loop a task, unless it has one already that it has not run yet. Answers for each of them how long
     * its task waited, in nanoseconds, once it has run; failed where a loop has ended.
     */
    public List<CompletableFuture<Long>> askLoops() {
        return probe.ask();
    }

    /** Stops listening, closes all connections and ends the event loops. */
    @Override
    public void close() {
        doors.forEach(Door::close);
        reception.hangUp();
        loops.close();
        reception.close();
        if (tls != null) {
            tls.close();
        }
    }
}
