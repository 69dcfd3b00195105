package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Reply;
import io.flagstone.testkit.simulation.Wire;
import io.flagstone.testkit.simulation.World;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One operation of a client on one key, tried until it counts, cannot be known, or has no time left. */
final class Operating implements Call {

    private static final long DEADLINE = 150;

    /** Where a try was sent to; a second request of the same operation must go there, too. */
    record Way(Protocol.Route route, Wire wire, long generation) {}

    private enum Judgement {
        COUNTS,
        AGAIN,
        UNKNOWN
    }

    private final World world;
    private final Client client;
    private final Protocol protocol;
    private final Operation operation;
    private final int slot;
    private final Consumer<Event> then;
    private final long invoked;
    private final @Nullable Warming warming;
    private boolean ended;
    private @Nullable Link inFlight;

    Operating(World world, Client client, Operation operation, int slot, Consumer<Event> then) {
        this.world = world;
        this.client = client;
        this.protocol = client.protocol();
        this.operation = operation;
        this.slot = slot;
        this.then = then;
        this.invoked = world.moment();
        this.warming =
                protocol instanceof WarmUp rules ? new Warming(world, client, rules, this, operation, slot) : null;
    }

    @Override
    public void start() {
        world.after(DEADLINE, () -> client.enter(this::timeIsUp));
        attempt();
    }

    private void timeIsUp() {
        if (!ended) {
            Link mutated = inFlight;
            end(mutated != null ? Outcome.Plain.UNKNOWN : Outcome.Plain.NOT_DONE);
            if (mutated != null) {
                mutated.hangUp();
            }
        }
    }

    @Override
    public Event abandoned() {
        ended = true;
        return new Event(client.name(), operation, Outcome.Plain.UNKNOWN, invoked, Event.NEVER);
    }

