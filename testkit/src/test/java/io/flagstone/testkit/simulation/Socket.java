package io.flagstone.testkit.simulation;

import org.jspecify.annotations.Nullable;

/** Where one client has its connections to one node, one after the other. */
public final class Socket {

    private final World world;
    private final Actor actor;
    private final Node node;
    private final Wire.Stalls stalls;
    private @Nullable Wire wire;
    private boolean cut;

    public Socket(World world, Actor actor, Node node, Wire.Stalls stalls) {
        this.world = world;
        this.actor = actor;
        this.node = node;
        this.stalls = stalls;
    }

    /** Whether the client can reach the node at all. */
    public void setCut(boolean now) {
        cut = now;
        if (cut) {
            hangUp();
        }
    }

    public void hangUp() {
        Wire old = wire;
        if (old != null) {
            old.breakNow();
        }
    }

    /** Whether this was the connection, of which there is none now. */
    public boolean forget(Wire broken) {
        boolean last = wire == broken;
        if (last) {
            wire = null;
        }
        return last;
    }

    /** The connection, to tell whether it is still the same; null when there is none. */
    @Nullable
    public Wire wire() {
        return wire;
    }

    /** The connection, made now when there was none and the node can be reached; null when it cannot or has just broken. */
    @Nullable
    public Wire connected() {
        Wire now = wire;
        if (now == null && !cut && node.isUp()) {
            now = new Wire(world, node, actor, stalls);
            wire = now;
        }
        return now == null || now.isBroken() ? null : now;
    }
}
