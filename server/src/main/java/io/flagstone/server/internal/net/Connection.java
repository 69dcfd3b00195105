package io.flagstone.server.internal.net;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.buffers.PinnedBuf;
import io.flagstone.server.internal.operation.Dialogue;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.report.SocketTable;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.stats.Tally;
import io.flagstone.server.internal.tls.ClientNames;
import io.flagstone.server.internal.tls.Records;
import io.flagstone.server.internal.watch.ConnectionLog;
import io.flagstone.server.internal.watch.Watcher;
import io.flagstone.server.store.PinnedValue;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client: executes a whole batch of what was read, flushes once, and stops executing and reading while the client
 * does not take its replies.
 *
 * <p>It is <em>held up</em> while replies are congested, while a dump is being written, or until its next turn; then
 * input is only kept, and not even read from the socket in the first case.
 */
final class Connection extends ChannelInboundHandlerAdapter implements Peer, SocketTable.Entry {
    /** Input kept while held up; a client that has shut down its side may have sent this much ahead. */
    private static final int HELD_MAX = 8 * 1024 * 1024;

    /** Bytes of a value that count as getting on with a request. */
    private static final int STRIDE = 1 << 20;

    private final Worker worker;
    private final Channel channel;
    private final @Nullable Records records;
    private final HeldInput held = new HeldInput();
    private final Runnable nextTurn = this::resume;
    /** Null where everybody may do everything. */
    private final @Nullable Visitor visitor;
    /** Null until the first byte has told the protocol. */
    private @Nullable Dialogue dialogue;

    private boolean executing;
    private boolean heldUp;
    private boolean readingPaused;
    private boolean inputEnded;
    private boolean closing;
    /** Grows with every request done, and with every stride of a value. */
    private long progress;

    private int strode;
    private final Patrol.Beat beat;
    private final int pipelineMax;
    private final Tally lastActive = new Tally();
    /** When the batch under way began, if it is timed; else 0. */
    private long batchBegan;
    /** Requests executed since everything sent was last out. */
    private final Tally unsent = new Tally();

    private final Endpoints ends;
    private final ConnectionLog log;
    private final int id;
    private ConnectionLog.Reason reason = ConnectionLog.Reason.NORMAL;
    private @Nullable WatchPump pump;

    /**
     * A connection that was just let in.
     *
     * @param records its TLS, or null
     */
    Connection(Worker worker, Channel channel, @Nullable Records records) {
        this.worker = worker;
        this.records = records;
        this.channel = channel;
        this.ends = Endpoints.of(channel);
        this.visitor = worker.facts.access().visitor(Endpoints.address(channel));
        this.log = new ConnectionLog(worker.facts.journal());
        lastActive.set(System.nanoTime());
        this.pipelineMax = worker.facts.options().number(Option.MAX_PIPELINE);
        this.beat = worker.patrol.add(this);
        this.id = worker.facts.sockets().add(this);
        log.opened(ends.host(), ends.port(), id);
    }

