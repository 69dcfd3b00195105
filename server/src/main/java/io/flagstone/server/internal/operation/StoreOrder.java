package io.flagstone.server.internal.operation;

import io.flagstone.server.store.Draft;

/**
 * What a connection has announced it will store: the item being written and the conditions that hold once its value is
 * complete. One for each connection, reused.
 */
public final class StoreOrder {
    /** When and how an item is stored. */
    public enum Mode {
        SET,
        ADD,
        REPLACE,
        APPEND,
        PREPEND,
        CAS;

        /** Whether whatever is there goes. */
        boolean replacesAnything() {
            return this == SET || this == REPLACE;
        }
    }

    private final Draft draft;
    Mode mode = Mode.SET;
    boolean comparesCas;
    long compareCas;
    boolean maySetStale;
    boolean marksBinaryKey;
    boolean vivifies;
    int vivifyExpiry;
    boolean setsCas;
    long explicitCas;
    byte[] value = {};
    int valueStart;
    int valueLength;

    /** Orders of a connection whose items are written in this draft. */
    public StoreOrder(Draft draft) {
        this.draft = draft;
    }

    /** The item being written. */
    public Draft draft() {
        return draft;
    }

    /** When and how it is stored. */
    public Mode mode() {
        return mode;
    }

    /** Begins a new order without further conditions. */
    public void begin(Mode how) {
        mode = how;
        comparesCas = false;
        maySetStale = false;
        marksBinaryKey = false;
        vivifies = false;
        setsCas = false;
    }

    /** The value is there in whole; it stays where it is until the order is carried out. */
    public void value(byte[] source, int from, int length) {
        value = source;
        valueStart = from;
        valueLength = length;
    }

    /** Only if the item has this CAS number, in the modes that compare: {@code CAS}, {@code APPEND}, {@code PREPEND}. */
    public void compare(long cas) {
        comparesCas = true;
        compareCas = cas;
    }

    /** An older CAS number than the item's stores, too, and leaves a stale item. */
    public void maySetStale(boolean may) {
        maySetStale = may;
    }

    /** Marks the item's key as binary. */
    public void markBinaryKey(boolean marks) {
        marksBinaryKey = marks;
    }

    /** Whether the item's key is marked as binary. */
    public boolean marksBinaryKey() {
        return marksBinaryKey;
    }

    /** Where there is nothing to append to, stores an item that expires in this second. */
    public void vivify(int expiry) {
        vivifies = true;
        vivifyExpiry = expiry;
    }

    /** Gives the stored item this CAS number instead of the node's next one. */
    public void setCas(long cas) {
        setsCas = true;
        explicitCas = cas;
    }
}
