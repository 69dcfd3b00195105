package io.flagstone.testkit.nodelist;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A stock memcached node: items with CAS tokens from one counter, which starts again with the process. */
final class Node {

    /** The item that holds the node's {@link Document}. */
    static final String VIEW = "view";

    /** The item that holds the generation. */
    static final String GENERATION = "gen";

    private record Item(@Nullable Object value, long cas) {}

    private final String name;
    private final Map<String, Item> items = new HashMap<>();
    private final Consumer<Document> written;
    private boolean up = true;
    private int life = 1;
    private long tokens;

    Node(String name, Consumer<Document> written) {
        this.name = name;
        this.written = written;
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

    /** Memory was short. */
    void evict(String key) {
        items.remove(key);
    }

    List<String> keys() {
        return List.copyOf(items.keySet());
    }

    /** What the item holds, seen from outside the protocol. */
    @Nullable
    Object peek(String key) {
        Item item = items.get(key);
        return item == null ? null : item.value();
    }

    Reply execute(Command command) {
        Item item = items.get(command.key());
        return switch (command.verb()) {
            case GET -> item == null ? Reply.of(Reply.Status.MISS) : found(item);
            case LEASE -> found(item == null ? store(command.key(), null) : item);
            case ADD -> item != null ? Reply.of(Reply.Status.NOT_STORED) : stored(command.key(), command.value());
            case SET -> conditional(command, item, true);
            case DELETE -> conditional(command, item, false);
            case STEP -> step(command, item);
        };
    }

    private Reply conditional(Command command, @Nullable Item item, boolean store) {
        if (item == null && (command.cas() != 0 || !store)) {
            return Reply.of(Reply.Status.NOT_FOUND);
        }
        if (item != null && command.cas() != 0 && command.cas() != item.cas()) {
            return Reply.of(Reply.Status.EXISTS);
        }
        if (store) {
            return stored(command.key(), command.value());
        }
        items.remove(command.key());
        return Reply.of(Reply.Status.DONE);
    }

    private Reply step(Command command, @Nullable Item item) {
        if (item == null || !(item.value() instanceof Long number)) {
            return found(store(command.key(), command.value()));
        }
        return found(command.cas() == 0 ? item : store(command.key(), number + command.cas()));
    }

    private Reply stored(String key, @Nullable Object value) {
        return new Reply(Reply.Status.DONE, null, store(key, value).cas());
    }

    private Item store(String key, @Nullable Object value) {
        Item item = new Item(value, ++tokens);
        items.put(key, item);
        if (value instanceof Document document) {
            written.accept(document);
        }
        return item;
    }

    private static Reply found(Item item) {
        return new Reply(Reply.Status.VALUE, item.value(), item.cas());
    }
}
