package io.flagstone.server.internal.net;

import io.flagstone.server.config.Option;
import io.flagstone.server.config.Security;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.tls.Records;
import io.flagstone.server.internal.tls.Tls;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Receives new connections: lets them in with the tools of their event loop, or turns them away. */
final class Reception extends ChannelInitializer<Channel> {
    private final NodeFacts facts;
    private final Transport transport;
    private final @Nullable Tls tls;
    private final int idleSeconds;
    private final AddressLimit addresses;
    private final Map<EventLoop, Worker> workers = new ConcurrentHashMap<>();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

    Reception(NodeFacts facts, Transport transport, @Nullable Tls tls) {
        this.facts = facts;
        this.transport = transport;
        this.tls = tls;
        this.addresses = new AddressLimit(facts.options().number(Option.MAX_CONNECTIONS_PER_ADDRESS));
        this.idleSeconds = facts.options().number(Option.IDLE_TIMEOUT);
    }

    @Override
    protected void initChannel(Channel channel) {
        channels.add(channel);
        channel.closeFuture().addListener(closed -> channels.remove(channel));
        if (closing) {
            channel.close();
            return;
        }
        Security security = tls == null ? Security.NOTLS : Endpoints.security(channel);
        boolean encrypts = security != Security.NOTLS;
        if (!addresses.admits(channel)) {
            facts.connections().rejectByAddress();
            turnAway(channel, encrypts);
            return;
        }
        if (!letIn()) {
            turnAway(channel, encrypts);
            return;
        }
        Records records = null;
        if (tls != null && encrypts) {
            records = tls.install(channel, security, facts.connections());
            if (records == null) {
                facts.connections().close();
                channel.close();
                return;
            }
        }
        Worker worker = workers.computeIfAbsent(channel.eventLoop(), loop -> new Worker(facts).startedIn(loop));
        Connection connection = new Connection(worker, channel, records);
        ByteBuf readBuffer = encrypts || transport.readsBehind() ? null : worker.readBuffer;
        channel.config().setRecvByteBufAllocator(new ReadPolicy(connection, readBuffer, encrypts));
        channel.pipeline().addLast(connection);
        if (idleSeconds > 0) {
            connection.watchIdleness(idleSeconds);
        }
    }

    /** One that expects TLS would not understand why. */
    private static void turnAway(Channel channel, boolean encrypts) {
        if (encrypts) {
            channel.close();
        } else {
            channel.pipeline().addLast(new Refusal());
        }
    }

    private boolean letIn() {
        if (facts.options().is(Option.MAXCONNS_FAST)) {
            return facts.connections().open();
        }
        facts.connections().openAnyway();
        return true;
    }

    /**
     * Closes all connections and waits for that. A loop that is told to end while it is between waiting and running
     * tasks ends without closing its channels (Netty 4.2.18), and a client would wait for ever.
     */
    void hangUp() {
        closing = true;
        for (Channel channel : channels) {
            Connection connection = channel.pipeline().get(Connection.class);
            if (connection != null) {
                connection.shutDown();
            }
            channel.close();
        }
        channels.forEach(channel -> channel.closeFuture().awaitUninterruptibly());
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
