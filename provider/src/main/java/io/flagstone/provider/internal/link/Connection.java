package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.door.Advice;
import io.flagstone.provider.internal.wire.ProtocolViolation;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.ReplyParser;
import io.flagstone.provider.internal.wire.Verb;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of the connection to a node: from connect to close, never again.
 *
 * <p>Callers put calls into the outbox. The event loop takes all that are there, writes them in one go and reads the
 * replies, which come in the order of the requests. Whatever is not the reply that is due ends the connection.
 */
public final class Connection extends ChannelInboundHandlerAdapter {

    /** What the owner of the connection hears. All of it on the event loop. */
    public interface Events {

        /** The connection can be used. */
        void opened(Connection connection);

        /** Replies have come in. */
        void heard(Connection connection);

        /** The end. All calls have been settled and all guards told. */
        void closed(Connection connection, Throwable cause);
    }

    /** Replies of the node hold no more than an item, and no item is larger (memcached's -I ends at 1 GiB). */
    private static final int LARGEST_VALUE = 1 << 30;

    private final long incarnation;
    private final Channel channel;
    private final Events events;
    private final ReplyParser parser = new ReplyParser(this::replied, LARGEST_VALUE);
    private final Queue<Call> outbox = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean draining = new AtomicBoolean();
    private final ArrayDeque<Awaited> due = new ArrayDeque<>();
    private final Outgoing outgoing;
    private final Runnable drain = this::drain;
    private final Consumer<Call> settling = this::settle;

    /** Calls, on the event loop; what others may know of it is told once for each batch of replies. */
    private long settled;

    private volatile long answered;
    private volatile boolean closed;
    private boolean heard;
    private @Nullable Throwable cause;

    /**
     * @param incarnation unlike that of any other connection of this process
     */
    Connection(long incarnation, Channel channel, Events events) {
        this.incarnation = incarnation;
        this.channel = channel;
        this.events = events;
        this.outgoing = new Outgoing(incarnation, due);
    }

    /** What CAS tokens read on this connection are bound to. */
    public long incarnation() {
        return incarnation;
    }

    /** How many calls had been answered in time some microseconds ago. */
    public long answered() {
        return answered;
    }

    /** Sends the call with the next batch. It is settled in any case, unless its caller gives up first. */
    public void submit(Call call) {
        enqueue(call);
        send();
    }

    /** Puts the call into the next batch. Nothing happens to it before {@link #send}, which must follow. */
    public void enqueue(Call call) {
        outbox.add(call);
    }

    /** Sends what is in the outbox. */
    public void send() {
        if (draining.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(drain);
            } catch (RejectedExecutionException e) {
                closed = true;
            }
        }
        if (closed) {
            failOutbox();
        }
    }

    /** Ends the connection; calls in flight are lost. */
    public void close(Throwable why) {
        try {
            channel.eventLoop().execute(() -> closeNow(why));
        } catch (RejectedExecutionException e) {
            closed = true; // the event loop has ended, and all its connections with it
            failOutbox();
        }
    }

    private void closeNow(Throwable why) {
        if (cause == null) {
            cause = why;
        }
        channel.close();
    }

    private void drain() {
        draining.set(false);
        if (closed) {
            return;
        }
        if (outgoing.write(outbox, channel)) {
            channel.flush();
        }
        // also after a batch of which nothing was sent
        if (!outbox.isEmpty() && channel.isWritable() && draining.compareAndSet(false, true)) {
            channel.eventLoop().execute(drain);
        }
    }

    private void replied(long opaque, Reply reply) throws ProtocolViolation {
        Awaited awaited = due.peek();
        if (awaited == null) {
            throw new ProtocolViolation("a reply to nothing");
        }
        if (opaque != awaited.opaque() && !mayOmitOpaque(opaque, reply, awaited)) {
            // what was due stays due, and is lost with the connection
            throw new ProtocolViolation("reply " + opaque + " came where " + awaited.opaque() + " was due");
        }
        due.remove();
        awaited.replied(reply);
        if (awaited instanceof Reading reading) {
            reading.release(settling);
        } else if (awaited instanceof Call call && !call.holdIfJudgedBehind()) {
            settle(call);
        }
    }

    private void settle(Call call) {
        call.answered();
        boolean late = call.state() == Call.State.ABANDONED;
        if (!late) {
            settled++;
        }
        if (late || call.isObligation()) {
            settledLate(call);
        }
    }

    /** Errors never carry the token, and misses do not on the oldest servers. Neither brings data of somebody else. */
    private static boolean mayOmitOpaque(long opaque, Reply reply, Awaited awaited) {
        return opaque < 0
                && switch (reply.status()) {
                    case REFUSED -> true;
                    case MISS -> awaited.request().verb() == Verb.GET;
                    default -> false;
                };
    }

    private void settledLate(Call call) {
        Guard guard = call.guard();
        Reply reply = call.reply();
        if (guard != null && reply != null) {
            guard.settledLate(this, call, reply);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        events.opened(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws ProtocolViolation {
        ByteBuf in = (ByteBuf) message;
        heard = true;
        try {
            parser.feed(in);
        } finally {
            in.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        answered = settled;
        events.heard(this);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            drain();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        closeNow(explained(failure));
    }

    private Throwable explained(Throwable failure) {
        boolean encrypted = channel.pipeline().get(SslHandler.class) != null;
        return heard ? failure : new IOException(Advice.onSilence(failure, encrypted), failure);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closed = true;
        Awaited awaited;
        while ((awaited = due.poll()) != null) {
            if (awaited instanceof Call call) {
                lost(call);
            } else if (awaited instanceof Reading reading) {
                reading.release(Connection::lost);
            }
        }
        failOutbox();
        events.closed(this, cause != null ? cause : explained(new IOException("the node closed the connection")));
    }

    private static void lost(Call call) {
        Guard guard = call.guard();
        if (guard != null && call.request().isMutation()) {
            guard.lost(call);
        }
        call.lost();
    }

    private void failOutbox() {
        Call call;
        while ((call = outbox.poll()) != null) {
            call.unsent();
        }
    }
}
