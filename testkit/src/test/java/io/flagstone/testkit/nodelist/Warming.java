package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Reply;
import io.flagstone.testkit.simulation.Wire;
import io.flagstone.testkit.simulation.World;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an operation sends where slots are warmed. A read that finds nothing leaves an empty item, whose token only a copy of the
 * old owner's entry may fill; a change makes the old owner forget the key, before it is sent to the new one.
 */
final class Warming {

    private final World world;
    private final Client client;
    private final WarmUp rules;
    private final Operating call;
    private final Operation operation;
    private final int slot;
    private boolean warmed;

    Warming(World world, Client client, WarmUp rules, Operating call, Operation operation, int slot) {
        this.world = world;
        this.client = client;
        this.rules = rules;
        this.call = call;
        this.operation = operation;
        this.slot = slot;
    }

    void run(Protocol.Route route) {
        Document document = route.link().document();
        String source = document == null ? null : document.source(slot);
        if (operation.kind() == Kind.GET) {
            read(route, source, value -> call.end(new Outcome.Saw(value)));
        } else if (source == null) {
            change(route);
        } else if (operation.kind() != Kind.PUT && !warmed && world.chance(0.5)) {
            warmed = true;
            read(route, source, value -> call.attempt());
        } else {
            rules.change(() -> forget(route, () -> change(route)), () -> change(route));
        }
    }

    // --- reads ---

    private void read(Protocol.Route route, @Nullable String source, Consumer<@Nullable String> then) {
        String key = call.wireKey(route);
        Command command = source == null ? Command.get(key) : rules.reading(key);
        call.send(route, command, (way, reply) -> {
            if (reply.value() instanceof String value) {
                then.accept(value);
            } else if (reply.cas() == 0 && source == null) {
                then.accept(null);
            } else if (source == null) {
                settle(way, reply.cas(), false, () -> then.accept(null));
            } else if (!source.equals(source(way))) {
                call.later(); // the empty item was left when copies had ended
            } else {
                copy(way, reply.cas(), then);
            }
        });
    }

    private @Nullable String source(Operating.Way way) {
        Document document = way.route().link().document();
        return document == null ? null : document.source(slot);
    }

    private void copy(Operating.Way way, long token, Consumer<@Nullable String> then) {
        ask(way.route(), false, answer -> {
            if (!call.isSame(way)) {
                call.later();
            } else if (answer.value() != null) {
                Command store = rules.copy(call.wireKey(way.route()), answer.value(), token);
                call.send(way.route(), store, (last, reply) -> {
                    if (reply.isDone()) {
                        then.accept(answer.value());
                    } else {
                        call.later();
                    }
                });
            } else {
                settle(way, token, true, () -> then.accept(null));
            }
        });
    }

    /** Before it is said that nothing is there: nobody can fill the empty item any more. */
    private void settle(Operating.Way way, long token, boolean warm, Runnable then) {
        if (token == 0 || !rules.settles(warm)) {
            then.run();
            return;
        }
        call.send(way.route(), Command.delete(call.wireKey(way.route()), token), (last, reply) -> {
            if (reply.status() == Reply.Status.EXISTS) {
                call.later();
            } else {
                then.run();
            }
        });
    }

    // --- the old owner ---

    private void ask(Protocol.Route route, boolean forgetting, Consumer<Origin.Answer> then) {
        Link link = route.link();
        Document document = link.document();
        if (document == null || document.source(slot) == null) {
            call.later();
            return;
        }
        new Origin(world, client, rules, document, operation.key(), slot, forgetting, answer -> {
                    if (answer.fate() == Origin.Fate.SILENT && rules.endsWhereSilent(!forgetting)) {
                        client.warmth().end(link, call::attempt);
                    } else {
                        dawdle(() -> then.accept(answer));
                    }
                })
                .ask();
    }

    /** A thread may be held up at any time. */
    private void dawdle(Runnable then) {
        world.after(
                world.isCalm() || world.chance(0.8) ? 0 : world.between(1, 60),
                () -> client.enter(() -> {
                    if (!call.hasEnded()) {
                        then.run();
                    }
                }));
    }

    private void forget(Protocol.Route route, Runnable then) {
        Link link = route.link();
        Wire wire = link.wire();
        ask(route, true, answer -> {
            Protocol.Route now = rules.route(link, slot);
            if (wire != null && wire == link.wire() && route.equals(now)) {
                then.run();
            } else {
                call.later();
            }
        });
    }

    // --- changes ---

    private void change(Protocol.Route route) {
        String key = call.wireKey(route);
        if (operation.kind() == Kind.PUT) {
            call.send(route, Command.set(key, operation.given(), 0), (way, reply) -> done(route, Outcome.Plain.DONE));
        } else {
            call.send(route, Command.get(key), (way, reply) -> {
                if (call.isSame(way)) {
                    second(way, (String) reply.value(), reply.cas());
                } else {
                    call.later();
                }
            });
        }
    }

    /** What follows from what was there: a value, an empty item, which has a token, or nothing. */
    private void second(Operating.Way way, @Nullable String before, long token) {
        switch (operation.kind()) {
            case PUT_IF_ABSENT -> putIfAbsent(way, before, token);
            case REMOVE -> remove(way, before, token);
            case REPLACE_IF_EQUALS -> replace(way, before, token);
            default -> {
                long sum = (before == null ? 0 : Long.parseLong(before)) + Long.parseLong(operation.given());
                store(way, Long.toString(sum), token, new Outcome.Saw(before));
            }
        }
    }

    private void putIfAbsent(Operating.Way way, @Nullable String before, long token) {
        if (before != null) {
            call.end(new Outcome.Said(false));
        } else {
            store(way, operation.given(), token, new Outcome.Said(true));
        }
    }

    private void remove(Operating.Way way, @Nullable String before, long token) {
        if (token == 0) {
            call.end(new Outcome.Said(false));
        } else {
            Command delete = Command.delete(call.wireKey(way.route()), token);
            call.send(way.route(), delete, (last, reply) -> doneOrAgain(last, reply, new Outcome.Said(before != null)));
        }
    }

    private void replace(Operating.Way way, @Nullable String before, long token) {
        if (operation.awaited().equals(before)) {
            store(way, operation.given(), token, new Outcome.Said(true));
        } else if (before == null && token != 0) {
            settle(way, token, false, () -> call.end(new Outcome.Said(false)));
        } else {
            call.end(new Outcome.Said(false));
        }
    }

    private void store(Operating.Way way, String value, long token, Outcome outcome) {
        String key = call.wireKey(way.route());
        Command store = token == 0 ? Command.add(key, value) : Command.set(key, value, token);
        call.send(way.route(), store, (last, reply) -> doneOrAgain(last, reply, outcome));
    }

    private void doneOrAgain(Operating.Way way, Reply reply, Outcome outcome) {
        if (reply.isDone()) {
            done(way.route(), outcome);
        } else {
            call.later();
        }
    }

    private void done(Protocol.Route route, Outcome outcome) {
        rules.changed(() -> forgetAtLast(route, outcome), () -> call.end(outcome));
    }

    private void forgetAtLast(Protocol.Route route, Outcome outcome) {
        Document document = route.link().document();
        if (document == null || document.source(slot) == null) {
            call.end(outcome);
        } else {
            ask(route, true, answer -> call.end(outcome));
        }
    }
}
