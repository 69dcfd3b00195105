package io.flagstone.testkit.copies;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.World;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One operation of a client. Its kinds do the work; this one knows the time and how it ended. */
abstract class Operating {

    private static final long DEADLINE = 150;

    final World world;
    final Client client;
    final Protocol protocol;
    final Operation operation;
    private final Consumer<Event> then;
    private final long invoked;
    private boolean ended;

    Operating(Setting setting, Client client, Operation operation, Consumer<Event> then) {
        this.world = setting.world();
        this.client = client;
        this.protocol = setting.protocol();
        this.operation = operation;
        this.then = then;
        this.invoked = world.moment();
    }

    /**
     * What is the same for all operations of a schedule.
     *
     * @param passes whether applications live on while a node is away
     * @param copies on how many nodes an entry is
     * @param nodes the names of all nodes
     */
    record Setting(World world, Protocol protocol, boolean passes, int copies, List<String> nodes) {

        /** The nodes of a key, the primary first. */
        List<Link> ranks(Client client, String key) {
            int first = key.charAt(1) - '0';
            return IntStream.range(first, first + copies)
                    .mapToObj(rank -> client.link(nodes.get(rank % nodes.size())))
                    .toList();
        }
    }

    /** The operation of this kind. */
    static Operating of(Setting setting, Client client, Operation operation, Runnable onCopy, Consumer<Event> then) {
        return switch (operation.kind()) {
            case GET -> new Reading(setting, client, operation, onCopy, then);
            case CLEAR -> new Clearing(setting, client, operation, then);
            default -> new Changing(setting, client, operation, then);
        };
    }

    final void start() {
        world.after(
                DEADLINE,
                () -> client.enter(() -> {
                    if (!ended) {
                        timeIsUp();
                    }
                }));
        attempt();
    }

    abstract void attempt();

    /** The deadline has passed, and the operation has not ended. */
    abstract void timeIsUp();

    final boolean hasEnded() {
        return ended;
    }

    final void end(Outcome outcome) {
        if (!ended) {
            ended = true;
            world.trace(() -> client.name() + " " + operation.key() + " " + operation + " -> " + outcome);
            then.accept(new Event(client.name(), operation, outcome, invoked, world.moment()));
        }
    }

    /** The client has ended: nobody will ever know. */
    final Event abandoned() {
        ended = true;
        return new Event(client.name(), operation, Outcome.Plain.UNKNOWN, invoked, Event.NEVER);
    }

    final String item(Part part, long generation) {
        return part.item(generation, operation.key());
    }

    final long life() {
        return world.between(20, 200);
    }

    /** A clear: generations of all nodes, one part after the other. */
    private static final class Clearing extends Operating {

        private final Setting setting;
        private boolean failed;

        Clearing(Setting setting, Client client, Operation operation, Consumer<Event> then) {
            super(setting, client, operation, then);
            this.setting = setting;
        }

        @Override
        void attempt() {
            step(0);
        }

        private void step(int number) {
            Part[] parts = protocol.clearing();
            if (number == parts.length) {
                end(failed && !setting.passes() ? Outcome.Plain.UNKNOWN : Outcome.Plain.DONE);
                return;
            }
            int[] open = {client.links().size()};
            for (Link link : client.links()) {
                link.step(parts[number], 1, done -> {
                    if (!done) {
                        failed = true;
                        link.oweAll(parts[number]);
                    }
                    if (--open[0] == 0) {
                        step(number + 1);
                    }
                });
            }
        }

        /** It goes on: the next parts must be stepped in any case. */
        @Override
        void timeIsUp() {}
    }

    /** A read: of the primary, or of the first replica that is up while the primary is not. */
    private static final class Reading extends Operating {

        private final Setting setting;
        private final List<Link> ranks;
        private final Runnable onCopy;

        Reading(Setting setting, Client client, Operation operation, Runnable onCopy, Consumer<Event> then) {
            super(setting, client, operation, then);
            this.setting = setting;
            this.ranks = setting.ranks(client, operation.key());
            this.onCopy = onCopy;
        }

        @Override
        void attempt() {
            if (protocol.readersFill()) {
                Link replica = ranks.get(1);
                replica.call(
                        Part.COPIES,
                        null,
                        generation -> Command.claim(item(Part.COPIES, generation), life()),
                        claim -> read(claim.counts() && claim.isDone() ? claim : null));
            } else {
                read(null);
            }
        }

        private void read(@Nullable Answer claim) {
            ranks.get(0)
                    .call(
                            Part.ENTRIES,
                            null,
                            generation -> Command.get(item(Part.ENTRIES, generation)),
                            answer -> seen(answer, claim));
        }

        private void seen(Answer answer, @Nullable Answer claim) {
            if (!answer.counts()) {
                readCopy();
                return;
            }
            String value = answer.value();
            if (claim != null && value != null) {
                ranks.get(1)
                        .call(
                                Part.COPIES,
                                claim.wire(),
                                generation -> Command.set(item(Part.COPIES, generation), value, claim.cas(), 0),
                                filled -> {});
            }
            end(new Outcome.Saw(value));
        }

        private void readCopy() {
            for (Link replica : ranks.subList(1, ranks.size())) {
                if (replica.isUp()) {
                    replica.call(
                            Part.COPIES,
                            null,
                            generation -> Command.get(item(Part.COPIES, generation)),
                            answer -> seenCopy(answer.value()));
                    return;
                }
            }
            seenCopy(null);
        }

        private void seenCopy(@Nullable String value) {
            if (value != null) {
                onCopy.run();
                end(Outcome.of(Kind.GET, value));
            } else {
                nothing();
            }
        }

        private void nothing() {
            end(setting.passes() ? new Outcome.Saw(null) : Outcome.Plain.NOT_DONE);
        }

        @Override
        void timeIsUp() {
            nothing();
        }
    }
}
