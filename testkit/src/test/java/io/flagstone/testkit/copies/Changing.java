package io.flagstone.testkit.copies;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Wire;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A change of one key.
 *
 * <pre>
 *   read the primary, with a token ─► plant tombstones ─► commit by the token ─► fill over the tombstones
 *                 ▲                                             │
 *                 └────────────── another was faster ◄──────────┘
 * </pre>
 */
final class Changing extends Operating {

    /** What is to be done at the primary. */
    private record Plan(@Nullable String value, boolean nothingThere, Outcome outcome) {}

    private final Setting setting;
    private final Link primary;
    private final List<Link> replicas;
    private boolean committing;
    private boolean passing;
    private @Nullable Outcome committed;

    Changing(Setting setting, Client client, Operation operation, Consumer<Event> then) {
        super(setting, client, operation, then);
        this.setting = setting;
        List<Link> ranks = setting.ranks(client, operation.key());
        this.primary = ranks.get(0);
        this.replicas = ranks.subList(1, ranks.size());
    }

    @Override
    void attempt() {
        if (hasEnded() || passing) {
            return;
        }
        if (protocol.plantsFirst()) {
            plant(tombstones -> read(seen -> plan(seen, plan -> commit(seen, plan, tombstones))));
        } else {
            read(seen -> plan(seen, plan -> plant(tombstones -> commit(seen, plan, tombstones))));
        }
    }

    private void again() {
        world.after(world.between(5, 15), () -> client.enter(this::attempt));
    }

    // --- the primary, read ---

    private void read(Consumer<Answer> then) {
        primary.call(
                Part.ENTRIES,
                null,
                generation -> protocol.claims()
                        ? Command.claim(item(Part.ENTRIES, generation), life())
                        : Command.get(item(Part.ENTRIES, generation)),
                seen -> {
                    if (isOver()) {
                        return;
                    }
                    if (seen.counts()) {
                        then.accept(seen);
                    } else {
                        notDone();
                    }
                });
    }

    private boolean isOver() {
        return hasEnded() || passing;
    }

    private void plan(Answer seen, Consumer<Plan> then) {
        String before = seen.value();
        Plan plan = switch (operation.kind()) {
            case PUT -> new Plan(operation.given(), false, Outcome.Plain.DONE);
            case PUT_IF_ABSENT -> before != null ? null : new Plan(operation.given(), false, new Outcome.Said(true));
            case REPLACE_IF_EQUALS ->
                operation.awaited().equals(before) ? new Plan(operation.given(), false, new Outcome.Said(true)) : null;
            case REMOVE -> new Plan(null, before == null, new Outcome.Said(before != null));
            default -> new Plan(sum(before), false, new Outcome.Saw(before));
        };
        if (plan == null || (plan.nothingThere() && !protocol.removesNothing())) {
            end(new Outcome.Said(false));
        } else {
            then.accept(plan);
        }
    }

    private String sum(@Nullable String before) {
        return Long.toString((before == null ? 0 : Long.parseLong(before)) + Long.parseLong(operation.given()));
    }

    // --- tombstones ---

    /** Hears of the answers of all replicas, in their order. */
    private void plant(Consumer<List<Answer>> then) {
        if (!protocol.plants()) {
            then.accept(
                    replicas.stream().map(r -> Answer.of(Answer.Fate.FAILED)).toList());
            return;
        }
        Answer[] answers = new Answer[replicas.size()];
        int[] open = {answers.length};
        for (int i = 0; i < answers.length; i++) {
            int at = i;
            replicas.get(i)
                    .call(
                            Part.COPIES,
                            null,
                            generation -> Command.set(item(Part.COPIES, generation), null, 0, life()),
                            answer -> {
                                answers[at] = answer;
                                if (--open[0] == 0) {
                                    planted(List.of(answers), then);
                                }
                            });
        }
    }

