package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.trust.ChosenTokens;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A cache behind an endpoint, whose generation is on one node and whose entries are on others (decision 311). Three things are
 * unlike on a node of one's own:
 *
 * <ul>
 *   <li><b>Nothing of one batch is in order</b>, so it does not matter whether the generation was read ahead or behind. A read
 *       counts if the generation was its own at some moment of the call. Whatever changes an entry is sent only once the generation
 *       has been read in that very call: then nobody ever stores under one that had ended before the call began.
 *   <li><b>A node behind it begins anew</b>, and counts tokens from 1, while our connection lives. So tokens are drawn here.
 *   <li><b>An error may be the endpoint's</b>, and what it is about still under way. So it leaves the cache in doubt, as does
 *       whatever else this client cannot find out the end of; the generation of a cache in doubt is stepped, at the latest before
 *       its next call.
 * </ul>
 */
final class EndpointShare extends GenerationShare {

    /** The only errors of memcached's that a store can get and that say for certain that nothing was stored. */
    private static final Set<String> NOTHING_STORED =
            Set.of("SERVER_ERROR object too large for cache", "SERVER_ERROR out of memory storing object");

    /**
     * A generation that was in force at some moment since.
     *
     * @param since by {@link Clock#nanos}
     */
    private record Proof(long number, long since) implements Footing {}

    private final Cluster cluster;
    private final Clock clock;
    private final boolean choosesTokens;
    private final AtomicBoolean settling = new AtomicBoolean();
    private final AtomicLong doubts = new AtomicLong();
    private final ReentrantLock stepping = new ReentrantLock();
    private volatile long settled;
    private volatile Proof last = new Proof(UNKNOWN, 0);

    EndpointShare(Cluster cluster, Member member, byte[] cacheId) {
        super(member, cacheId, cluster.clock(), null);
        this.cluster = cluster;
        this.clock = cluster.clock();
        this.choosesTokens = cluster.endpoint() == Endpoint.STEADY;
    }

    // --- what calls are made under ---

    @Override
    Footing footing(SpaceKey key, Deadline deadline) {
        settle(deadline);
        long now = clock.nanos();
        return new Proof(generation(deadline), now);
    }

    @Override
    Footing footingOfChange(Exchange exchange, Deadline deadline) {
        settle(deadline);
        Proof known = last;
        boolean fresh = known.number() == generation(deadline) && known.since() - deadline.began() >= 0;
        return fresh ? known : proven(deadline);
    }

    private Proof proven(Deadline deadline) {
        long now = clock.nanos();
        Proof proof = new Proof(step(0, deadline), now);
        last = proof;
        return proof;
    }

    /** What was read around a call was sent after the call had been made. */
    @Override
    Judgement judge(Call call, Footing footing, Deadline deadline) {
        checkToken(call);
        if (call.request().isMutation()) {
            return Judgement.COUNTS; // proven before it was sent
        }
        Judgement judgement = super.judge(call, footing, deadline);
        if (judgement == Judgement.COUNTS && footing instanceof Proof proof && isNewer(proof, last)) {
            last = proof;
        }
        return judgement;
    }

    private static boolean isNewer(Proof one, Proof other) {
        return other.number() == UNKNOWN || one.since() - other.since() > 0;
    }

    // --- tokens ---

    @Override
    Request dressed(Request request) {
        return choosesTokens && request.creates() ? request.choosing(token()) : request;
    }

    private long token() {
        long drawn = clock.random();
        return drawn == Request.ANY_CAS ? 1 : drawn;
    }

    /** Not all nodes behind the endpoint need be of one version. */
    private void checkToken(Call call) {
        Reply reply = call.reply();
        long chosen = call.request().chosenToken();
        if (reply == null || chosen == Request.ANY_CAS || reply.cas() == chosen) {
            return;
        }
        boolean stored = call.request().isStore() ? reply.status() == Status.DONE : reply.won();
        if (stored) {
            doubt();
            throw new ServerRefused("a node behind " + member()
                    + " gave an item another token than the one that was chosen; " + ChosenTokens.REMEDY);
        }
    }

    // --- doubts ---

    /** Something that nobody knows the end of may still happen to any entry. */
    private void doubt() {
        doubts.incrementAndGet();
        if (settling.compareAndSet(false, true)) {
            try {
                cluster.execute(this::settleSoon);
            } catch (RejectedExecutionException e) {
                // the manager has been closed
            }
        }
    }

    /** For others, who may not be made to wait for this client's next call. */
    private void settleSoon() {
        settling.set(false);
        try {
            settle(cluster.deadline());
        } catch (FlagstoneException e) {
            // the next call tries again, and fails where that is not possible
        }
    }

    /** Steps the generation if there is a doubt: what comes of it later is out of reach. */
    private void settle(Deadline deadline) {
        if (doubts.get() == settled) {
            return;
        }
        boolean locked = false;
        try {
            locked = stepping.tryLock(deadline.remaining(), TimeUnit.NANOSECONDS);
            if (!locked) {
                throw new DeadlineExceeded(
                        "node " + member() + ": the generation of a cache in doubt was not stepped in time, " + "after "
                                + deadline.elapsedText());
            }
            long doubt = doubts.get();
            if (doubt != settled) {
                step(1, deadline);
                settled = doubt;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlagstoneException("interrupted while the generation of a cache in doubt was stepped", e);
        } finally {
            if (locked) {
                stepping.unlock();
            }
        }
    }

    /** The generation is stepped as soon as there is another connection. */
    @Override
    public void lost(Call call) {
        doubts.incrementAndGet();
        member().debts().renew(this);
    }

    @Override
    void leftOpen(Call call) {
        doubt();
    }

    @Override
    void distrust(SpaceKey key) {
        doubt();
    }

    @Override
    void distrustAll() {
        doubt();
    }

    /** The debt becomes a doubt, which is settled before the next call. */
    @Override
    boolean forget(Connection connection, Iterable<SpaceKey> keys, Deadline deadline) {
        doubt();
        return true;
    }

    /** The same where it cannot be paid at once: the node that has the generation is not the only one behind the endpoint. */
    @Override
    boolean renewOn(Connection connection, Deadline deadline) {
        long doubt = doubts.incrementAndGet();
        if (super.renewOn(connection, deadline)) {
            settled = doubt;
        }
        return true;
    }

    // --- errors ---

    @Override
    boolean leavesOpen(Call call, Reply reply) {
        return call.request().isMutation() && isOfUnknownMeaning(reply);
    }

    private static boolean isOfUnknownMeaning(Reply reply) {
        return reply.status() == Status.REFUSED && !NOTHING_STORED.contains(String.valueOf(reply.complaint()));
    }

    /** One that is not memcached's tells that a node behind the endpoint is away. */
    @Override
    FlagstoneException refusal(String what, Reply reply) {
        return isOfUnknownMeaning(reply)
                ? new NodeUnavailable("node " + member() + what + reply.complaint())
                : super.refusal(what, reply);
    }
}
