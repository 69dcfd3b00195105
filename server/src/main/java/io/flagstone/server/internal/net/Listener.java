package io.flagstone.server.internal.net;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.internal.report.NodeFacts;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/** The listening socket and the event loops behind it. */
public final class Listener implements AutoCloseable {
    /** Replies that may wait in a connection before it is held up, and how few must be left before it goes on. */
    private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final EventLoops loops;
    private final Reception reception;
    private final Channel channel;

    private Listener(EventLoops loops, Reception reception, Channel channel) {
        this.loops = loops;
        this.reception = reception;
        this.channel = channel;
    }

    /**
     * Binds and starts serving.
     *
     * @throws UncheckedIOException when the address cannot be bound
     */
    public static Listener start(NodeFacts facts) {
        NodeOptions options = facts.options();
        Transport transport = Transport.named(options.text(Option.TRANSPORT));
        EventLoops loops = new EventLoops(options.threads(), transport.handlers());
        Reception reception = new Reception(facts);
        InetSocketAddress wanted = new InetSocketAddress(options.listenAddress(), options.port());
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, options.number(Option.BACKLOG))
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.ALLOCATOR, Worker.ALLOCATOR)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING)
                .childHandler(reception)
                .bind(wanted)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.close();
            throw new UncheckedIOException(new IOException("cannot listen on " + wanted, bound.cause()));
        }
        Listener listener = new Listener(loops, reception, bound.channel());
        facts.runtime().listening(listener.address().getPort(), transport.statName());
        return listener;
    }

    /** The address bound, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Stops listening, closes all connections and ends the event loops. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        reception.hangUp();
        loops.close();
        reception.close();
    }
}
