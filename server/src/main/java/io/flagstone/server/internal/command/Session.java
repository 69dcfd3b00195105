package io.flagstone.server.internal.command;

import io.flagstone.server.internal.operator.Slices;
import io.flagstone.server.internal.protocol.Verb;
import io.flagstone.server.internal.watch.Watcher;
import io.flagstone.server.store.Draft;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What must be remembered of a connection between two pieces of its input. One event loop uses it; nobody else does.
 */
public final class Session {
    final Draft draft;
    final Peer peer;
    Phase phase = Phase.COMMAND;

    /** Input from the current position on in which no line end was found yet. */
    int scanned;

    /** Bytes to be skipped in {@link Phase#SKIP_DATA}. */
    long skip;

    // Of the store command whose value is arriving.
    Storing.Mode mode = Storing.Mode.SET;
    boolean isMeta;
    boolean isQuiet;
    boolean comparesCas;
    boolean maySetStale;
    boolean isBinaryKey;
    boolean vivifies;
    boolean setsCas;
    long compareCas;
    long explicitCas;
    int vivifyExpiry;
    byte[] echo = new byte[64];
    int echoKeyLength;
    int echoFlags;
    int echoLength;

    // Of the multiget whose keys are being read.
    Verb keysVerb = Verb.GET;
    int keysExpiry;

    @Nullable
    Slices dump;

    @Nullable
    Watcher watcher;

    /** A session that speaks to this peer and builds its items in this draft. */
    public Session(Draft draft, Peer peer) {
        this.draft = draft;
        this.peer = peer;
    }

    /** Where the connection is in its input. */
    public Phase phase() {
        return phase;
    }

    /** What the connection is told since it watches; null when it does not. */
    public @Nullable Watcher watcher() {
        return watcher;
    }

    /** Bytes of a value the draft still waits for; 0 outside {@link Phase#VALUE}. */
    public int missingValueBytes() {
        return phase == Phase.VALUE ? draft.remaining() : 0;
    }

    /** Keeps key and flags of a meta command for the reply after its value. */
    void keepEcho(byte[] line, int from, int keyLength, int flags, int to) {
        int length = to - from;
        if (echo.length < length) {
            echo = new byte[Math.max(length, 2 * echo.length)];
        }
        System.arraycopy(line, from, echo, 0, length);
        echoKeyLength = keyLength;
        echoFlags = flags - from;
        echoLength = length;
    }

    /** Gives back what the connection held; it is gone. */
    public void end() {
        draft.discard();
        dump = null;
        phase = Phase.CLOSING;
        echo = Arrays.copyOf(echo, 0);
    }
}
