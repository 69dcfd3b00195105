package io.flagstone.server.internal.net;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.report.NodeFacts;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Receives new connections: lets them in with the tools of their event loop, or turns them away. */
final class Reception extends ChannelInitializer<Channel> {
    private final NodeFacts facts;
    private final int idleSeconds;
    private final Map<EventLoop, Worker> workers = new ConcurrentHashMap<>();

    Reception(NodeFacts facts) {
        this.facts = facts;
        this.idleSeconds = facts.options().number(Option.IDLE_TIMEOUT);
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!facts.connections().open()) {
            channel.pipeline().addLast(new Refusal());
            return;
        }
        Worker worker = workers.computeIfAbsent(channel.eventLoop(), loop -> new Worker(facts));
        Connection connection = new Connection(worker, channel);
        channel.config().setRecvByteBufAllocator(new ReadPolicy(connection, worker.readBuffer));
        channel.pipeline().addLast(connection);
        if (idleSeconds > 0) {
            connection.watchIdleness(idleSeconds);
        }
    }

    /** Gives the buffers of all event loops back; these have ended. */
    void close() {
        workers.values().forEach(worker -> worker.readBuffer.release());
        workers.clear();
    }

    /** Says that there are too many connections, and hangs up. */
    private static final class Refusal extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.wrappedBuffer(Replies.TOO_MANY_CONNECTIONS))
                    .addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
