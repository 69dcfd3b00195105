package io.flagstone.provider.entry;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.entry.Entry;
import org.jspecify.annotations.Nullable;

/** What was under a key at one moment, with the token that tells whether it still is. */
public final class Seen {

    /** What it was. */
    public enum State {
        /** No item. Storing in its place succeeds if there is none then either. */
        ABSENT,
        /** An item without a value: a lease, something expired, or bytes that mean nothing here. */
        VACANT,
        /** A value. */
        LIVE,
        /** Nobody knows: the node could not be asked. Nothing can be stored in its place. */
        UNREACHABLE
    }

    private final State state;
    private final Entry entry;
    private final byte @Nullable [] value;

    Seen(State state, Entry entry, byte @Nullable [] value) {
        this.state = state;
        this.entry = entry;
        this.value = value;
    }

    /** The key that it was read under. */
    public Object key() {
        return entry.key().object();
    }

    public State state() {
        return state;
    }

    /** The bytes of a {@link State#LIVE} one, otherwise null. Not to be changed. */
    public byte @Nullable [] value() {
        return value;
    }

    /** The same item and its token, without its bytes: for who only wants to change it later. */
    public Seen bare() {
        return state == State.LIVE ? new Seen(State.VACANT, entry.asVacant(), null) : this;
    }

    /** Whether the other one is the same item, untouched in between. */
    public boolean isSameItem(Seen other) {
        Object item = entry.item();
        return item != null && item.equals(other.entry.item());
    }

    /** Why nothing is known of an {@link State#UNREACHABLE} one. */
    public FlagstoneException failure() {
        return entry.failure();
    }

    Entry entry() {
        return entry;
    }
}
