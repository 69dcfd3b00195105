package io.flagstone.testkit.gutter;

import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A memcached: items with tokens, which may forget anything. */
final class Node {

    /** What to do with one item. */
    enum Verb {
        /** Reads it, or leaves a stub where there is none. */
        CLAIM,
        SET,
        DELETE,
        /** Adds to a number, or creates it. */
        STEP
    }

    /**
     * An order.
     *
     * @param part what the item belongs to; its generation is read beside
     * @param value a version, or what to step by
     * @param cas zero for any
     * @param life how long it stays, zero for ever
     */
    record Order(Verb verb, String part, String key, long value, long cas, long life) {}

    /**
     * An answer.
     *
     * @param done whether something was stored, claimed or deleted
     * @param value the version read, zero for none
     * @param generation of the part when the order was carried out, zero for none
     * @param late whether what was read had been stored when nobody waited for that any more
     */
    record Reply(boolean done, long value, long cas, long generation, boolean late) {}

    private record Item(long value, long cas, long end, boolean late) {}

    private static final Item NONE = new Item(0, 0, 0, false);

    private final World world;
    private final TreeMap<String, Item> items = new TreeMap<>();
    private long tokens;

    Node(World world) {
        this.world = world;
    }

    Reply carryOut(Order order, long generation, boolean late) {
        String name = order.verb() == Verb.STEP ? order.part() : order.part() + ":" + generation + ":" + order.key();
        Item item = live(name);
        boolean fits = order.cas() == 0 || (item != null && item.cas() == order.cas());
        Item before = item == null ? NONE : item;
        boolean done = switch (order.verb()) {
            case CLAIM -> item == null;
            case SET, DELETE -> fits;
            case STEP -> true;
        };
        Item after = before;
        if (done) {
            after = switch (order.verb()) {
                case CLAIM -> put(name, 0, 60, late);
                case SET -> put(name, order.value(), order.life(), late);
                case STEP -> put(name, item == null ? world.number() * 1000 : item.value() + order.value(), 0, late);
                case DELETE -> delete(name);
            };
        }
        Item number = live(order.part());
        return new Reply(done, after.value(), after.cas(), number == null ? 0 : number.value(), after.late());
    }

    private @Nullable Item live(String name) {
        Item item = items.get(name);
        return item == null || (item.end() != 0 && item.end() <= world.now()) ? null : item;
    }

    private Item put(String name, long value, long life, boolean late) {
        Item item = new Item(value, ++tokens, life == 0 ? 0 : world.now() + life, late);
        items.put(name, item);
        return item;
    }

    private Item delete(String name) {
        items.remove(name);
        return NONE;
    }

    /** Something is evicted. */
    void evict() {
        if (!items.isEmpty()) {
            items.remove(world.oneOf(new ArrayList<>(items.keySet())));
        }
    }

    /** Everything is lost, and tokens count from 1. */
    void restart() {
        items.clear();
        tokens = 0;
    }
}
