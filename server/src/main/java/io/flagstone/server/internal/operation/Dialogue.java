package io.flagstone.server.internal.operation;

import io.flagstone.server.internal.watch.Watcher;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection's side of a protocol: is given input in pieces cut anywhere, executes what is complete, and replies to
 * its {@link Peer}. One event loop uses it; nobody else does.
 *
 * <p>Input is given between {@link #begin} and {@link #end} only, and no other dialogue of the loop is used meanwhile.
 */
public interface Dialogue {
    /** A batch of input begins. */
    void begin();

    /** The batch ends: all replies are handed over. */
    void end();

    /**
     * Executes what is complete in {@code [from, to)}. What it cannot use yet it leaves to the caller, who brings it
     * again with more behind it.
     *
     * @param full whether the caller cannot hold more than this, so that waiting for more would be in vain
     * @return where it stopped: for lack of input, for congestion, or to let others have their turn
     */
    int execute(byte[] in, int from, int to, boolean full);

    /** Requests that the last call of {@link #execute} has brought to their end. */
    int executed();

    /** Bytes of a value that are next in the input and may be given to {@link #value}; 0 when something else is. */
    int missingValueBytes();

    /** Takes bytes of a value, at most as many as are missing, straight from the network. */
    void value(ByteBuffer source);

    /** Whether a request was begun whose rest, beyond what {@link #execute} has left to the caller, is still to come. */
    boolean isHalfway();

    /** Whether the last call of {@link #execute} stopped although there was more to do, so that others have their turn. */
    boolean hasYielded();

    /** Whether the connection is to be closed once all replies are out; input is ignored from now on. */
    boolean isClosing();

    /** What the connection is told since it watches; null when it does not. */
    default @Nullable Watcher watcher() {
        return null;
    }

    /** What memcached calls the state of such a connection. Any thread may ask, and may be told what was a moment ago. */
    String stateName();

    /** A command failed by our fault: gives up what it may hold in the event loop's tools. */
    void recover();

    /** The connection is gone: gives back what it held. */
    void close();
}
