package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.operation.Dialogue;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.watch.Watcher;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection that speaks the text protocols: a session, and the executor of its event loop. */
public final class TextDialogue implements Dialogue {
    private final Executor executor;
    private final Session session;
    /** Null once it is over, or where there is none. */
    private @Nullable TextLogin login;

    /**
     * A dialogue with this peer.
     *
     * @param visitor who it is; null where nobody is asked
     */
    public TextDialogue(Executor executor, Peer peer, @Nullable Visitor visitor) {
        this.executor = executor;
        this.session = executor.session(peer, visitor);
        this.login = visitor != null && visitor.isStranger() ? executor.login(visitor) : null;
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
        int at = from;
        TextLogin pending = login;
        if (pending != null) {
            at = pending.execute(session, in, from, to);
            if (pending.isPending()) {
                return at;
            }
            login = null;
        }
        return executor.execute(session, in, at, to, full);
    }

    @Override
    public int executed() {
        return login == null ? executor.executed() : 0;
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
    public boolean isHalfway() {
        return session.phase.isHalfway();
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
