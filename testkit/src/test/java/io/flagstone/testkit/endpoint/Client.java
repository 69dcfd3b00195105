package io.flagstone.testkit.endpoint;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import io.flagstone.testkit.simulation.World;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One client, which does one thing at a time. */
final class Client {

    private static final String KEY = "k";
    private static final double ERRORS = 0.08;

    private final World world;
    private final Fleet fleet;
    private final Rules rules;
    private final List<Event> events;
    private final String name;
    private long known = Fleet.NONE;
    private boolean doubt;
    private int values;
    private @Nullable Event open;

    Client(World world, Fleet fleet, Rules rules, List<Event> events, String name) {
        this.world = world;
        this.fleet = fleet;
        this.rules = rules;
        this.events = events;
        this.name = name;
    }

    void goOn() {
        world.after(world.between(1, 40), () -> {
            switch (world.between(0, 9)) {
                case 0 -> clear();
                case 1, 2, 3 -> put();
                case 4, 5 -> getAndReplace();
                default -> get();
            }
        });
    }

    /** What it is at, of unknown outcome so far. */
    @Nullable
    Event open() {
        return open;
    }

    private long begun(Operation operation) {
        Event begun = new Event(name, operation, Outcome.Plain.UNKNOWN, world.moment(), Event.NEVER);
        open = begun;
        return begun.invoked();
    }

    private String value() {
        return name + "." + ++values;
    }

    private void ended(Operation operation, long invoked, Outcome outcome) {
        long returned = outcome.isAcknowledged() ? world.moment() : Event.NEVER;
        events.add(new Event(name, operation, outcome, invoked, returned));
        open = null;
        goOn();
    }

    // --- the generation ---

    private void underGeneration(LongConsumer call) {
        if (doubt && rules.stepsInDoubt()) {
            doubt = false;
            fleet.call(fleet::stepped, present -> {
                known = present;
                underGeneration(call);
            });
        } else if (known == Fleet.NONE) {
            prove(call);
        } else {
            call.accept(known);
        }
    }

    private void prove(LongConsumer call) {
        fleet.call(fleet::created, present -> {
            known = present;
            call.accept(present);
        });
    }

    // --- calls ---

    private void get() {
        long invoked = begun(Operation.get(KEY));
        read((under, item) -> ended(Operation.get(KEY), invoked, new Outcome.Saw(item == null ? null : item.value())));
    }

    /** Reads until the generation was that of the read, whether it was looked at before or after it. */
    private void read(BiConsumer<Long, Fleet.@Nullable Item> then) {
        underGeneration(under -> around(() -> fleet.get(under), (present, item) -> {
            if (present == under) {
                then.accept(under, item);
            } else {
                known = present;
                read(then);
            }
        }));
    }

    /** The command and a reading of the generation at the same time. */
    private <T> void around(Supplier<T> command, BiConsumer<Long, T> then) {
        Object[] answers = new Object[2];
        int[] open = {2};
        Runnable done = () -> {
            if (--open[0] == 0) {
                @SuppressWarnings("unchecked") // put there below
                T answer = (T) answers[1];
                then.accept((Long) answers[0], answer);
            }
        };
        fleet.call(fleet::generation, present -> {
            answers[0] = present;
            done.run();
        });
        fleet.call(command, answer -> {
            answers[1] = answer;
            done.run();
        });
    }

    private void clear() {
        long invoked = begun(Operation.clear());
        fleet.call(fleet::stepped, present -> {
            known = present;
            ended(Operation.clear(), invoked, Outcome.Plain.DONE);
        });
    }

    private void put() {
        String value = value();
        Operation put = Operation.put(KEY, value);
        put(put, value, begun(put));
    }

    private void put(Operation put, String value, long invoked) {
        underGeneration(former -> {
            if (rules.provesChanges()) {
                prove(under -> store(put, value, invoked, under));
            } else {
                storeUnproven(put, value, invoked, former);
            }
        });
    }

    private void store(Operation put, String value, long invoked, long under) {
        if (world.chance(ERRORS)) {
            fleet.fail(() -> fleet.set(under, value), () -> passOver(put, invoked));
        } else {
            fleet.call(() -> set(under, value), done -> ended(put, invoked, Outcome.Plain.DONE));
        }
    }

    private void storeUnproven(Operation put, String value, long invoked, long under) {
        around(() -> set(under, value), (present, done) -> {
            if (present == under) {
                ended(put, invoked, Outcome.Plain.DONE);
                return;
            }
            known = present;
            if (rules.overtaken() == Rules.Overtaken.MADE_AGAIN) {
                put(put, value, invoked);
            } else {
                unknown(put, invoked);
            }
        });
    }

    private boolean set(long under, String value) {
        fleet.set(under, value);
        return true;
    }

    private void unknown(Operation operation, long invoked) {
        doubt = true;
        ended(operation, invoked, Outcome.Plain.UNKNOWN);
    }

    /** As with failure=miss: the call returns, and nothing of what was there or is on its way may be read any more. */
    private void passOver(Operation put, long invoked) {
        doubt = true;
        underGeneration(present -> ended(put, invoked, Outcome.Plain.DONE));
    }

    private void getAndReplace() {
        String value = value();
        Operation replace = Operation.getAndReplace(KEY, value);
        getAndReplace(replace, value, begun(replace));
    }

    /** What was read is the proof; application code may take its time before the commit. */
    private void getAndReplace(Operation replace, String value, long invoked) {
        read((under, item) -> {
            if (item == null) {
                ended(replace, invoked, new Outcome.Saw(null));
                return;
            }
            world.after(
                    world.chance(0.3) ? world.between(20, 200) : 0, () -> commit(replace, value, invoked, under, item));
        });
    }

    private void commit(Operation replace, String value, long invoked, long under, Fleet.Item seen) {
        if (world.chance(ERRORS)) {
            fleet.fail(() -> fleet.replace(under, value, seen.token()), () -> unknown(replace, invoked));
            return;
        }
        fleet.call(() -> fleet.replace(under, value, seen.token()), done -> {
            if (done) {
                ended(replace, invoked, new Outcome.Saw(seen.value()));
            } else {
                getAndReplace(replace, value, invoked);
            }
        });
    }
}
