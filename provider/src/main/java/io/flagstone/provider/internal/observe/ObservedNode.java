package io.flagstone.provider.internal.observe;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.FlagstoneException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One node as its client knows it, and what the client's calls to it have come to. Counts always: it costs little. */
public final class ObservedNode {

    private final NodeAddress address;
    private final Supplier<String> standing;
    private final IntSupplier debts;
    private final LongAdder commands = new LongAdder();
    private final LongAdder[] failures = new LongAdder[FailureKind.values().length];
    private final LongAdder connections = new LongAdder();
    private final LongAdder suspicions = new LongAdder();

    /**
     * @param standing as {@link #standing}
     * @param debts how many invalidations it is owed
     */
    public ObservedNode(NodeAddress address, Supplier<String> standing, IntSupplier debts) {
        this.address = address;
        this.standing = standing;
        this.debts = debts;
        for (int i = 0; i < failures.length; i++) {
            failures[i] = new LongAdder();
        }
    }

    /** Its name, host and port. */
    public NodeAddress address() {
        return address;
    }

    /** The word for its state, and after a colon what is the matter with it, if anything is. */
    public String standing() {
        return standing.get();
    }

    /** {@code up}, {@code returning}, {@code suspect}, {@code down} or {@code closed}. */
    public String state() {
        return state(standing());
    }

    static String state(String standing) {
        int end = standing.indexOf(':');
        return end < 0 ? standing : standing.substring(0, end);
    }

    /** Keys to be forgotten, and caches to be invalidated as a whole, before the node is read again. */
    public int debts() {
        return debts.getAsInt();
    }

    /** Commands that callers have waited for, each about one key, whether they were answered or not. */
    public long commands() {
        return commands.sum();
    }

    /** Commands of {@link #commands} that failed in this way. */
    public long failures(FailureKind kind) {
        return failures[kind.ordinal()].sum();
    }

    /** Connections after the first one. */
    public long reconnects() {
        return Math.max(0, connections.sum() - 1);
    }

    /** How often it was left alone because calls had timed out. */
    public long suspicions() {
        return suspicions.sum();
    }

    /** A caller has the end of its command. */
    public void ended(@Nullable FlagstoneException failure) {
        commands.increment();
        if (failure != null) {
            failures[FailureKind.of(failure).ordinal()].increment();
        }
    }

    /** There is a new connection. */
    public void connected() {
        connections.increment();
    }

    /** It is left alone from now on. */
    public void suspected() {
        suspicions.increment();
    }

    /** Its name. */
    @Override
    public String toString() {
        return address.name();
    }
}
