package io.flagstone.provider.internal.cache;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.Move;
import io.flagstone.provider.internal.entry.PassedOver;
import io.flagstone.provider.internal.event.CacheEvent;
import io.flagstone.provider.internal.event.Events;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * The second half of a round of {@link Changes}: tells the writer, commits, counts and announces. The writer is told only
 * while the entry is held, so that store and cache see changes in one order. Once it has been told, the change has
 * happened; if the commit then fails, the entry is left deleted, for the store is the truth.
 */
final class Commits<K, V> {

    private final CacheParts<K, V> parts;
    private final Holds<K, V> holds;

    Commits(CacheParts<K, V> parts, Holds<K, V> holds) {
        this.parts = parts;
        this.holds = holds;
    }

    /**
     * @param unseen changes whose entry could not be seen, and that pass all the same
     * @param again where changes go that another was faster at
     */
    void run(
            List<Changes.Step<K, V>> steps,
            List<Change<K, V>> unseen,
            boolean together,
            Turn turn,
            List<Change<K, V>> again,
            List<Events.Ticket> tickets) {
        List<Changes.Step<K, V>> ready = steps;
        if (parts.writer() != null) {
            ready = writeThrough(parts.writer(), steps, unseen, together, turn, again);
        }
        Deadline deadline = turn.deadline();
        commit(ready, unseen, again, tickets, deadline);
        if (!unseen.isEmpty()) {
            passOver(unseen, deadline);
        }
    }

    private void passOver(List<Change<K, V>> unseen, Deadline deadline) {
        List<PassedOver> passed = new ArrayList<>(unseen.size());
        for (Change<K, V> change : unseen) {
            Plan<K, V> plan = change.planUnseen();
            if (plan != null) {
                boolean stores = plan.act() == Plan.Act.STORE;
                passed.add(new PassedOver(change.key(), stores ? plan.payload() : null, plan.end()));
                count(plan);
            }
        }
        parts.store().passOver(passed, deadline);
    }

    // --- the writer ---

    private List<Changes.Step<K, V>> writeThrough(
            WriterBridge<K, V> writer,
            List<Changes.Step<K, V>> steps,
            List<Change<K, V>> unseen,
            boolean together,
            Turn turn,
            List<Change<K, V>> again) {
        Deadline deadline = turn.deadline();
        List<Changes.Step<K, V>> ready = new ArrayList<>();
        List<Changes.Step<K, V>> orders = new ArrayList<>();
        for (Changes.Step<K, V> step : steps) {
            (step.plan.write() == Plan.Write.NOTHING ? ready : orders).add(step);
        }
        if (!holdAll(orders, unseen, together, again, deadline)) {
            // nobody has been told of these either
            again.addAll(unseen);
            unseen.clear();
            return ready;
        }
        boolean told = false;
        long left = turn.leave();
        try {
            tell(writer, orders, unseen, together);
            told = true;
        } finally {
            turn.comeBack(left);
            if (!told) {
                steps.forEach(step -> holds.release(step.base, deadline));
            }
        }
        for (Changes.Step<K, V> step : orders) {
            if (step.written) {
                ready.add(step);
            } else {
                holds.release(step.base, deadline);
            }
        }
        return ready;
    }

    /**
     * Holds what the orders work on. For a writer that is told all at once it is all or none: while one client waited
     * for the rest, another might wait for what it has.
     */
    private boolean holdAll(
            List<Changes.Step<K, V>> orders,
            List<Change<K, V>> unseen,
            boolean together,
            List<Change<K, V>> again,
            Deadline deadline) {
        List<Changes.Step<K, V>> free =
                orders.stream().filter(s -> s.base.state() != Entry.State.HELD).toList();
        List<@Nullable Entry> held = free.isEmpty() ? List.of() : holds.takeAll(free, deadline);
        boolean overtaken = false;
        for (int i = 0; i < free.size(); i++) {
            Entry base = held.get(i);
            if (base != null) {
                free.get(i).base = base;
            } else {
                overtaken |= notHeld(free.get(i), unseen, again);
                orders.remove(free.get(i));
            }
        }
        if (together && overtaken) {
            orders.forEach(step -> holds.release(step.base, deadline));
            orders.forEach(step -> again.add(step.change));
            return false;
        }
        return true;
    }

    /** True when another client was faster. */
    private boolean notHeld(Changes.Step<K, V> step, List<Change<K, V>> unseen, List<Change<K, V>> again) {
        if (step.change.failure() == null) {
            again.add(step.change);
            return true;
        }
        if (step.change.failure() instanceof FlagstoneException failure
                && Changes.passes(parts.options().failure(), failure)
                && step.change.planUnseen() != null) {
            step.change.forgive();
            unseen.add(step.change);
        }
        return false;
    }

