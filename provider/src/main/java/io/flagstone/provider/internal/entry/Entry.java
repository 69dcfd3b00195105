package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.wire.Request;
import org.jspecify.annotations.Nullable;

/** What a node held under a key at one moment. */
public final class Entry {

    /** What it was. */
    public enum State {
        /** No item. */
        ABSENT,
        /** An item that holds no entry: a stub that a reader left to load it, or bytes that are not ours. */
        VACANT,
        /** An entry. */
        LIVE,
        /** An entry whose end has passed, still there. */
        EXPIRED,
        /** An entry, or the absence of one ({@link #held}), that some client holds to write through or to process. */
        HELD,
        /** Nobody knows: the node could not be asked ({@link #failure}). */
        UNREACHABLE
    }

    private final EntryKey key;
    private final State state;
    private final Token token;
    private final @Nullable Payload payload;
    private final long end;
    private final boolean touched;
    private final long renewal;
    private final boolean stub;
    private final boolean won;
    private final long holder;
    private final @Nullable Entry held;
    private final @Nullable FlagstoneException failure;

    /** Set before anybody else has it. */
    private boolean inGutter;

    /**
     * An item's token and where it counts.
     *
     * @param cas the number, or {@link Request#ANY_CAS} for none
     * @param incarnation the connection that it was read on
     */
    record Token(long cas, long incarnation) {

        static final Token NONE = new Token(Request.ANY_CAS, Call.ANY_INCARNATION);

        /** Of no connection that there ever was: nothing moves by it. */
        static final Token OF_A_COPY = new Token(Request.ANY_CAS, -1);
    }

    private Entry(
            EntryKey key,
            State state,
            Token token,
            @Nullable Payload payload,
            Times times,
            @Nullable Hold hold,
            @Nullable FlagstoneException failure) {
        this.key = key;
        this.state = state;
        this.token = token;
        this.payload = payload;
        this.end = times.end;
        this.touched = times.touched;
        this.renewal = times.renewal;
        this.stub = times.stub;
        this.won = times.won;
        this.holder = hold == null ? 0 : hold.holder;
        this.held = hold == null ? null : hold.previous;
        this.failure = failure;
    }

    /** The end, whether it is the node's, a renewal's, whether there is a stub, and whether this read created it. */
    private record Times(long end, boolean touched, long renewal, boolean stub, boolean won) {

        static final Times NONE = new Times(Expiry.NEVER, false, Envelope.NO_RENEWAL, false, false);

        static Times claimed(boolean won) {
            return new Times(Expiry.NEVER, false, Envelope.NO_RENEWAL, true, won);
        }
    }

    private record Hold(long holder, Entry previous) {}

    static Entry absent(EntryKey key) {
        return new Entry(key, State.ABSENT, Token.NONE, null, Times.NONE, null, null);
    }

    static Entry stub(EntryKey key, Token token, boolean won) {
        return new Entry(key, State.VACANT, token, null, Times.claimed(won), null, null);
    }

    static Entry vacant(EntryKey key, Token token) {
        return new Entry(key, State.VACANT, token, null, Times.NONE, null, null);
    }

    static Entry present(EntryKey key, Token token, @Nullable Payload payload, long end, boolean touched, long now) {
        Times times = new Times(end, touched, Envelope.NO_RENEWAL, false, false);
        return present(key, token, payload, times, now);
    }

    private static Entry present(EntryKey key, Token token, @Nullable Payload payload, Times times, long now) {
        State state = now < times.end ? State.LIVE : State.EXPIRED;
        return new Entry(key, state, token, payload, times, null, null);
    }

    /** The same while somebody renews it, for whom nobody waits longer than until then. */
    Entry renewedUntil(long moment, long now) {
        return present(key, token, payload, new Times(end, touched, moment, false, false), now);
    }

    /** The same entry, found on a node that does not own it. */
    Entry asCopy() {
        return new Entry(
                key, state, Token.OF_A_COPY, payload, new Times(end, false, renewal, false, false), null, null);
    }

    /** The same entry, found or looked for where it is kept while its owner is away. */
    Entry asInGutter() {
        Hold hold = held == null ? null : new Hold(holder, held);
        Times times = new Times(end, touched, renewal, stub, won);
        Entry same = new Entry(key, state, token, payload, times, hold, failure);
        same.inGutter = true;
        return same;
    }

    static Entry held(EntryKey key, Token token, long holder, Entry previous) {
        return new Entry(key, State.HELD, token, null, Times.NONE, new Hold(holder, previous), null);
    }

    static Entry unreachable(EntryKey key, FlagstoneException failure) {
        return new Entry(key, State.UNREACHABLE, Token.NONE, null, Times.NONE, null, failure);
    }

    public EntryKey key() {
        return key;
    }

    public State state() {
        return state;
    }

    public boolean isLive() {
        return state == State.LIVE;
    }

    /** Whether it is a copy that was read because the owner is away: it can be read, and nothing else. */
    public boolean isCopy() {
        return token.equals(Token.OF_A_COPY);
    }

    /** Whether it was found, or not found, where entries are kept while their owners are away. */
    public boolean isInGutter() {
        return inGutter;
    }

    /** What a reader sees: a held entry reads as what is held. */
    public Entry visible() {
        return held != null ? held : this;
    }

    /** The same item, taken for one that holds no entry. */
    public Entry asVacant() {
        if (state == State.ABSENT) {
            return this;
        }
        return inGutter ? vacant(key, token).asInGutter() : vacant(key, token);
    }

    Token token() {
        return token;
    }

    /** What tells the item from every other, as long as nobody changes it; null where there is none. */
    public @Nullable Object item() {
        return token.equals(Token.NONE) ? null : token;
    }

    /** The encoded value of a live or expired entry. */
    public Payload payload() {
        if (payload == null) {
            throw new IllegalStateException("no value in a " + state + " entry");
        }
        return payload;
    }

    /** When it ends, in milliseconds since the epoch, or {@link Expiry#NEVER}. */
    public long end() {
        return end;
    }

    /** True when {@link #end} is what the node says because the entry has been touched since it was stored. */
    boolean isTouched() {
        return touched;
    }

    /** Until when somebody renews it, in milliseconds since the epoch; zero when nobody does. */
    public long renewal() {
        return renewal;
    }

    /** Whether it is vacant because some reader means to load it. */
    public boolean isStub() {
        return stub;
    }

    /** Whether this very read created the stub, so that its client should load. */
    public boolean hasWon() {
        return won;
    }

    /** Who holds it. */
    long holder() {
        return holder;
    }

    /** What is held, when {@link State#HELD}. */
    public Entry held() {
        if (held == null) {
            throw new IllegalStateException("nothing is held in a " + state + " entry");
        }
        return held;
    }

    /** Why nothing is known. */
    public FlagstoneException failure() {
        if (failure == null) {
            throw new IllegalStateException("no failure in a " + state + " entry");
        }
        return failure;
    }

    /** The same, unless nothing is known. */
    public Entry orThrow() {
        if (failure != null) {
            throw failure;
        }
        return this;
    }
}
