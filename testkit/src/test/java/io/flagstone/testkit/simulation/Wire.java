package io.flagstone.testkit.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: requests arrive in order, one by one, and other connections' requests in between; so do the replies.
 * When it breaks, what was on its way may still be carried out, at any later time while the process lives.
 */
public final class Wire {

    /**
     * How often a request is held up while the world is not calm, and how long at the most.
     *
     * @param chance from 0 to 1
     * @param longest in ticks
     */
    public record Stalls(double chance, int longest) {}

    private record Batch(List<Command> commands, List<Reply> replies, Consumer<@Nullable List<Reply>> then) {}

    private record Flying(Batch batch, Command command) {}

    private final World world;
    private final Node node;
    private final Actor client;
    private final Stalls stalls;
    private final int life;
    private final ArrayDeque<Flying> flying = new ArrayDeque<>();
    private final ArrayDeque<Batch> open = new ArrayDeque<>();
    private boolean pumping;
    private boolean broken;
    private long lastDelivery;

    Wire(World world, Node node, Actor client, Stalls stalls) {
        this.world = world;
        this.node = node;
        this.client = client;
        this.stalls = stalls;
        this.life = node.life();
    }

    public boolean isBroken() {
        return broken;
    }

    /** Sends the requests; their replies come together, or null when the connection broke before. */
    public void send(List<Command> commands, Consumer<@Nullable List<Reply>> then) {
        Batch batch = new Batch(commands, new ArrayList<>(), then);
        open.add(batch);
        commands.forEach(command -> flying.add(new Flying(batch, command)));
        pump(world.between(1, 4));
    }

    private void pump(long delay) {
        if (!pumping && !flying.isEmpty()) {
            pumping = true;
            world.after(delay, this::arrive);
        }
    }

    private void arrive() {
        pumping = false;
        Flying next = flying.poll();
        if (next == null) {
            return;
        }
        if (!node.isUp() || node.life() != life) {
            flying.clear();
            breakNow();
            return;
        }
        Command command = next.command();
        Reply reply = node.execute(command, world.now());
        boolean late = broken;
        world.trace(() -> node.name() + " < " + client.name() + (late ? " (late) " : " ") + command + " -> " + reply);
        next.batch().replies().add(reply);
        if (next.batch().replies().size() == next.batch().commands().size()) {
            answer(next.batch());
        }
        pump(gap());
    }

    private long gap() {
        if (!world.isCalm() && world.chance(stalls.chance())) {
            return world.between(10, stalls.longest());
        }
        return world.chance(0.8) ? 0 : world.between(1, 5);
    }

    private void answer(Batch batch) {
        lastDelivery = Math.max(lastDelivery, world.now() + world.between(1, 4));
        world.after(
                lastDelivery - world.now(),
                () -> client.enter(() -> {
                    if (!broken) {
                        open.remove(batch);
                        batch.then().accept(List.copyOf(batch.replies()));
                    }
                }));
    }

    /** Breaks the connection; some first part of what is on its way gets through all the same, later. */
    public void breakNow() {
        if (broken) {
            return;
        }
        broken = true;
        int through = world.between(0, flying.size());
        while (flying.size() > through) {
            flying.removeLast();
        }
        if (!flying.isEmpty() && !pumping) {
            pump(world.between(1, 400));
        }
        List<Batch> lost = List.copyOf(open);
        open.clear();
        client.enter(() -> {
            client.broke(
                    node,
                    this,
                    lost.stream().flatMap(b -> b.commands().stream()).toList());
            lost.forEach(batch -> batch.then().accept(null));
        });
    }
}
