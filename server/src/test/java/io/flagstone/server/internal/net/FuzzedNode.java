package io.flagstone.server.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Probe;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.fuzz.Pieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** A node without sockets: one client after the other is given bytes, and the node is looked through when it has gone. */
final class FuzzedNode implements AutoCloseable {
    /** What others do meanwhile, in the background, takes less. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** So little memory that one value of the largest size takes a part of it. */
    static final NodeOptions SMALL = NodeOptions.defaults().withMemory(MemorySize.mebibytes(8));

    private final NodeFacts facts;
    private final Worker worker;
    private final Probe probe;
    private EmbeddedChannel channel = new EmbeddedChannel();

    FuzzedNode(NodeOptions options) {
        facts = Facts.of(options, new ManualTime().clock());
        worker = new Worker(facts);
        probe = new Probe(facts.engine());
    }

    /** A new client comes. */
    void connect() {
        channel = new EmbeddedChannel();
        facts.connections().openAnyway();
        channel.pipeline().addLast(new Connection(worker, channel, null));
    }

    /** A way to its items beside the connection. */
    Probe probe() {
        return probe;
    }

    /** All that it answers to these pieces. */
    String answer(Pieces pieces) {
        int from = 0;
        for (int cut : pieces.cuts()) {
            give(pieces.stream(), from, cut);
            from = cut;
        }
        give(pieces.stream(), from, pieces.stream().length);
        return drained();
    }

    private void give(byte[] stream, int from, int to) {
        if (from == to) {
            return;
        }
        ByteBuf piece = Unpooled.copiedBuffer(stream, from, to - from);
        if (channel.isOpen()) {
            channel.writeInbound(piece);
            channel.runPendingTasks();
            assertThat(piece.refCnt()).as("the network's buffer is given back").isZero();
        } else {
            piece.release();
        }
    }

    private String drained() {
        StringBuilder answer = new StringBuilder();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            byte[] bytes = new byte[piece.readableBytes()];
            piece.readBytes(bytes);
            piece.release();
            answer.append(Wire.text(bytes));
        }
        return answer.toString();
    }

    /** Keys of all items that are visible. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        var walk = facts.engine().walk();
        boolean goesOn = true;
        while (goesOn) {
            goesOn = walk.step(item -> {
                byte[] key = new byte[item.keyLength()];
                item.copyKey(key, 0);
                keys.add(Wire.text(key));
            });
        }
        return keys;
    }

    /**
     * Hangs up, then looks for anything that is not as it was before the client came.
     *
     * @return whether it is like a new node; not while items that nobody can see are still there
     */
    boolean leaveNothingBehind() {
        hangUp();
        assertThat(facts.faults().counts()).as("exceptions on our side").isEmpty();
        assertThat(facts.connections().current()).as("connections").isZero();
        keys().forEach(probe::remove);
        if (probe.statistic("curr_items") != 0) {
            return false;
        }
        awaitZero("bytes of items", () -> probe.statistic("bytes"));
        awaitZero("chunks in use", probe::usedChunks);
        return true;
    }

    void hangUp() {
        channel.finishAndReleaseAll();
    }

    private static void awaitZero(String what, LongSupplier number) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (number.getAsLong() != 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(100_000);
        }
        assertThat(number.getAsLong()).as(what).isZero();
    }

    @Override
    public void close() {
        hangUp();
        worker.readBuffer.release();
        facts.engine().close();
    }
}
