package io.flagstone.provider.internal.trust;

import io.flagstone.provider.internal.link.Transport;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** Does something again and again until the transport is closed. */
public final class Rounds {

    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());

    private final Transport transport;
    private final long pauseNanos;
    private final Runnable task;
    private final boolean onTimer;

    private Rounds(Transport transport, Duration pause, Runnable task, boolean onTimer) {
        this.onTimer = onTimer;
        this.transport = transport;
        this.pauseNanos = pause.toNanos();
        this.task = task;
    }

    /** On a thread that may block. Begins after the first pause. */
    public static void every(Duration pause, Transport transport, Runnable task) {
        new Rounds(transport, pause, task, false).next();
    }

    /** The same on the timer's own thread, which the task must not block. */
    public static void onTimer(Duration pause, Transport transport, Runnable task) {
        new Rounds(transport, pause, task, true).next();
    }

    private void next() {
        try {
            transport.schedule(onTimer ? this::round : () -> transport.execute(this::round), pauseNanos);
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the manager has been closed", e);
        }
    }

    private void round() {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a look at the nodes failed, and is tried again", e);
        }
        next();
    }
}
