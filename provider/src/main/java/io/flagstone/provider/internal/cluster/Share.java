package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Guard;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import org.jspecify.annotations.Nullable;

/**
 * The part of one cache that one node holds: how its keys are written there, and how it stays trustworthy when calls
 * end badly.
 */
abstract class Share implements Guard {

    private final Member member;

    Share(Member member) {
        this.member = member;
    }

    final Member member() {
        return member;
    }

    /** The generation that keys are written under now; it may have to be asked for. */
    abstract long generation(Deadline deadline) throws FlagstoneException;

    /**
     * Whether this client has learned of another generation since that moment of its clock. The first that it ever learns
     * tells nothing: it may be older or younger than the moment.
     */
    boolean hasTurnedSince(long nanos) {
        return false;
    }

    /** A key of the cache as the node knows it. */
    abstract byte[] wireKey(long generation, SpaceKey key);

    /** The key of the cache behind one of its wire keys. */
    abstract SpaceKey keyOf(byte[] wireKey);

    /** What the wire keys of all entries that count begin with. */
    abstract byte[] prefix(Deadline deadline) throws FlagstoneException;

    /**
     * Judges a reply by what was read around it: true when it was given under this generation, so that it counts.
     * Otherwise the present generation is known afterwards.
     */
    abstract boolean confirms(@Nullable Reply reading, long generation, Deadline deadline) throws FlagstoneException;

    /** Whether an answered call was made under the present generation, or nothing is left of the one it was made under. */
    abstract boolean isPresent(Call call);

    /** Whether {@link #renew} is possible; otherwise keys are forgotten one by one, however many they are. */
    boolean isRenewable() {
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
        boolean stored = request.isMutation() && reply.status() == Status.DONE && reply.cas() != Request.ANY_CAS;
        if (stored || reply.won()) {
            connection.submit(Call.obligation(
                    Request.delete(request.key(), reply.cas()), this, connection.incarnation(), new Waiter(1)));
        }
    }

    /** What had to be deleted may still be there, so nobody reads the node before it is gone. */
    @Override
    public final void undone(Call call) {
        member.distrust(this, keyOf(call.request().key()));
    }
}
