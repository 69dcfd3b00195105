package io.flagstone.provider.internal.cache;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.Expiry;
import io.flagstone.provider.internal.entry.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Entries held by this client while a writer or processor works on them. Others read through a hold and wait with their
 * changes. A hold whose holder has died ends with its lease, and the entry with it.
 */
final class Holds<K, V> {

    private final CacheParts<K, V> parts;

    Holds(CacheParts<K, V> parts) {
        this.parts = parts;
    }

    /** Plain items have no place for a hold. */
    boolean arePossible() {
        return parts.options().mode() == CacheMode.ENVELOPE;
    }

    /** How long to wait for others' holds: two leases, since another may come right after the first. */
    long patienceNanos() {
        return parts.options().lease().toNanos() * 2 + TimeUnit.SECONDS.toNanos(2);
    }

    private Move move(Entry entry) {
        long now = parts.store().now();
        return Move.hold(
                entry,
                parts.store().random(),
                Expiry.after(now, parts.options().lease().toMillis()));
    }

    /** The entry as held, or null: another was faster, or the change has failed. */
    @Nullable
    Entry take(Change<K, V> change, Entry entry, Deadline deadline) {
        Move hold = move(entry);
        parts.store().run(hold, deadline);
        return outcome(change, hold);
    }

    /** Holds what all these steps work on; steps whose entry another was faster at get null. */
    List<@Nullable Entry> takeAll(List<Changes.Step<K, V>> steps, Deadline deadline) {
        List<Move> moves = new ArrayList<>(steps.size());
        steps.forEach(step -> moves.add(move(step.base)));
        parts.store().runAll(moves, deadline);
        List<@Nullable Entry> held = new ArrayList<>(steps.size());
        for (int i = 0; i < moves.size(); i++) {
            held.add(outcome(steps.get(i).change, moves.get(i)));
        }
        return held;
    }

    private @Nullable Entry outcome(Change<K, V> change, Move hold) {
        return switch (hold.outcome()) {
            case DONE -> hold.after();
            case CONFLICT -> {
                change.overtaken();
                yield null;
            }
            default -> {
                change.fail(hold.failure());
                yield null;
            }
        };
    }

    /** Puts back what was there, if the entry is held; leaves it alone otherwise. Without time for that the entry goes. */
    void release(Entry base, Deadline deadline) {
        if (base.state() == Entry.State.HELD) {
            Move back = restored(base);
            parts.store().run(back, deadline);
            if (!back.isDone()) {
                parts.store().invalidate(base.key(), deadline);
            }
        }
    }

    /** The move that puts back what was there before the hold. */
    static Move restored(Entry held) {
        Entry before = held.held();
        boolean there = before.state() == Entry.State.LIVE || before.state() == Entry.State.EXPIRED;
        return there ? Move.store(held, before.payload(), before.end()) : Move.remove(held);
    }
}
