package io.flagstone.testkit.simulation;

import java.util.ArrayList;
import java.util.List;

/** A client of nodes, which may be paused, and may crash. */
public abstract class Actor {

    private final World world;
    private final String name;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean paused;
    private boolean crashed;

    protected Actor(World world, String name) {
        this.world = world;
        this.name = name;
    }

    public final String name() {
        return name;
    }

    public final boolean isCrashed() {
        return crashed;
    }

    /** All that a client does goes through here: it does nothing while it is paused, and nothing ever after a crash. */
    public final void enter(Runnable action) {
        if (crashed) {
            return;
        }
        if (paused) {
            waiting.add(action);
        } else {
            action.run();
        }
    }

    public final void pause(long time) {
        if (!paused) {
            paused = true;
            world.after(time, () -> {
                paused = false;
                List<Runnable> late = List.copyOf(waiting);
                waiting.clear();
                late.forEach(this::enter);
            });
        }
    }

    public final void crash() {
        hangUp();
        crashed = true;
    }

    /** Breaks all its connections. */
    protected abstract void hangUp();

    /** A connection is gone, and these requests are lost, as far as this client can tell. */
    protected abstract void broke(Node node, Wire wire, List<Command> lost);
}
