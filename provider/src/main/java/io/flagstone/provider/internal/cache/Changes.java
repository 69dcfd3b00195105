package io.flagstone.provider.internal.cache;

import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.HeldByAnother;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.clock.Pause;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.internal.event.CacheEvent;
import io.flagstone.provider.internal.event.Events;
import io.flagstone.provider.internal.stats.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Carries out changes: reads, plans, commits by token, and again where another client was faster. Single calls and bulk
 * calls go the same way, the latter pipelined.
 *
 * <pre>
 *   lock stripes ─► read ─► plan ─┬─────────────────────► commit ─► count, announce ─► unlock ─► tell listeners
 *                    ▲            └─ hold ─► tell writer ────┘  │
 *                    └──────────── another was faster ◄─────────┘
 * </pre>
 */
final class Changes<K, V> {

    private static final long LONGEST_PAUSE_NANOS = 5_000_000;
    private static final long HELD_PAUSE_NANOS = 1_000_000;

    private final CacheParts<K, V> parts;
    private final Holds<K, V> holds;
    private final Commits<K, V> commits;

    Changes(CacheParts<K, V> parts) {
        this.parts = parts;
        this.holds = new Holds<>(parts);
        this.commits = new Commits<>(parts, holds);
    }

    /** A change on its way through one round. */
    static final class Step<K, V> {

        final Change<K, V> change;
        Entry base;
        final Plan<K, V> plan;
        boolean written;

        /**
         * @param base what the change is to be committed on: the entry as read, or as held by this client
         */
        Step(Change<K, V> change, Entry base, Plan<K, V> plan) {
            this.change = change;
            this.base = base;
            this.plan = plan;
        }
    }

    /**
     * Carries out one change.
     *
     * @throws RuntimeException why it did not happen
     */
    void run(Change<K, V> change) {
        run(change, parts.store().deadline());
    }

    /** The same, as a part of a call that ends then. */
    void run(Change<K, V> change, Deadline deadline) {
        runAll(List.of(change), false, deadline);
        if (change.failure() != null) {
            throw change.failure();
        }
    }

    /**
     * Carries out changes of different keys. Each has failed or happened afterwards.
     *
     * @param together whether the writer is told of all at once
     */
    void runAll(Collection<? extends Change<K, V>> changes, boolean together, Deadline deadline) {
        List<Events.Ticket> tickets = new ArrayList<>();
        List<EntryKey> keys = new ArrayList<>(changes.size());
        changes.forEach(change -> keys.add(change.key()));
        Stripes.Held held;
        try {
            held = parts.stripes().lock(keys, deadline);
        } catch (DeadlineExceeded e) {
            passOver(changes, together, e, deadline);
            return;
        }
        Turn turn = new Turn(deadline, held);
        try {
            List<Change<K, V>> open = new ArrayList<>(changes);
            long end = System.nanoTime() + holds.patienceNanos();
            for (int round = 0; !open.isEmpty(); round++) {
                long paused = System.nanoTime();
                pause(round);
                if (turn.waits()) {
                    turn.leaveOut(paused);
                }
                open = round(open, together, System.nanoTime() - end > 0, turn, tickets);
            }
        } finally {
            turn.waitFor(false);
            held.release();
        }
        Events.deliver(tickets);
    }

    /** Nobody has looked at the entries. What the policy lets pass is owed to their owners, without the locks. */
    private void passOver(
            Collection<? extends Change<K, V>> changes, boolean together, DeadlineExceeded why, Deadline deadline) {
        List<Change<K, V>> unseen = new ArrayList<>();
        changes.forEach(change -> unreachable(change, why, unseen));
        Turn turn = new Turn(deadline, Stripes.Held.NONE);
        commits.run(new ArrayList<>(), unseen, together, turn, new ArrayList<>(), new ArrayList<>());
    }

    /** Short, random, growing: clients that meet again and again should miss each other. */
    private static void pause(int round) {
        if (round > 0) {
            long ceiling = Math.min(LONGEST_PAUSE_NANOS, 50_000L << Math.min(round, 10));
            Pause.nanos(ThreadLocalRandom.current().nextLong(ceiling));
        }
    }

