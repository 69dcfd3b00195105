package io.flagstone.provider.internal.link;

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
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The threads of a manager and its way to open connections: event loops for bytes, a timer, and helpers that may block.
 * All of them are daemons.
 */
public final class Transport implements AutoCloseable {

    private static final AtomicLong INCARNATIONS = new AtomicLong();

    private final EventLoopGroup loops;
    private final boolean epoll = Epoll.isAvailable();
    private final ScheduledExecutorService timer;
    private final ExecutorService helpers;

    /**
     * @param threads event loops
     */
    public Transport(int threads) {
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        loops = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("flagstone-io", true), factory);
        timer = Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("flagstone-timer", true));
        helpers = Executors.newCachedThreadPool(new DefaultThreadFactory("flagstone-helper", true));
    }

    /** Opens a connection. Exactly one of the event {@code opened} and {@code failed} follows. */
    void connect(InetSocketAddress address, Duration timeout, Connection.Events events, Consumer<Throwable> failed) {
        new Bootstrap()
                .group(loops)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Connection(INCARNATIONS.incrementAndGet(), channel, events));
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
