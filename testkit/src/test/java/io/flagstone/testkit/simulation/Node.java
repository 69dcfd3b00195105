package io.flagstone.testkit.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stock memcached node: items with tokens from one counter, which starts again with the process. */
public final class Node {

    private record Item(@Nullable Object value, long cas, long end) {}

    private final String name;
    private final Map<String, Item> items = new TreeMap<>();
    private final Consumer<@Nullable Object> stored;
    private boolean up = true;
    private int life = 1;
    private long tokens;

    public Node(String name) {
        this(name, value -> {});
    }

    /**
     * A node whose stores are watched.
     *
     * @param stored hears each value, before anybody hears of it
     */
    public Node(String name, Consumer<@Nullable Object> stored) {
        this.name = name;
        this.stored = stored;
    }

    public String name() {
        return name;
    }

    public boolean isUp() {
        return up;
    }

    /** The number of the process that serves under this name. */
    public int life() {
        return life;
    }

    /** The process ends, and its memory with it. */
    public void end() {
        up = false;
        items.clear();
    }

    /** Another process begins, with nothing in it. */
    public void begin() {
        up = true;
        life++;
        tokens = 0;
    }

    /** Memory was short. */
    public void evict(String item) {
        items.remove(item);
    }

    public List<String> items() {
        return List.copyOf(items.keySet());
    }

    /** What the item holds, seen from outside the protocol. */
    @Nullable
    public Object peek(String item) {
        Item held = items.get(item);
        return held == null ? null : held.value();
    }

    Reply execute(Command command, long now) {
        Item old = items.get(command.item());
        Item item = old != null && old.end() != 0 && old.end() <= now ? null : old;
        return switch (command.verb()) {
            case GET -> item == null ? Reply.of(Reply.Status.MISS) : found(item);
            case CLAIM -> item == null ? stored(command, now) : found(item);
            case ADD -> item != null ? Reply.of(Reply.Status.NOT_STORED) : stored(command, now);
            case SET, DELETE -> conditional(command, item, now);
            case STEP -> step(command, item, now);
        };
    }

    private Reply conditional(Command command, @Nullable Item item, long now) {
        if (item == null && (command.cas() != 0 || !command.isStore())) {
            return Reply.of(Reply.Status.NOT_FOUND);
        }
        if (item != null && command.cas() != 0 && command.cas() != item.cas()) {
            return Reply.of(Reply.Status.EXISTS);
        }
        if (command.isStore()) {
            return stored(command, now);
        }
        items.remove(command.item());
        return Reply.of(Reply.Status.DONE);
    }

    private Reply step(Command command, @Nullable Item item, long now) {
        if (item == null || !(item.value() instanceof Long number)) {
            return found(store(command, command.value(), now));
        }
        return found(command.cas() == 0 ? item : store(command, number + command.cas(), now));
    }

    private Reply stored(Command command, long now) {
        return new Reply(
                Reply.Status.DONE, null, store(command, command.value(), now).cas());
    }

    private Item store(Command command, @Nullable Object value, long now) {
        Item item = new Item(value, ++tokens, command.life() == 0 ? 0 : now + command.life());
        items.put(command.item(), item);
        stored.accept(value);
        return item;
    }

    private static Reply found(Item item) {
        return new Reply(Reply.Status.VALUE, item.value(), item.cas());
    }
}
