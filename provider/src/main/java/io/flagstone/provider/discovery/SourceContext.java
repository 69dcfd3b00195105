package io.flagstone.provider.discovery;

import java.time.Duration;

/** What a manager offers its source. */
public interface SourceContext {

    /** How often to ask, as {@code flagstone.nodes.poll} says. */
    Duration poll();

    /**
     * Runs the task again and again with this pause between, for as long as the manager is open. The task may block. It
     * first runs after one pause.
     */
    void repeat(Duration pause, Runnable task);
}