    private void planted(List<Answer> tombstones, Consumer<List<Answer>> then) {
        if (isOver()) {
            return;
        }
        boolean all = tombstones.stream().allMatch(Answer::counts);
        if (!all && !setting.passes() && protocol.needsTombstones()) {
            end(Outcome.Plain.NOT_DONE);
            return;
        }
        for (int i = 0; setting.passes() && protocol.owesTombstones() && i < tombstones.size(); i++) {
            if (!tombstones.get(i).counts()) {
                replicas.get(i).owe(Part.COPIES, operation.key());
            }
        }
        then.accept(tombstones);
    }

    // --- the primary, written ---

    private void commit(Answer seen, Plan plan, List<Answer> tombstones) {
        if (plan.nothingThere() && !seen.isDone() && seen.cas() == 0) {
            end(plan.outcome());
            return;
        }
        committing = true;
        primary.call(Part.ENTRIES, seen.wire(), generation -> order(seen, plan, generation), answer -> {
            committing = false;
            if (!isOver()) {
                judge(answer, plan, tombstones);
            }
        });
    }

    private Command order(Answer seen, Plan plan, long generation) {
        String item = item(Part.ENTRIES, generation);
        if (plan.value() == null) {
            return Command.delete(item, seen.cas());
        }
        return seen.cas() == 0 ? Command.add(item, plan.value()) : Command.set(item, plan.value(), seen.cas(), 0);
    }

    private void judge(Answer answer, Plan plan, List<Answer> tombstones) {
        switch (answer.fate()) {
            case COUNTS -> {
                if (answer.isDone()) {
                    committed = plan.outcome();
                    fill(plan.value(), tombstones);
                } else {
                    again();
                }
            }
            case STALE, FAILED -> again();
            default -> unknown();
        }
    }

    private void unknown() {
        if (mayPass()) {
            passOver();
        } else {
            end(Outcome.Plain.UNKNOWN);
        }
    }

    // --- copies ---

    private void fill(@Nullable String value, List<Answer> tombstones) {
        int[] open = {1};
        for (int i = 0; value != null && i < tombstones.size(); i++) {
            Answer tombstone = tombstones.get(i);
            if (tombstone.counts() || !protocol.plants()) {
                open[0]++;
                Wire bound = protocol.bindsTokens() ? tombstone.wire() : null;
                long cas = protocol.fillsByToken() ? tombstone.cas() : 0;
                replicas.get(i)
                        .call(
                                Part.COPIES,
                                bound,
                                generation -> Command.set(item(Part.COPIES, generation), value, cas, 0),
                                answer -> filled(open));
            }
        }
        filled(open);
    }

    private void filled(int[] open) {
        if (--open[0] == 0 && committed != null) {
            end(committed);
        }
    }

    // --- when the primary is away ---

    private boolean mayPass() {
        return setting.passes() && (operation.kind() == Kind.PUT || operation.kind() == Kind.REMOVE);
    }

    private void notDone() {
        if (mayPass()) {
            passOver();
        } else {
            end(Outcome.Plain.NOT_DONE);
        }
    }

    /** The application is told that it was done; nobody here reads what was there before. */
    private void passOver() {
        passing = true;
        invalidate(primary, Part.ENTRIES, () -> invalidateCopies(0));
    }

    private void invalidateCopies(int rank) {
        if (rank < replicas.size() && protocol.invalidatesCopies()) {
            invalidate(replicas.get(rank), Part.COPIES, () -> invalidateCopies(rank + 1));
        } else {
            end(operation.kind() == Kind.PUT ? Outcome.Plain.DONE : new Outcome.Said(false));
        }
    }

    private void invalidate(Link link, Part part, Runnable then) {
        if (!link.isUp()) {
            link.owe(part, operation.key());
            then.run();
            return;
        }
        link.call(part, null, generation -> Command.delete(item(part, generation), 0), answer -> {
            if (!answer.counts()) {
                link.owe(part, operation.key());
            }
            then.run();
        });
    }

    @Override
    void timeIsUp() {
        if (committed != null) {
            end(committed);
        } else if (committing) {
            primary.hangUp(); // now it is unknown, and the generation is stepped before this client reads the node
            // again
            if (!isOver()) {
                unknown();
            }
        } else if (!passing) {
            notDone();
        }
    }
}
