package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Guard;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.nodelist.Origin;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of one cache that one node holds: how its keys are written there, and how it stays trustworthy when calls
 * end badly.
 */
abstract class Share implements Guard {

    /** Under what a call is made, and must still be when it is answered. */
    interface Footing {

        /** What wire keys carry. */
        long number();

        /** Where the key's entry may be taken over from; once a call counts, whether that was so at the call. Or null. */
        default @Nullable Origin origin() {
            return null;
        }
    }

    /** No node is known to serve a key at this moment: the list of nodes is changing, or a node has just begun again. */
    static final class NotServed extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotServed(String message) {
            super(message, null, false, false); // thrown and caught within one call, many times a second
        }
    }

    /** What an answer is worth. */
    enum Judgement {
        /** It was given under the footing that the call was made on. */
        COUNTS,
        /** It was not, or is about something that nobody else will ever see: the call is made again. */
        AGAIN,
        /** The call took effect, but others may have seen that before its footing ended. */
        UNKNOWN
    }

    private final Member member;

    Share(Member member) {
        this.member = member;
    }

    final Member member() {
        return member;
    }

    /**
     * Under what calls for this key are made now; it may have to be asked for.
     *
     * @throws NotServed when the node does not serve the key
     */
    abstract Footing footing(SpaceKey key, Deadline deadline) throws FlagstoneException;

    /** The same for a call that changes the entry. */
    Footing footingOfChange(Exchange exchange, Deadline deadline) throws FlagstoneException {
        return footing(exchange.key(), deadline);
    }

    /** The same for taking away whatever is there. */
    Footing footingOfRemoval(SpaceKey key, Deadline deadline) throws FlagstoneException {
        return footing(key, deadline);
    }

    /** The request as it is to be sent. */
    Request dressed(Request request) {
        return request;
    }

    /** Whether an answer leaves it open what has become of the call, or still will. */
    boolean leavesOpen(Call call, Reply reply) {
        return false;
    }

    /** What becomes of such a call is not to be seen by anybody. */
    void leftOpen(Call call) {
        lost(call);
    }

    /** What an error that the node answered means for the caller. */
    FlagstoneException refusal(String what, Reply reply) {
        return new ServerRefused("node " + member + what + reply.complaint());
    }

    /**
     * Whether this client has learned of another generation since that moment of its clock. The first that it ever learns
     * tells nothing: it may be older or younger than the moment.
     */
    boolean hasTurnedSince(long nanos) {
        return false;
    }

    /** A key of the cache as the node knows it. */
    abstract byte[] wireKey(long number, SpaceKey key);

    /** The key of the cache behind one of its wire keys. */
    abstract SpaceKey keyOf(byte[] wireKey);

    /** Finds the key behind the wire key of an entry that counts now; null behind any other. */
    abstract Function<byte[], @Nullable SpaceKey> reader(Deadline deadline) throws FlagstoneException;

    /** Judges a reply by what was read around it. Where it does not count, the present footing is known afterwards. */
    abstract Judgement judge(Call call, Footing footing, Deadline deadline) throws FlagstoneException;

    /** The node is owed this, and may not own the key any more. */
    void owed(SpaceKey key) {}

    /** Whether an answered call was made under the present generation, or nothing is left of the one it was made under. */
    abstract boolean isPresent(Call call);

    /** Whether keys may move to other nodes, so that what is owed for them here may be owed elsewhere later. */
    boolean isMovable() {
        return false;
    }

    /** Whether {@link #renew} is possible; otherwise keys are forgotten one by one, however many they are. */
    boolean isRenewable() {
        return true;
    }

    /**
     * Has the node take entries over from nobody any more, on a connection that nobody else uses yet; false when that could not be
     * confirmed.
     */
    boolean endWarmUp(Connection connection, Deadline deadline) {
        return true;
    }

    /** Makes everything that the node holds of the cache unreachable, in one step. */
    abstract void renew(Deadline deadline) throws FlagstoneException;

    /** Deletes these keys on a connection that nobody else uses yet; false when that could not be confirmed. */
    abstract boolean forget(Connection connection, Iterable<SpaceKey> keys, Deadline deadline);

    /** {@link #renew} on a connection that nobody else uses yet; false when that could not be confirmed. */
    abstract boolean renewOn(Connection connection, Deadline deadline);

    /**
     * A store that its caller was told nothing about has been carried out. Somebody may have read or written the key
     * since on another connection, so the store is undone, unless the key has moved on.
     */
    @Override
    public final void settledLate(Connection connection, Call call, Reply reply) {
        Request request = call.request();
        if (call.isObligation()) {
            if (reply.status() == Status.REFUSED || !isPresent(call)) {
                undone(call);
            }
            return;
        }
        if (leavesOpen(call, reply)) {
            leftOpen(call);
            return;
        }
        boolean stored = request.isMutation() && reply.status() == Status.DONE && reply.cas() != Request.ANY_CAS;
        if (stored || reply.won()) {
            connection.submit(Call.obligation(
                    Request.delete(request.key(), reply.cas()), this, connection.incarnation(), new Waiter(1)));
        }
    }

    /** What had to be deleted may still be there, so nobody reads the node before it is gone. */
    @Override
    public final void undone(Call call) {
        distrust(keyOf(call.request().key()));
    }

    /** As {@link Member#distrust}. */
    void distrust(SpaceKey key) {
        member.distrust(this, key);
    }

    /** As {@link Member#distrustAll}. */
    void distrustAll() {
        member.distrustAll(this);
    }
}
