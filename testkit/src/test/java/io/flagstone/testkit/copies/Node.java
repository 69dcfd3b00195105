package io.flagstone.testkit.copies;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A stock memcached node: items with tokens from one counter, which starts again with the process. */
final class Node {

    private record Item(@Nullable String value, long cas, long end) {}

    private static final Reply MISS = new Reply(Reply.Status.MISS, null, 0);
    private static final Reply REFUSED = new Reply(Reply.Status.REFUSED, null, 0);

    private final String name;
    private final Map<String, Item> items = new TreeMap<>();
    private boolean up = true;
    private int life = 1;
    private long tokens;

    Node(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean isUp() {
        return up;
    }

    /** The number of the process that serves under this name. */
    int life() {
        return life;
    }

    /** The process ends, and its memory with it. */
    void end() {
        up = false;
        items.clear();
    }

    /** Another process begins, with nothing in it. */
    void begin() {
        up = true;
        life++;
        tokens = 0;
    }

    void evict(String item) {
        items.remove(item);
    }

    List<String> items() {
        return List.copyOf(items.keySet());
    }

    Reply execute(Command command, long now) {
        Item old = items.get(command.item());
        Item item = old != null && old.end() != 0 && old.end() <= now ? null : old;
        return switch (command.verb()) {
            case GET -> item == null ? MISS : found(item);
            case CLAIM -> item == null ? stored(command, now) : found(item);
            case ADD -> item != null ? REFUSED : stored(command, now);
            case SET -> isMet(command, item) ? stored(command, now) : REFUSED;
            case DELETE -> isMet(command, item) ? removed(command) : REFUSED;
            case STEP -> step(command, item, now);
        };
    }

    private static boolean isMet(Command command, @Nullable Item item) {
        return command.cas() == 0 || (item != null && item.cas() == command.cas());
    }

    private Reply stored(Command command, long now) {
        return new Reply(
                Reply.Status.DONE, null, store(command, command.value(), now).cas());
    }

    private Reply removed(Command command) {
        items.remove(command.item());
        return new Reply(Reply.Status.DONE, null, 0);
    }

    private Reply step(Command command, @Nullable Item item, long now) {
        if (item == null || item.value() == null) {
            return found(store(command, command.value(), now));
        }
        long sum = Long.parseLong(item.value()) + command.cas();
        return found(command.cas() == 0 ? item : store(command, Long.toString(sum), now));
    }

    private Item store(Command command, @Nullable String value, long now) {
        Item item = new Item(value, ++tokens, command.life() == 0 ? 0 : now + command.life());
        items.put(command.item(), item);
        return item;
    }

    private static Reply found(Item item) {
        return new Reply(Reply.Status.FOUND, item.value(), item.cas());
    }
}
