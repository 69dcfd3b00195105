package io.flagstone.testkit.copies;

import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.Reply;
import io.flagstone.testkit.simulation.Socket;
import io.flagstone.testkit.simulation.Wire;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What one client knows of one node: its connection, the generations, and what the node is owed before it is used again. */
final class Link {

    private static final Wire.Stalls STALLS = new Wire.Stalls(0.02, 120);

    private final World world;
    private final Client client;
    private final Map<Part, Long> generations = new EnumMap<>(Part.class);
    private final Map<Part, Set<String>> keysOwed = new EnumMap<>(Part.class);
    private final Set<Part> stepsOwed = EnumSet.noneOf(Part.class);
    private final Socket socket;
    private boolean paying;

    Link(World world, Client client, Node node) {
        this.world = world;
        this.client = client;
        this.socket = new Socket(world, client, node, STALLS);
    }

    // --- the connection ---

    void setCut(boolean now) {
        socket.setCut(now);
    }

    void hangUp() {
        socket.hangUp();
    }

    /** The connection is gone. Changes of entries on their way may still be carried out, under their generation. */
    void broke(Wire broken, List<Command> lost) {
        if (lost.stream().anyMatch(command -> command.isMutation() && Part.ENTRIES.holds(command.item()))) {
            stepsOwed.add(Part.ENTRIES);
        }
        if (socket.forget(broken)) {
            paying = false;
        }
    }

    /** Whether this client uses the node now. */
    boolean isUp() {
        return usable() != null;
    }

    private @Nullable Wire usable() {
        boolean fresh = socket.wire() == null;
        Wire now = socket.connected();
        if (fresh && now != null) {
            payIfOwing();
        }
        return paying ? null : now;
    }

    // --- what is owed ---

    /** The node may hold what nobody must read, and has to be told before this client uses it again. */
    void owe(Part part, String key) {
        keysOwed.computeIfAbsent(part, p -> new TreeSet<>()).add(key);
        payIfOwing();
    }

    /** The same for all keys. */
    void oweAll(Part part) {
        stepsOwed.add(part);
        payIfOwing();
    }

    private void payIfOwing() {
        Wire on = socket.wire();
        if (on == null || on.isBroken() || paying) {
            return;
        }
        if (!stepsOwed.isEmpty()) {
            payStep(on, stepsOwed.iterator().next());
        } else if (!keysOwed.isEmpty()) {
            payKeys(on, keysOwed.keySet().iterator().next());
        }
    }

    private void payStep(Wire on, Part part) {
        paying = true;
        stepsOwed.remove(part);
        on.send(List.of(Command.step(part.generation(), 1, world.number())), replies -> {
            if (replies == null) {
                stepsOwed.add(part);
            } else {
                generations.put(part, replies.get(0).number());
                paid();
            }
        });
    }

    private void payKeys(Wire on, Part part) {
        paying = true;
        Set<String> keys = keysOwed.remove(part);
        on.send(List.of(Command.get(part.generation())), read -> {
            if (read == null || keys == null) {
                restore(part, keys);
                return;
            }
            long generation = read.get(0).number();
            List<Command> deletions = new ArrayList<>();
            keys.forEach(key -> deletions.add(Command.delete(part.item(generation, key), 0)));
            on.send(deletions, replies -> {
                if (replies == null) {
                    restore(part, keys);
                } else {
                    paid();
                }
            });
        });
    }

    private void restore(Part part, @Nullable Set<String> keys) {
        if (keys != null) {
            keysOwed.computeIfAbsent(part, p -> new TreeSet<>()).addAll(keys);
        }
    }

    private void paid() {
        paying = false;
        payIfOwing();
    }

    // --- calls ---

    /**
     * Sends one command, with the part's generation read around it, again where that has changed.
     *
     * @param required the connection that the command's token was read on, or null
     */
    void call(Part part, @Nullable Wire required, LongFunction<Command> command, Consumer<Answer> then) {
        Wire on = usable();
        if (on == null) {
            later(Answer.of(Answer.Fate.FAILED), then);
        } else if (required != null && required != on) {
            later(Answer.of(Answer.Fate.STALE), then);
        } else if (generations.getOrDefault(part, 0L) == 0) {
            step(part, 0, known -> {
                if (known) {
                    call(part, required, command, then);
                } else {
                    then.accept(Answer.of(Answer.Fate.FAILED));
                }
            });
        } else {
            send(on, part, required, command, then);
        }
    }

    private void later(Answer answer, Consumer<Answer> then) {
        world.after(world.between(1, 5), () -> client.enter(() -> then.accept(answer)));
    }

    private void send(
            Wire on, Part part, @Nullable Wire required, LongFunction<Command> command, Consumer<Answer> then) {
        long generation = generations.getOrDefault(part, 0L);
        Command sent = command.apply(generation);
        Command reading = Command.get(part.generation());
        on.send(List.of(reading, sent, reading), replies -> {
            if (replies == null) {
                then.accept(Answer.of(sent.isMutation() ? Answer.Fate.UNKNOWN : Answer.Fate.FAILED));
                return;
            }
            Reply reply = replies.get(1);
            // a store that was carried out is judged by the reading ahead of it, all else by the one behind
            long present = replies.get(sent.isStore() && reply.isDone() ? 0 : 2).number();
            generations.put(part, present);
            if (present == generation) {
                then.accept(new Answer(Answer.Fate.COUNTS, reply, on));
            } else {
                call(part, required, command, then);
            }
        });
    }

    /** Adds to the part's generation, or makes one; hears whether that is known to have happened. */
    void step(Part part, long delta, Consumer<Boolean> then) {
        Wire on = usable();
        if (on == null) {
            world.after(1, () -> client.enter(() -> then.accept(false)));
            return;
        }
        on.send(List.of(Command.step(part.generation(), delta, world.number())), replies -> {
            if (replies != null) {
                generations.put(part, replies.get(0).number());
            }
            then.accept(replies != null);
        });
    }
}