    private void tell(
            WriterBridge<K, V> writer, List<Changes.Step<K, V>> orders, List<Change<K, V>> unseen, boolean together) {
        List<Change<K, V>> changes = new ArrayList<>();
        List<WriterBridge.Order<K, V>> told = new ArrayList<>();
        for (Changes.Step<K, V> step : orders) {
            changes.add(step.change);
            told.add(new WriterBridge.Order<>(step.change.userKey(), step.plan));
        }
        for (Change<K, V> change : unseen) {
            Plan<K, V> plan = change.planUnseen();
            if (plan != null && plan.write() != Plan.Write.NOTHING) {
                changes.add(change);
                told.add(new WriterBridge.Order<>(change.userKey(), plan));
            }
        }
        if (told.isEmpty()) {
            return;
        }
        WriterBridge.Result result = together ? writer.together(told) : writer.oneByOne(told);
        CacheWriterException cause = result.cause();
        for (int i = 0; i < changes.size(); i++) {
            boolean done = !result.undone().contains(i);
            if (i < orders.size()) {
                orders.get(i).written = done;
            }
            if (!done && cause != null) {
                changes.get(i).fail(cause);
                unseen.remove(changes.get(i));
            }
        }
        if (cause != null && result.undone().isEmpty() && !changes.isEmpty()) {
            changes.get(0).fail(cause);
        }
    }

    // --- the commit ---

    private void commit(
            Collection<Changes.Step<K, V>> steps,
            List<Change<K, V>> unseen,
            List<Change<K, V>> again,
            List<Events.Ticket> tickets,
            Deadline deadline) {
        List<Move> moves = new ArrayList<>(steps.size());
        List<Changes.Step<K, V>> moved = new ArrayList<>(steps.size());
        for (Changes.Step<K, V> step : steps) {
            Move move = move(step);
            if (move == null) {
                finish(step.change, step.plan, tickets);
            } else {
                moves.add(move);
                moved.add(step);
            }
        }
        if (moves.size() == 1) {
            parts.store().run(moves.get(0), deadline);
        } else {
            parts.store().runAll(moves, deadline);
        }
        for (int i = 0; i < moves.size(); i++) {
            conclude(moved.get(i), moves.get(i), unseen, again, tickets, deadline);
        }
    }

    private @Nullable Move move(Changes.Step<K, V> step) {
        return switch (step.plan.act()) {
            case STORE -> Move.store(step.base, step.plan.payload(), step.plan.end());
            case REMOVE -> Move.remove(step.base);
            case KEEP -> keep(step);
        };
    }

    private @Nullable Move keep(Changes.Step<K, V> step) {
        if (step.base.state() == Entry.State.HELD) {
            return Holds.restored(step.base);
        }
        return step.plan.movesEnd()
                ? Move.end(step.base, step.plan.end(), parts.store().now())
                : null;
    }

    private void conclude(
            Changes.Step<K, V> step,
            Move move,
            List<Change<K, V>> unseen,
            List<Change<K, V>> again,
            List<Events.Ticket> tickets,
            Deadline deadline) {
        boolean keeps = step.plan.act() == Plan.Act.KEEP;
        if (move.isDone()) {
            finish(step.change, step.plan, tickets);
        } else if (step.written || keeps) {
            if (step.base.state() == Entry.State.HELD) {
                parts.store().invalidate(step.change.key(), deadline);
            }
            finish(step.change, step.plan, tickets);
        } else if (move.outcome() == Move.Outcome.CONFLICT) {
            step.change.overtaken();
            again.add(step.change);
        } else {
            failed(step, move, unseen, deadline);
        }
    }

    private void failed(Changes.Step<K, V> step, Move move, List<Change<K, V>> unseen, Deadline deadline) {
        if (Changes.passes(parts.options().failure(), move.failure()) && step.change.planUnseen() != null) {
            unseen.add(step.change);
            return;
        }
        if (step.base.state() == Entry.State.HELD) {
            parts.store().invalidate(step.change.key(), deadline);
        }
        step.change.fail(move.failure());
    }

    private void finish(Change<K, V> change, Plan<K, V> plan, List<Events.Ticket> tickets) {
        count(plan);
        for (CacheEvent<K, V> event : plan.events()) {
            Events.Ticket ticket = parts.events().commit(Stripes.of(change.key()), event);
            if (ticket != null) {
                tickets.add(ticket);
            }
        }
    }

    private void count(Plan<K, V> plan) {
        parts.counters().hits(plan.hits());
        parts.counters().misses(plan.misses());
        parts.counters().puts(plan.puts());
        parts.counters().removals(plan.removals());
    }
}
