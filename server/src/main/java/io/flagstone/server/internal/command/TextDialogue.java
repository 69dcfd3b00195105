package io.flagstone.server.internal.command;

import io.flagstone.server.internal.operation.Dialogue;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.watch.Watcher;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection that speaks the text protocols: a session, and the executor of its event loop. */
public final class TextDialogue implements Dialogue {
    private final Executor executor;
    private final Session session;

    /** A dialogue with this peer. */
    public TextDialogue(Executor executor, Peer peer) {
        this.executor = executor;
        this.session = executor.session(peer);
    }

    @Override
    public void begin() {
        executor.begin(session);
    }

    @Override
    public void end() {
        executor.end();
    }

    @Override
    public int execute(byte[] in, int from, int to, boolean full) {
        return executor.execute(session, in, from, to, full);
    }

    @Override
    public int executed() {
        return executor.executed();
    }

    @Override
    public int missingValueBytes() {
        return session.missingValueBytes();
    }

    @Override
    public void value(ByteBuffer source) {
        executor.value(session, source);
    }

    @Override
    public boolean hasYielded() {
        return session.phase == Phase.DUMP || executor.hasYielded();
    }

    @Override
    public boolean isClosing() {
        return session.phase == Phase.CLOSING;
    }

    @Override
    public @Nullable Watcher watcher() {
        return session.watcher;
    }

    @Override
    public String stateName() {
        return session.phase.statName();
    }

    @Override
    public void recover() {
        executor.recover();
    }

    @Override
    public void close() {
        session.end();
    }
}