    private List<Change<K, V>> round(
            List<Change<K, V>> open, boolean together, boolean late, Turn turn, List<Events.Ticket> tickets) {
        List<Change<K, V>> again = new ArrayList<>();
        List<Step<K, V>> steps = new ArrayList<>(open.size());
        List<Change<K, V>> unseen = new ArrayList<>();
        long asked = System.nanoTime();
        List<Entry> entries = read(open, turn.deadline());
        turn.waitFor(entries.stream().anyMatch(entry -> entry.state() == Entry.State.HELD));
        if (turn.waits()) {
            turn.leaveOut(asked);
        }
        try {
            for (int i = 0; i < open.size(); i++) {
                Change<K, V> change = open.get(i);
                Entry entry = entries.get(i);
                switch (entry.state()) {
                    case UNREACHABLE -> unreachable(change, entry.failure(), unseen);
                    case HELD -> heldByAnother(change, late, turn, again);
                    default -> plan(change, entry, turn, steps, again);
                }
            }
        } catch (Error e) {
            steps.forEach(step -> holds.release(step.base, turn.deadline()));
            throw e;
        }
        commits.run(steps, unseen, together, turn, again, tickets);
        return again;
    }

    private List<Entry> read(List<Change<K, V>> open, Deadline deadline) {
        if (open.size() == 1) {
            return List.of(parts.store().read(open.get(0).key(), deadline));
        }
        List<EntryKey> keys = new ArrayList<>(open.size());
        open.forEach(change -> keys.add(change.key()));
        return parts.store().readAll(keys, deadline);
    }

    private void unreachable(Change<K, V> change, FlagstoneException failure, List<Change<K, V>> unseen) {
        if (passes(parts.options().failure(), failure) && change.planUnseen() != null) {
            unseen.add(change);
        } else {
            change.fail(failure);
        }
    }

    /** Whether the cache's policy lets the application live on after this failure. */
    static boolean passes(FailurePolicy policy, FlagstoneException failure) {
        return policy != FailurePolicy.FAIL
                && (failure instanceof NodeUnavailable || failure instanceof DeadlineExceeded);
    }

    /** Somebody's writer or processor is at work, or has died: that lasts for a lease at most, and does not count. */
    private void heldByAnother(Change<K, V> change, boolean late, Turn turn, List<Change<K, V>> again) {
        if (late) {
            change.fail(new HeldByAnother("another client has held the entry for longer than its lease of "
                    + parts.options().lease().toMillis() + " ms"));
        } else {
            long paused = System.nanoTime();
            Pause.nanos(HELD_PAUSE_NANOS);
            turn.leaveOut(paused);
            again.add(change);
        }
    }

    private void plan(Change<K, V> change, Entry entry, Turn turn, List<Step<K, V>> steps, List<Change<K, V>> again) {
        Entry base = entry;
        if (change.wantsHold(entry) && holds.arePossible()) {
            Entry held = holds.take(change, entry, turn.deadline());
            if (held == null) {
                if (change.failure() == null) {
                    again.add(change);
                }
                return;
            }
            base = held;
        }
        try {
            steps.add(new Step<>(change, base, planned(change, base.visible(), turn)));
        } catch (RuntimeException e) {
            change.fail(e);
            holds.release(base, turn.deadline());
        } catch (Error e) {
            holds.release(base, turn.deadline());
            throw e;
        }
    }

    /** Planning runs processors, loaders and expiry policies. */
    private Plan<K, V> planned(Change<K, V> change, Entry seen, Turn turn) {
        long left = turn.leave();
        try {
            return planned(change, seen);
        } finally {
            turn.comeBack(left);
        }
    }

    private Plan<K, V> planned(Change<K, V> change, Entry seen) {
        Plan<K, V> plan;
        try {
            plan = change.plan(seen);
        } catch (NotDecodable e) {
            // what nobody here can read is as good as absent
            Unreadable.report(e);
            return change.plan(seen.asVacant());
        }
        if (seen.state() == Entry.State.EXPIRED && parts.events().isHeard(EventType.EXPIRED)) {
            if (plan.act() == Plan.Act.KEEP) {
                plan.remove();
            }
            plan.announceFirst(expired(change, seen));
        }
        return plan;
    }

    private @Nullable CacheEvent<K, V> expired(Change<K, V> change, Entry seen) {
        try {
            return CacheEvent.gone(parts.source(), EventType.EXPIRED, change.userKey(), parts.value(seen));
        } catch (NotDecodable e) {
            Unreadable.report(e);
            return null;
        }
    }
}
