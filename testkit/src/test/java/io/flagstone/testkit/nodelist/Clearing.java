package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A clear: first the generations of old owners that new ones are warmed from, then those of the nodes of the list, each after
 * its document was seen to have that list and none to follow.
 */
final class Clearing implements Call {

    private static final long DEADLINE = 300;

    private final World world;
    private final Client client;
    private final WarmUp rules;
    private final Operation operation = Operation.clear();
    private final Consumer<Event> then;
    private final long invoked;
    private boolean stepped;
    private boolean ended;

    Clearing(World world, Client client, WarmUp rules, Consumer<Event> then) {
        this.world = world;
        this.client = client;
        this.rules = rules;
        this.then = then;
        this.invoked = world.moment();
    }

    @Override
    public void start() {
        world.after(DEADLINE, () -> client.enter(() -> end(unfinished())));
        attempt();
    }

    private Outcome unfinished() {
        return stepped ? Outcome.Plain.UNKNOWN : Outcome.Plain.NOT_DONE;
    }

    @Override
    public Event abandoned() {
        ended = true;
        return new Event(client.name(), operation, Outcome.Plain.UNKNOWN, invoked, Event.NEVER);
    }

    private void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            world.trace(() -> client.name() + " clear -> " + outcome);
            then.accept(new Event(client.name(), operation, outcome, invoked, world.moment()));
        }
    }

    private void later() {
        world.after(world.between(5, 15), () -> client.enter(this::attempt));
    }

    private void attempt() {
        if (!ended) {
            View view = client.view();
            read(view, new ArrayDeque<>(view.nodes()), new TreeMap<>());
        }
    }

    private void read(View view, ArrayDeque<String> names, Map<String, Seen> all) {
        String name = names.poll();
        if (name == null) {
            if (all.isEmpty()) {
                later();
            } else {
                origins(all);
            }
            return;
        }
        client.link(name).read(seen -> {
            Document document = seen == null ? null : seen.document();
            if (seen == null || document == null || !document.view().equals(view) || document.next() != null) {
                client.changer().look();
                later();
            } else {
                all.put(name, seen);
                read(view, names, all);
            }
        });
    }

    private void origins(Map<String, Seen> all) {
        TreeSet<String> origins = new TreeSet<>();
        for (Seen seen : all.values()) {
            for (int slot = 0; slot < View.SLOTS; slot++) {
                String origin = seen.document() == null ? null : seen.document().source(slot);
                if (origin != null) {
                    origins.add(origin);
                }
            }
        }
        rules.clear(
                last -> stepOrigins(new ArrayDeque<>(origins), all, last),
                last -> stepNodes(new ArrayDeque<>(all.keySet()), all, last),
                () -> end(Outcome.Plain.DONE));
    }

    private void stepOrigins(ArrayDeque<String> origins, Map<String, Seen> all, Runnable last) {
        String origin = origins.poll();
        if (origin == null) {
            dawdle(last);
            return;
        }
        Link link = client.link(origin);
        link.batch(List.of(step()), (fate, replies) -> {
            stepped |= fate != Link.Fate.UNSENT;
            if (fate == Link.Fate.ANSWERED) {
                link.generationIs(replies.get(0).number());
                stepOrigins(origins, all, last);
            } else {
                endWarmUps(origin, new ArrayList<>(all.keySet()));
            }
        });
    }

    /** Those that this old owner takes part in. */
    private void endWarmUps(String origin, List<String> names) {
        if (names.isEmpty()) {
            later();
            return;
        }
        Link link = client.link(names.remove(0));
        Document document = link.document();
        boolean takesPart = false;
        for (int slot = 0; document != null && slot < View.SLOTS; slot++) {
            takesPart |= origin.equals(document.source(slot));
        }
        if (takesPart) {
            client.warmth().end(link, () -> endWarmUps(origin, names));
        } else {
            endWarmUps(origin, names);
        }
    }

    private void stepNodes(ArrayDeque<String> names, Map<String, Seen> all, Runnable last) {
        String name = names.poll();
        if (name == null) {
            dawdle(last);
            return;
        }
        Link link = client.link(name);
        Seen seen = all.get(name);
        link.batch(List.of(Command.get(Document.ITEM), step()), (fate, replies) -> {
            stepped |= fate != Link.Fate.UNSENT;
            if (fate == Link.Fate.ANSWERED
                    && seen != null
                    && seen.wire() == link.wire()
                    && replies.get(0).cas() == seen.token()) {
                link.generationIs(replies.get(1).number());
                stepNodes(names, all, last);
            } else {
                later();
            }
        });
    }

    /** A thread may be held up at any time. */
    private void dawdle(Runnable then) {
        world.after(
                world.isCalm() || world.chance(0.3) ? 0 : world.between(20, 150),
                () -> client.enter(() -> {
                    if (!ended) {
                        then.run();
                    }
                }));
    }

    private Command step() {
        return Command.step(Link.GENERATION, 1, world.number());
    }
}
