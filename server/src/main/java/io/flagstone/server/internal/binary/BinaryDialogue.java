package io.flagstone.server.internal.binary;

import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.operation.Dialogue;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.operation.StoreOrder;
import io.flagstone.server.internal.operator.Slices;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection that speaks the binary protocol: what must be remembered of it between two pieces of its input. */
public final class BinaryDialogue implements Dialogue {
    final Peer peer;
    /** Who the peer is; null where everybody may do everything. */
    final @Nullable Visitor visitor;

    final StoreOrder order;
    Phase phase = Phase.FRAME;

    // Of the frame that is under way.
    byte opcode;
    int opaque;
    boolean quiet;
    /** Bytes to be skipped in {@link Phase#SKIP}. */
    int skip;
    /** What is said, before the connection is closed, once they are skipped; null when it goes on. */
    @Nullable
    Status doom;

    /** What is being made in {@link Phase#SLICES}. */
    @Nullable
    Slices slices;

    /** Whether a login was begun that is to be completed by a second step. */
    boolean saslBegun;

    private final BinaryExecutor executor;

    /**
     * A dialogue with this peer.
     *
     * @param visitor who it is; null where nobody is asked
     */
    public BinaryDialogue(BinaryExecutor executor, Peer peer, @Nullable Visitor visitor) {
        this.executor = executor;
        this.visitor = visitor;
        this.peer = peer;
        this.order = executor.order();
    }

    /** Skips bytes before the next frame. */
    void skip(int bytes) {
        phase = Phase.SKIP;
        skip = bytes;
        doom = null;
    }

    /** The request is answered at length. */
    void answer(Slices at) {
        phase = Phase.SLICES;
        slices = at;
    }

    /** Skips bytes, refuses, and closes. */
    void refuse(int bytes, Status why) {
        phase = Phase.SKIP;
        skip = bytes;
        doom = why;
    }

    @Override
    public void begin() {
        executor.begin(this);
    }

    @Override
    public void end() {
        executor.end();
    }

    @Override
    public int execute(byte[] in, int from, int to, boolean full) {
        return executor.execute(this, in, from, to);
    }

    @Override
    public int executed() {
        return executor.executed();
    }

    @Override
    public int missingValueBytes() {
        return phase == Phase.VALUE ? order.draft().remaining() : 0;
    }

    @Override
    public void value(ByteBuffer source) {
        executor.value(this, source);
    }

    @Override
    public boolean isHalfway() {
        return phase == Phase.VALUE || phase == Phase.SKIP;
    }

    @Override
    public boolean hasYielded() {
        return phase == Phase.SLICES || executor.hasYielded();
    }

    @Override
    public boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    @Override
    public String stateName() {
        return switch (phase) {
            case FRAME -> "conn_read";
            case VALUE -> "conn_nread";
            case SKIP -> "conn_swallow";
            case SLICES -> "conn_mwrite";
            case CLOSING -> "conn_closing";
        };
    }

    @Override
    public void recover() {
        executor.recover();
    }

    @Override
    public void close() {
        order.draft().discard();
        slices = null;
        phase = Phase.CLOSING;
    }
}