    /** Whether reading on makes sense now. */
    boolean mayRead() {
        return !heldUp && !closing;
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        ByteBuf source = (ByteBuf) message;
        try {
            if (batchBegan == 0) {
                batchBegan = worker.batches.begun();
            }
            worker.counters.count(Counter.BYTES_READ, source.readableBytes());
            if (closing || !source.isReadable()) {
                return;
            }
            if (heldUp) {
                hold(source);
            } else {
                consume(source);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            source.release();
        }
    }

    private void hold(ByteBuf source) {
        if (held.length() + source.readableBytes() > HELD_MAX) {
            close();
            return;
        }
        held.add(source);
    }

    private void consume(ByteBuf source) {
        Dialogue with = dialogue(source);
        begin(with);
        while (source.isReadable() && !heldUp && !closing) {
            int missing = with.missingValueBytes();
            if (missing > 0 && held.length() == 0) {
                takeValue(with, source, Math.min(missing, source.readableBytes()));
            } else {
                takeRequests(with, source);
            }
            settle(with);
        }
        end(with);
        if (source.isReadable() && !closing) {
            hold(source);
        }
    }

    private Dialogue dialogue(ByteBuf first) {
        Dialogue known = dialogue;
        if (known == null) {
            known = worker.protocols.dialogue(first.getByte(first.readerIndex()), this, visitor);
            dialogue = known;
        }
        return known;
    }

    /** Value bytes go from the network's buffer straight to where they stay. */
    private void takeValue(Dialogue with, ByteBuf source, int count) {
        with.value(source.internalNioBuffer(source.readerIndex(), count));
        source.skipBytes(count);
        strode += count;
        if (strode >= STRIDE) {
            strode = 0;
            progress++;
        }
    }

    private void takeRequests(Dialogue with, ByteBuf source) {
        byte[] input = worker.input;
        int before = held.length();
        System.arraycopy(held.bytes(), 0, input, 0, before);
        int count = Math.min(source.readableBytes(), input.length - before);
        source.readBytes(input, before, count);
        int end = before + count;
        int used = with.execute(input, 0, end, end == input.length);
        count(with.executed());
        if (used < end || before > 0) {
            held.set(input, used, end);
        }
    }

    /** So many requests are done. */
    private void count(int requests) {
        unsent.add(requests);
        progress += requests;
        if (pipelineMax > 0 && unsent.value() > pipelineMax && !closing) {
            worker.facts.connections().kickPipeline();
            reason = ConnectionLog.Reason.ERROR;
            close();
        }
    }

    /** Changes whenever the client gets on with what it has begun. */
    long progress() {
        return progress;
    }

    /** Whether the client has begun something and we wait for the rest: a request, or a login. */
    boolean isHalfway() {
        if (heldUp || closing) {
            return false;
        }
        Dialogue with = dialogue;
        boolean isStranger = visitor != null && visitor.isStranger();
        boolean hasHalfRecord = records != null && records.isHalfway();
        return isStranger || hasHalfRecord || held.length() > 0 || (with != null && with.isHalfway());
    }

    /** It has been halfway for too long. */
    void giveUp() {
        worker.facts.connections().timeOutRequest();
        reason = ConnectionLog.Reason.IDLE_TIMEOUT;
        closing = true;
        channel.close();
    }

    /** Goes on with held input: the client takes replies again, or it is this connection's turn. */
    private void resume() {
        Dialogue with = dialogue;
        if (with == null || closing || !channel.isActive()) {
            return;
        }
        heldUp = false;
        try {
            begin(with);
            int used;
            do {
                boolean full = held.length() >= Worker.INPUT;
                used = with.execute(held.bytes(), 0, held.length(), full);
                count(with.executed());
                held.drop(used);
                settle(with);
            } while (used > 0 && !heldUp && !closing);
            end(with);
            if (!heldUp && readingPaused) {
                readingPaused = false;
                channel.config().setAutoRead(true);
            }
            flush();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void begin(Dialogue with) {
        executing = true;
        if (isAllSent()) {
            unsent.set(0);
        }
        with.begin();
    }

    private void end(Dialogue with) {
        with.end();
        executing = false;
        Watcher watcher = with.watcher();
        if (watcher != null) {
            watch(watcher);
        }
        if (with.isClosing()) {
            close();
        } else if (inputEnded && !heldUp) {
            close();
        }
    }

    /** The client has asked to be told what happens. */
    private void watch(Watcher watcher) {
        if (pump == null) {
            pump = new WatchPump(worker, channel, watcher);
        }
    }

    /** Decides after a step whether the connection may go on, must wait for its turn, or for its client. */
    private void settle(Dialogue with) {
        if (with.isClosing() || heldUp) {
            return;
        }
        if (isCongested()) {
            heldUp = true;
            if (!readingPaused) {
                readingPaused = true;
                channel.config().setAutoRead(false);
            }
        } else if (with.hasYielded()) {
            heldUp = true;
            channel.eventLoop().execute(nextTurn);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ignored) {
        flush();
    }

    private void flush() {
        lastActive.set(System.nanoTime());
        channel.flush();
        worker.batches.ended(batchBegan);
        batchBegan = 0;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ignored) {
        if (heldUp && readingPaused && !executing && channel.isWritable()) {
            resume();
        }
        if (pump != null) {
            pump.pump();
        }
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String address() {
        return ends.remote();
    }

    @Override
    public String listenAddress() {
        return ends.local();
    }

    /** What another thread sees may be a moment old. */
    @Override
    public String state() {
        if (closing) {
            return "conn_closing";
        }
        if (executing) {
            return "conn_parse_cmd";
        }
        Dialogue with = dialogue;
        return readingPaused ? "conn_mwrite" : with == null ? "conn_read" : with.stateName();
    }

    @Override
    public long waiting() {
        return isAllSent() ? 0 : unsent.value();
    }

    /** Whether the client has taken everything; any thread may ask. */
    private boolean isAllSent() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return waiting == null || waiting.totalPendingWriteBytes() == 0;
    }

    @Override
    public long lastCommand() {
        return lastActive.value();
    }

    /** The node stops. */
    void shutDown() {
        reason = ConnectionLog.Reason.SHUTDOWN;
    }

    @Override
    public void send(byte[] bytes, int length) {
        worker.counters.count(Counter.BYTES_WRITTEN, length);
        ByteBuf buffer = worker.sendBuffers.take(length);
        buffer.writeBytes(bytes, 0, length);
        write(buffer);
    }

    @Override
    public void sendPinned(PinnedValue value) {
        for (ByteBuf piece : PinnedBuf.of(value, Worker.ALLOCATOR)) {
            worker.counters.count(Counter.BYTES_WRITTEN, piece.readableBytes());
            write(piece);
        }
    }

    private void write(ByteBuf buffer) {
        channel.write(buffer, channel.voidPromise());
        if (!channel.isWritable()) {
            channel.flush();
        }
    }

    @Override
    public boolean isCongested() {
        return !channel.isWritable();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event instanceof ChannelInputShutdownReadComplete) {
            inputEnded = true;
            if (!heldUp) {
                close();
            }
        } else if (event instanceof ClientNames client && visitor != null) {
            visitor.recognize(client.names());
        }
    }

    /** The channel is gone, whatever state it had reached. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ignored) {
        closing = true;
        if (pump != null) {
            pump.stop();
        }
        if (dialogue != null) {
            Watcher watcher = dialogue.watcher();
            if (watcher != null) {
                worker.facts.journal().leave(watcher);
            }
            dialogue.close();
        }
        held.clear();
        worker.patrol.remove(beat);
        worker.facts.connections().close();
        worker.facts.sockets().remove(id);
        log.closed(ends.host(), ends.port(), id, reason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ignored, Throwable cause) {
        if (cause instanceof IOException) {
            // The client has gone without a word; that is its right.
            reason = ConnectionLog.Reason.ERROR;
            closing = true;
            channel.close();
        } else {
            fail(cause);
        }
    }

    private void fail(Throwable fault) {
        reason = ConnectionLog.Reason.ERROR;
        worker.facts.faults().count("connection", fault);
        if (dialogue != null) {
            dialogue.recover();
        }
        executing = false;
        closing = true;
        channel.close();
    }

    /** Closes once everything written so far is out. */
    private void close() {
        if (!closing) {
            closing = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closes the connection when it has been silent for so many seconds, and looks again later when not. */
    void watchIdleness(int seconds) {
        long silent = pump == null ? System.nanoTime() - lastActive.value() : 0;
        long left = TimeUnit.SECONDS.toNanos(seconds) - silent;
        if (closing) {
            return;
        }
        if (left <= 0) {
            worker.facts.connections().kickIdle();
            reason = ConnectionLog.Reason.IDLE_TIMEOUT;
            closing = true;
            channel.close();
        } else {
            channel.eventLoop().schedule(() -> watchIdleness(seconds), left, TimeUnit.NANOSECONDS);
        }
    }
}