    void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            world.trace(() -> client.name() + " " + operation.key() + " " + operation + " -> " + outcome);
            then.accept(new Event(client.name(), operation, outcome, invoked, world.moment()));
        }
    }

    void later() {
        inFlight = null;
        world.after(world.between(5, 15), () -> client.enter(this::attempt));
    }

    void attempt() {
        String owner = ended ? "" : protocol.owner(client, slot);
        if (owner.isEmpty()) {
            if (!ended) {
                later();
            }
            return;
        }
        Link link = client.link(owner);
        Protocol.Route route = protocol.route(link, slot);
        if (route == null) {
            link.read(seen -> {
                if (protocol.route(link, slot) == null) {
                    client.changer().look();
                    later();
                } else {
                    attempt();
                }
            });
        } else if (link.generation() == 0) {
            learnGeneration(link);
        } else if (warming != null) {
            warming.run(route);
        } else {
            run(route);
        }
    }

    private void learnGeneration(Link link) {
        link.batch(List.of(Command.step(Link.GENERATION, 0, world.number())), (fate, replies) -> {
            if (fate == Link.Fate.ANSWERED) {
                link.generationIs(replies.get(0).number());
            }
            later();
        });
    }

    // --- what each kind of operation sends ---

    private void run(Protocol.Route route) {
        String value = operation.value();
        switch (operation.kind()) {
            case GET ->
                send(
                        route,
                        Command.get(wireKey(route)),
                        (way, reply) -> end(Outcome.of(operation.kind(), reply.value())));
            case PUT ->
                send(route, Command.set(wireKey(route), operation.given(), 0), (way, reply) -> end(Outcome.Plain.DONE));
            case PUT_IF_ABSENT -> send(route, Command.add(wireKey(route), String.valueOf(value)), this::said);
            case REMOVE -> send(route, Command.delete(wireKey(route), 0), this::said);
            default -> send(route, Command.get(wireKey(route)), this::change);
        }
    }

    private void said(Way way, Reply reply) {
        end(new Outcome.Said(reply.isDone()));
    }

    String wireKey(Protocol.Route route) {
        return operation.key() + ":" + route.era() + ":" + route.link().generation();
    }

    /** The second half of a change by token. */
    private void change(Way way, Reply seen) {
        if (!isSame(way)) {
            later();
            return;
        }
        String before = (String) seen.value();
        if (operation.expected() != null) {
            replace(way, seen, before);
        } else {
            long sum = (before == null ? 0 : Long.parseLong(before)) + Long.parseLong(operation.given());
            String key = wireKey(way.route());
            Command store = before == null
                    ? Command.add(key, Long.toString(sum))
                    : Command.set(key, Long.toString(sum), seen.cas());
            send(way.route(), store, (last, reply) -> endOrAgain(reply, new Outcome.Saw(before)));
        }
    }

    /** Whether another request can go where the first one went. */
    boolean isSame(Way way) {
        Link link = way.route().link();
        Protocol.Route route = protocol.route(link, slot);
        return route != null
                && route.era() == way.route().era()
                && link.wire() == way.wire()
                && link.generation() == way.generation();
    }

    boolean hasEnded() {
        return ended;
    }

    private void replace(Way way, Reply seen, @Nullable String before) {
        if (!operation.awaited().equals(before)) {
            end(new Outcome.Said(false));
        } else {
            send(
                    way.route(),
                    Command.set(wireKey(way.route()), operation.given(), seen.cas()),
                    (last, reply) -> endOrAgain(reply, new Outcome.Said(true)));
        }
    }

    private void endOrAgain(Reply reply, Outcome outcome) {
        if (reply.isDone()) {
            end(outcome);
        } else {
            later();
        }
    }

    // --- one request, and whether it counts ---

    void send(Protocol.Route route, Command command, BiConsumer<Way, Reply> counted) {
        Link link = route.link();
        long generation = link.generation();
        Command view = Command.get(Document.ITEM);
        Command number = Command.get(Link.GENERATION);
        boolean changes = command.isMutation() && operation.kind() != Kind.GET;
        inFlight = changes ? link : null;
        link.batch(List.of(view, number, command, view, number), (fate, replies) -> {
            if (ended) {
                return;
            }
            Wire wire = link.wire();
            if (fate == Link.Fate.LOST && changes) {
                end(Outcome.Plain.UNKNOWN);
            } else if (fate != Link.Fate.ANSWERED || wire == null) {
                later();
            } else {
                judge(new Way(route, wire, generation), command, replies, counted);
            }
        });
    }

    private void judge(Way way, Command command, List<Reply> replies, BiConsumer<Way, Reply> counted) {
        Link link = way.route().link();
        Reply reply = replies.get(2);
        boolean effect = command.isMutation() && reply.isDone();
        Protocol.Readings by = protocol.judgedBy(command, reply);
        boolean ahead = by != Protocol.Readings.BEHIND;
        boolean behind = by != Protocol.Readings.AHEAD;
        boolean wasPresent = replies.get(1).number() == way.generation();
        boolean isPresent = replies.get(4).number() == way.generation();
        if ((ahead && !wasPresent) || (behind && !isPresent)) {
            link.generationIs(replies.get(behind ? 4 : 1).number());
            boolean unknown = ahead && behind && wasPresent && effect;
            settle(unknown ? Judgement.UNKNOWN : Judgement.AGAIN, way, reply, counted);
            return;
        }
        long first = replies.get(0).cas();
        long last = behind ? replies.get(3).cas() : first;
        if (!protocol.hasDocuments() || (first == way.route().token() && last == first)) {
            settle(Judgement.COUNTS, way, reply, counted);
            return;
        }
        link.read(seen -> settle(reread(seen != null, way, first, effect), way, reply, counted));
    }

    /** The document was written in the meantime; what it says now is also what it said when the operation came by. */
    private Judgement reread(boolean done, Way way, long first, boolean effect) {
        Link link = way.route().link();
        boolean same = done && link.wire() == way.wire();
        Protocol.Route now = same ? protocol.route(link, slot) : null;
        if (now != null && now.era() == way.route().era()) {
            return Judgement.COUNTS;
        }
        boolean alreadyOver = same && (first == 0 || first == link.token());
        return effect && !alreadyOver ? Judgement.UNKNOWN : Judgement.AGAIN;
    }

    private void settle(Judgement judgement, Way way, Reply reply, BiConsumer<Way, Reply> counted) {
        if (ended) {
            return;
        }
        if (judgement == Judgement.COUNTS) {
            counted.accept(way, reply);
        } else if (judgement == Judgement.UNKNOWN && operation.kind() != Kind.GET && protocol.givesUpUnconfirmed()) {
            end(Outcome.Plain.UNKNOWN);
        } else {
            later();
        }
    }
}
