package io.flagstone.testkit.endpoint;

import io.flagstone.testkit.simulation.World;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The nodes behind the endpoint, and the ways to them: one node has the generation, the other the key under each of them. */
final class Fleet {

    /** Of an item that is not there. */
    static final long NONE = 0;

    record Item(String value, long token) {}

    private final World world;
    private final boolean choosesTokens;
    private final Map<Long, Item> items = new HashMap<>();
    private long generation = NONE;
    private long counted;

    Fleet(World world, boolean choosesTokens) {
        this.world = world;
        this.choosesTokens = choosesTokens;
    }

    // --- what nodes do ---

    long generation() {
        return generation;
    }

    long created() {
        return generation == NONE ? stepped() : generation;
    }

    /** Never a number that was given before. */
    long stepped() {
        generation = world.number();
        return generation;
    }

    @Nullable
    Item get(long under) {
        return items.get(under);
    }

    void set(long under, String value) {
        items.put(under, new Item(value, choosesTokens ? world.number() : ++counted));
    }

    boolean replace(long under, String value, long token) {
        Item there = items.get(under);
        boolean same = there != null && there.token() == token;
        if (same) {
            set(under, value);
        }
        return same;
    }

    void restartOwner() {
        items.clear();
        counted = 0;
    }

    void restartGeneration() {
        generation = NONE;
    }

    // --- the ways to them ---

    /** Carried out at some time, and answered at a later one. */
    <T> void call(Supplier<T> command, Consumer<T> answer) {
        world.after(way(), () -> {
            T result = command.get();
            world.after(way(), () -> answer.accept(result));
        });
    }

    /** Answered by an error, and carried out before or after that, or not at all. */
    void fail(Runnable command, Runnable error) {
        if (world.chance(0.8)) {
            world.after(way() * 3L, command);
        }
        world.after(way(), error);
    }

    private int way() {
        return world.chance(0.15) ? world.between(20, 150) : world.between(1, 8);
    }
}
