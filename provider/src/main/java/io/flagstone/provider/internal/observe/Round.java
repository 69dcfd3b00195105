package io.flagstone.provider.internal.observe;

import io.flagstone.provider.failure.FlagstoneException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Commands that one thread has sent to several nodes at once, brought together node by node. */
public final class Round {

    private static final String MIXED = "";

    /** The commands for one node. */
    private static final class Part {
        private final String first;
        private boolean mixed;
        private int commands;
        private long end;
        private @Nullable FlagstoneException failure;

        Part(String first, long began) {
            this.first = first;
            this.end = began;
        }
    }

    private final Observers observers;
    private final LongSupplier nanos;
    private final long began;
    private final Map<ObservedNode, Part> parts = new LinkedHashMap<>();

    Round(Observers observers, LongSupplier nanos) {
        this.observers = observers;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
    }

    /** The time, for whoever learns of answers. */
    public long now() {
        return nanos.getAsLong();
    }

    /**
     * A command has ended.
     *
     * @param at when, by {@link #now}
     */
    public void add(ObservedNode node, String command, long at, @Nullable FlagstoneException failure) {
        Part part = parts.computeIfAbsent(node, n -> new Part(command, began));
        part.mixed |= !part.first.equals(command);
        part.commands++;
        part.end = part.end - at < 0 ? at : part.end;
        part.failure = part.failure != null ? part.failure : failure;
    }

    /** Tells of all calls. */
    public void tell(String cache) {
        parts.forEach((node, part) -> observers.ended(new NodeCall(
                node.address(),
                cache,
                part.mixed ? MIXED : part.first,
                part.commands,
                part.end - began,
                part.failure)));
    }
}
