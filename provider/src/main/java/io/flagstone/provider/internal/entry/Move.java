package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.failure.FlagstoneException;
import org.jspecify.annotations.Nullable;

/** One change of one entry, and what became of it. Moves on an observed entry happen only if it is still as observed. */
public final class Move {

    /** What became of it. */
    public enum Outcome {
        /** Not carried out yet. */
        OPEN,
        DONE,
        /** The entry is not as observed any more; nothing happened. */
        CONFLICT,
        /** Nothing happened. */
        FAILED,
        /** It may have happened; it will not outlive a later change. */
        UNKNOWN
    }

    enum Kind {
        STORE,
        REMOVE,
        RENEW,
        HOLD,
        TOUCH
    }

    private final Kind kind;
    private final Entry observed;
    private final boolean blind;
    private final @Nullable Payload payload;
    private final long end;
    private final long holder;
    private @Nullable Long asOf;

    private Outcome outcome = Outcome.OPEN;
    private @Nullable FlagstoneException failure;
    private @Nullable Entry after;

    private Move(Kind kind, Entry observed, boolean blind, @Nullable Payload payload, long end, long holder) {
        this.kind = kind;
        this.observed = observed;
        this.blind = blind;
        this.payload = payload;
        this.end = end;
        this.holder = holder;
    }

    /** Stores a value that ends then, in place of what was observed. */
    public static Move store(Entry observed, Payload payload, long end) {
        return new Move(Kind.STORE, observed, false, payload, end, 0);
    }

    /** Stores a value that ends then, whatever is there. */
    public static Move storeBlindly(EntryKey key, Payload payload, long end) {
        return new Move(Kind.STORE, Entry.absent(key), true, payload, end, 0);
    }

    /** Removes what was observed. */
    public static Move remove(Entry observed) {
        return new Move(Kind.REMOVE, observed, false, null, 0, 0);
    }

    /**
     * Marks what was observed, or its absence, as held by this client.
     *
     * @param holder a number that no other holder has
     * @param end when the hold, and what is held, is lost
     */
    public static Move hold(Entry observed, long holder, long end) {
        return new Move(Kind.HOLD, observed, false, null, end, holder);
    }

    /**
     * Says of an entry whose end has passed that this client renews it, and leaves the value as it is.
     *
     * @param until when others may take the renewal for dead
     */
    public static Move renew(Entry observed, long until) {
        return new Move(Kind.RENEW, observed, false, observed.payload(), observed.end(), until);
    }

    /**
     * Moves the end of a live entry, in the way that costs least; null when that is not worth a move.
     *
     * @param end another moment, {@link Expiry#NEVER} or {@link Expiry#AT_ONCE}
     */
    public static @Nullable Move end(Entry observed, long end, long nowMillis) {
        if (end == observed.end()) {
            return null;
        }
        if (end == Expiry.AT_ONCE) {
            return remove(observed);
        }
        boolean kept = end != Expiry.NEVER && end - nowMillis >= Sliding.TOUCHED_FROM_MILLIS;
        if (!kept || Sliding.isShorter(observed, end)) {
            return store(observed, observed.payload(), end);
        }
        return Sliding.isWorthwhile(observed.end(), end, end - nowMillis)
                ? new Move(Kind.TOUCH, observed, false, null, end, 0)
                : null;
    }

    /**
     * The same, but a conflict if this client has learned since that moment that the cache was cleared.
     *
     * @param nanos by the client's clock
     */
    public Move onlyAsOf(long nanos) {
        asOf = nanos;
        return this;
    }

    public Outcome outcome() {
        return outcome;
    }

    public boolean isDone() {
        return outcome == Outcome.DONE;
    }

    /** Why it failed or is unknown. */
    public FlagstoneException failure() {
        if (failure == null) {
            throw new IllegalStateException("no failure: " + outcome);
        }
        return failure;
    }

    /** The entry as it stands after a hold or a store that is done. */
    public Entry after() {
        if (after == null) {
            throw new IllegalStateException("nothing is known of the entry: " + outcome);
        }
        return after;
    }

    EntryKey key() {
        return observed.key();
    }

    Kind kind() {
        return kind;
    }

    Entry observed() {
        return observed;
    }

    boolean isBlind() {
        return blind;
    }

    Payload payload() {
        if (payload == null) {
            throw new IllegalStateException("a " + kind + " has no value");
        }
        return payload;
    }

    long end() {
        return end;
    }

    /** Who holds it; of a renewal, until when it lasts. */
    long holder() {
        return holder;
    }

    @Nullable
    Long asOf() {
        return asOf;
    }

    void done(Entry nowThere) {
        outcome = Outcome.DONE;
        after = nowThere;
    }

    void conflict() {
        outcome = Outcome.CONFLICT;
    }

    void ended(Outcome how, FlagstoneException why) {
        outcome = how;
        failure = why;
    }
}
