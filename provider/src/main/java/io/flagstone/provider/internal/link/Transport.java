package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.door.Door;
import io.flagstone.provider.internal.door.Pass;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The threads of a manager and its way to open connections: event loops for bytes, a timer, and helpers that may block.
 * All of them are daemons.
 */
public final class Transport implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Transport.class.getName());
    private static final AtomicLong INCARNATIONS = new AtomicLong();

    private final EventLoopGroup loops;
    private final boolean epoll = Epoll.isAvailable();
    private final ScheduledExecutorService timer;
    private final ExecutorService helpers;
    private final Door door;
    private final AtomicBoolean warned = new AtomicBoolean();

    /** Connections in the clear, and as nobody. */
    public Transport(int threads) {
        this(threads, Door.OPEN);
    }

    /**
     * @param threads event loops
     * @param door which all connections pass
     */
    public Transport(int threads, Door door) {
        this.door = door;
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("flagstone-io", true), factory);
        timer = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("flagstone-timer", true));
        helpers = Executors.newCachedThreadPool(new DefaultThreadFactory("flagstone-helper", true));
    }

    /** The way in for connections of threads that may block. */
    public Door door() {
        return door;
    }

    /** Opens a connection. Exactly one of the event {@code opened} and {@code failed} follows. */
    void connect(InetSocketAddress address, Duration timeout, Connection.Events events, Consumer<Throwable> failed) {
        warnOfTheClear(address);
        Pass pass;
        try {
            pass = door.pass(address.getHostString(), address.getPort());
        } catch (IOException e) {
            failed.accept(e);
            return;
        }
        new Bootstrap()
                .group(loops)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        Connection connection = new Connection(INCARNATIONS.incrementAndGet(), channel, events);
                        if (door.isOpen()) {
                            channel.pipeline().addLast(connection);
                        } else {
                            guard(channel, pass, timeout, new Entrance(pass, timeout, connection, failed));
                        }
                    }
                })
                .connect(address)
                .addListener(done -> {
                    Throwable failure = done.cause();
                    if (failure != null) {
                        failed.accept(failure);
                    }
                });
    }

    private void warnOfTheClear(InetSocketAddress address) {
        boolean near = address.getAddress() == null || address.getAddress().isLoopbackAddress();
        if (door.isOpen() && !near && !warned.getAndSet(true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "node {0} is asked with neither TLS nor a login: whoever reaches it can read and change what is on it."
                            + " Set flagstone.tls=on and flagstone.user, or let nobody else reach it (this is told once)",
                    address.getHostString());
        }
    }

    private static void guard(Channel channel, Pass pass, Duration timeout, Entrance entrance) {
        if (pass.engine() != null) {
            SslHandler tls = new SslHandler(pass.engine());
            tls.setHandshakeTimeoutMillis(timeout.toMillis());
            channel.pipeline().addLast(tls);
        }
        channel.pipeline().addLast(entrance);
    }

    /** Runs the task on a helper thread, which it may block. */
    public void execute(Runnable task) {
        helpers.execute(task);
    }

    /** Runs the task on the timer's thread, which it must not block. */
    public void schedule(Runnable task, long delayNanos) {
        timer.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    /** Ends the threads; connections break. */
    @Override
    public void close() {
        timer.shutdownNow();
        helpers.shutdownNow();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
