package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way, and what became of it.
 *
 * <pre>
 *   QUEUED ──► SENT ──► REPLIED            the usual way
 *     │          ├────► LOST               the connection broke: unknown
 *     │          └────► ABANDONED          the caller's time was up: unknown, a late reply settles it
 *     ├───────────────► UNSENT             no connection, or it broke first: did not happen
 *     ├───────────────► STALE              its CAS token belongs to a former connection: did not happen
 *     └───────────────► WITHDRAWN          the caller's time was up before it was sent: did not happen
 * </pre>
 *
 * The event loop makes all moves except those to ABANDONED and WITHDRAWN, which are the caller's.
 */
public final class Call extends Awaited {

    /** See the table of the class. */
    public enum State {
        QUEUED,
        SENT,
        REPLIED,
        LOST,
        ABANDONED,
        UNSENT,
        STALE,
        WITHDRAWN
    }

    /** Any connection will do: the request carries no CAS token. */
    public static final long ANY_INCARNATION = 0;

    private static final AtomicReferenceFieldUpdater<Call, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Call.class, State.class, "state");

    private final Request request;
    private final @Nullable Guard guard;
    private final long requiredIncarnation;
    private final Waiter waiter;
    private final boolean obligation;

    private volatile State state = State.QUEUED;
    private @Nullable Reading ahead;
    private @Nullable Reading behind;
    private long incarnation;
    private long settledAt;
    private @Nullable Reply reply;
    private @Nullable Call nextHeld;

    /**
     * @param guard read around it, or null
     * @param requiredIncarnation the connection that the request's CAS token was read on, or {@link #ANY_INCARNATION}
     */
    public Call(Request request, @Nullable Guard guard, long requiredIncarnation, Waiter waiter) {
        this(request, guard, requiredIncarnation, waiter, false);
    }

    private Call(Request request, @Nullable Guard guard, long requiredIncarnation, Waiter waiter, boolean obligation) {
        this.request = request;
        this.guard = guard;
        this.requiredIncarnation = requiredIncarnation;
        this.waiter = waiter;
        this.obligation = obligation;
    }

    /** A call that must be carried out even if nobody waits for it: its guard hears of its end. */
    public static Call obligation(Request request, Guard guard, long requiredIncarnation, Waiter waiter) {
        return new Call(request, guard, requiredIncarnation, waiter, true);
    }

    /** Whether its guard sees to what becomes of it. */
    public boolean isObligation() {
        return obligation;
    }

    @Override
    public Request request() {
        return request;
    }

    @Nullable
    Guard guard() {
        return guard;
    }

    public State state() {
        return state;
    }

    /** The reply, once {@link State#REPLIED}. */
    public @Nullable Reply reply() {
        return reply;
    }

    /** What the guard read, ahead or behind, that this reply is to be judged by; null without a guard. */
    public @Nullable Reply guardReply() {
        Reading reading = isJudgedBehind() ? behind : ahead;
        return reading == null ? null : reading.reply();
    }

    /** What the guard read ahead of it, or null. */
    public @Nullable Reply readAhead() {
        return reply(ahead);
    }

    /** What the guard read behind it, or null. */
    public @Nullable Reply readBehind() {
        return reply(behind);
    }

    /** What was read of the guard's {@link Guard.Fence} ahead of it, or null. */
    public @Nullable Reply fenceAhead() {
        return ahead == null ? null : reply(ahead.fence());
    }

    /** What was read of the guard's {@link Guard.Fence} behind it, or null. */
    public @Nullable Reply fenceBehind() {
        return behind == null ? null : reply(behind.fence());
    }

    private static @Nullable Reply reply(@Nullable Reading reading) {
        return reading == null ? null : reading.reply();
    }

    private boolean isJudgedBehind() {
        return behind != null && (behind.fence() != null || !isStored());
    }

    private boolean isStored() {
        return request.isStore() && reply != null && reply.status() == Status.DONE;
    }

    /** The connection that it was sent on, once {@link State#REPLIED}. */
    public long incarnation() {
        return incarnation;
    }

    /** When it was settled, by the clock of its waiter; 0 while it is not, or where the waiter has none. */
    public long settledAt() {
        return settledAt;
    }

    /** The caller's time is up. Afterwards the state says whether the request had been sent. */
    public void giveUp() {
        if (!move(State.QUEUED, State.WITHDRAWN)) {
            move(State.SENT, State.ABANDONED);
        }
    }

    /** Never sent: settles the call unless it is settled already. */
    void unsent() {
        notSent(State.UNSENT);
    }

    private void notSent(State how) {
        if (move(State.QUEUED, how)) {
            if (obligation && guard != null) {
                guard.undone(this);
            }
            settledAt = waiter.now();
            waiter.settled();
        }
    }

    /** About to be sent on this connection; false when it must not be. */
    boolean sending(long onIncarnation, @Nullable Reading guardAhead, @Nullable Reading guardBehind) {
        if (requiredIncarnation != ANY_INCARNATION && requiredIncarnation != onIncarnation) {
            notSent(State.STALE);
            return false;
        }
        ahead = guardAhead;
        behind = guardBehind;
        incarnation = onIncarnation;
        return move(State.QUEUED, State.SENT);
    }

    @Override
    void replied(Reply answer) {
        reply = answer;
    }

    /** After the reply: has the reading behind hold this call, if that decides over it; false when nothing does. */
    boolean holdIfJudgedBehind() {
        if (!isJudgedBehind()) {
            return false;
        }
        Objects.requireNonNull(behind).hold(this);
        return true;
    }

    void heldBefore(Call next) {
        nextHeld = next;
    }

    @Nullable
    Call nextHeld() {
        return nextHeld;
    }

    /** The reply counts as come. */
    void answered() {
        settle(State.SENT, State.REPLIED);
    }

    /** The connection broke after it was sent. */
    void lost() {
        settle(State.SENT, State.LOST);
    }

    private void settle(State from, State to) {
        if (move(from, to)) {
            settledAt = waiter.now();
            waiter.settled();
        }
    }

    private boolean move(State from, State to) {
        return STATE.compareAndSet(this, from, to);
    }
}
