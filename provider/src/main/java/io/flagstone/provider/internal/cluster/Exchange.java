package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.nodelist.Origin;
import io.flagstone.provider.internal.observe.ObservedNode;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Verb;
import org.jspecify.annotations.Nullable;

/** One command on one key of a cache, and its result, whichever attempts that takes. */
public final class Exchange {

    /** Makes the request once the wire key is known. */
    @FunctionalInterface
    public interface Command {

        Request on(byte[] wireKey);
    }

    /** How it ended. */
    public enum Outcome {
        /** Not yet. */
        OPEN,
        /** The node answered. */
        ANSWERED,
        /** The CAS token belongs to a former connection, or the cache has been cleared meanwhile; nothing happened. */
        STALE,
        /** It did not happen. */
        FAILED,
        /** It may have happened, or may still; it will not outlive a later write. */
        UNKNOWN
    }

    private final SpaceKey key;
    private final Verb verb;
    private final Command command;
    private final long requiredIncarnation;
    private @Nullable Long asOf;
    private boolean aside;
    private @Nullable Command whenMoved;
    private @Nullable Origin freeOf;

    private Outcome outcome = Outcome.OPEN;
    private @Nullable Reply reply;
    private @Nullable FlagstoneException failure;
    private byte[] wireKey = {};
    private long incarnation;
    private @Nullable ObservedNode node;
    private @Nullable Origin origin;

    /**
     * @param verb what the command is, known before the command is
     * @param requiredIncarnation that of the CAS token in the command, or {@link Call#ANY_INCARNATION}
     */
    public Exchange(SpaceKey key, Verb verb, Command command, long requiredIncarnation) {
        this.key = key;
        this.verb = verb;
        this.command = command;
        this.requiredIncarnation = requiredIncarnation;
    }

    public Exchange(SpaceKey key, Verb verb, Command command) {
        this(key, verb, command, Call.ANY_INCARNATION);
    }

    /** From now on it only happens if this client has not learned since that moment that the cache was cleared. */
    public void onlyAsOf(long nanos) {
        asOf = nanos;
    }

    /** It changes nothing that counts: former owners of the key keep what they have. */
    public Exchange aside() {
        aside = true;
        return this;
    }

    /** What is sent instead where the key's entry may be taken over from a former owner. */
    public Exchange whenMoved(Command instead) {
        whenMoved = instead;
        return this;
    }

    /** Nothing is left there that could be taken over. */
    void freed(Origin from) {
        freeOf = from;
    }

    boolean isFreeOf(Origin from) {
        return from.equals(freeOf);
    }

    /** Whether it has to be left undone, now that these are the generations that the client knows. */
    boolean isOvertaken(Share share) {
        return asOf != null && share.hasTurnedSince(asOf);
    }

    public SpaceKey key() {
        return key;
    }

    public Outcome outcome() {
        return outcome;
    }

    /**
     * The node's answer.
     *
     * @throws FlagstoneException the reason why there is none
     */
    public Reply reply() {
        if (failure != null) {
            throw failure;
        }
        if (reply == null) {
            throw new IllegalStateException("no reply: " + outcome);
        }
        return reply;
    }

    /** Why there is no answer, or null. */
    public @Nullable FlagstoneException failure() {
        return failure;
    }

    /** The connection that CAS tokens of the reply are bound to. */
    public long incarnation() {
        return incarnation;
    }

    Command command() {
        return command;
    }

    Command commandOn(Share.Footing footing) {
        return whenMoved != null && footing.origin() != null ? whenMoved : command;
    }

    /** Whether it is to change the entry; a read may leave a stub. */
    boolean changes() {
        return verb != Verb.GET && !aside;
    }

    /** The command's name on the wire. */
    String commandName() {
        return verb.toString();
    }

    /** An attempt is made to send it to this node. */
    void goesTo(ObservedNode next) {
        node = next;
    }

    /** The node that it was to be sent to last; null when there was none yet. */
    @Nullable
    ObservedNode node() {
        return node;
    }

    long requiredIncarnation() {
        return requiredIncarnation;
    }

    /** The key of the request that was answered. */
    public byte[] wireKey() {
        return wireKey;
    }

    /** Where the key's entry might be taken over from when this was answered, or null. */
    public @Nullable Origin origin() {
        return origin;
    }

    void answered(Reply answer, byte[] to, long onIncarnation, @Nullable Origin from) {
        outcome = Outcome.ANSWERED;
        origin = from;
        wireKey = to;
        reply = answer;
        incarnation = onIncarnation;
    }

    void ended(Outcome how, @Nullable FlagstoneException why) {
        outcome = how;
        failure = why;
    }
}
