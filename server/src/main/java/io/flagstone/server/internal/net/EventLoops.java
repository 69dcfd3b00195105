package io.flagstone.server.internal.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A fixed number of event loops on daemon threads. Netty's own group hands the news of its end to a global thread that
 * is no daemon and lives on for a second; a node that is embedded must leave no such thing behind.
 */
final class EventLoops extends AbstractEventExecutorGroup implements IoEventLoopGroup {
    private final IoEventLoop[] loops;
    private final AtomicInteger turn = new AtomicInteger();

    EventLoops(int count, Supplier<IoHandlerFactory> handlers) {
        DefaultThreadFactory threads = new DefaultThreadFactory("flagstone-loop", true);
        loops = new IoEventLoop[count];
        for (int i = 0; i < count; i++) {
            loops[i] = new SingleThreadIoEventLoop(this, threads, handlers.get());
        }
    }

    @Override
    public IoEventLoop next() {
        return loops[Math.floorMod(turn.getAndIncrement(), loops.length)];
    }

    @Override
    public Iterator<EventExecutor> iterator() {
        List<EventExecutor> executors = new ArrayList<>(List.of(loops));
        return executors.iterator();
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        return next().register(channel, promise);
    }

    /** Ends all loops, closing their channels, and waits for that. */
    void close() {
        shutdownGracefully(0, 5, TimeUnit.SECONDS);
        boolean interrupted = false;
        for (IoEventLoop loop : loops) {
            boolean done = false;
            while (!done) {
                try {
                    done = loop.awaitTermination(1, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        for (IoEventLoop loop : loops) {
            loop.shutdownGracefully(quietPeriod, timeout, unit);
        }
        return terminationFuture();
    }

    @Override
    @Deprecated
    public void shutdown() {
        shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /** The last loop's; {@link #close} waits for all of them. */
    @Override
    public Future<?> terminationFuture() {
        return loops[loops.length - 1].terminationFuture();
    }

    @Override
    public boolean isShuttingDown() {
        return loops[0].isShuttingDown();
    }

    @Override
    public boolean isShutdown() {
        return loops[0].isShutdown();
    }

    @Override
    public boolean isTerminated() {
        for (IoEventLoop loop : loops) {
            if (!loop.isTerminated()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        for (IoEventLoop loop : loops) {
            if (!loop.awaitTermination(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }
}
