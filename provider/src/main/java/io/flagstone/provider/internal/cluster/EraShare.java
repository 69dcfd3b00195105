package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Deletion;
import io.flagstone.provider.internal.link.Guard;
import io.flagstone.provider.internal.nodelist.Document;
import io.flagstone.provider.internal.nodelist.Origin;
import io.flagstone.provider.internal.nodelist.Seen;
import io.flagstone.provider.internal.nodelist.View;
import io.flagstone.provider.internal.ring.XxHash64;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import io.flagstone.provider.internal.wire.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A share on a node whose slots may move. Its keys carry, in the place of the generation, a mix of the generation and of the
 * era of their slot; a call counts when the node's document said ahead of it and behind it that the node serves the slot
 * under that era, and the generation was the same, too (decision 301).
 */
final class EraShare extends GenerationShare {

    /** Bits of a mix that nine characters of a key have no room for. */
    private static final int LEFT_OUT = 10;

    /** Under what a call is made. */
    private static final class Standing implements Footing {

        final int slot;
        final long generation;
        final long era;

        /** Of the node's document. */
        final long token;

        /** The connection that the document was read on. */
        final long incarnation;

        private @Nullable Origin origin;

        Standing(int slot, long generation, Document document, Seen seen) {
            this.slot = slot;
            this.generation = generation;
            this.era = document.era(slot);
            this.token = seen.token();
            this.incarnation = seen.incarnation();
            this.origin = document.origin(slot);
        }

        @Override
        public long number() {
            return mix(generation, era);
        }

        @Override
        public @Nullable Origin origin() {
            return origin;
        }

        /**
         * The document was written while the call was under way, and says this now. True where entries were taken over before and are
         * not any more: nobody knows whether what was found was before or after the last of them.
         */
        boolean hasCooledBy(Document document) {
            if (origin == null || origin.equals(document.origin(slot))) {
                return false;
            }
            origin = null;
            return true;
        }
    }

    private final Lists lists;
    private final ServingOwners owners;

    EraShare(Member member, byte[] cacheId, Clock clock, Lists lists, ServingOwners owners) {
        super(member, cacheId, clock, null);
        this.lists = lists;
        this.owners = owners;
    }

    ServingOwners owners() {
        return owners;
    }

    static long mix(long generation, long era) {
        return XxHash64.mix(generation, era) >>> LEFT_OUT;
    }

    @Override
    public Guard.Fence fence() {
        return lists.documents();
    }

    @Override
    Footing footing(SpaceKey key, Deadline deadline) {
        return standing(key, deadline);
    }

    private Standing standing(SpaceKey key, Deadline deadline) {
        int slot = lists.slot(key);
        Connection connection = member().connection(deadline);
        Seen seen = member().station().on(connection.incarnation());
        if (seen == null || !seen.serves(slot)) {
            seen = lists.documents().read(member(), connection, deadline);
        }
        Document document = seen == null ? null : seen.document();
        if (seen == null || document == null || !document.serves(slot)) {
            throw new NotServed("node " + member() + " does not serve the key" + lists.because());
        }
        return new Standing(slot, generation(deadline), document, seen);
    }

    /** Nothing is left then that the node could take over in the place of what the change makes of the entry. */
    @Override
    Footing footingOfChange(Exchange exchange, Deadline deadline) {
        while (true) {
            Standing standing = standing(exchange.key(), deadline);
            Origin origin = standing.origin();
            if (origin == null || exchange.isFreeOf(origin) || owners.origins().free(exchange, origin, deadline)) {
                return standing;
            }
            if (!endWarmUp(origin, deadline) && !lists.await(deadline)) {
                throw new DeadlineExceeded("node " + member() + " takes entries over from node "
                        + origin.node().name() + ", which could not be told of a change, after "
                        + deadline.elapsedText());
            }
        }
    }

    @Override
    Footing footingOfRemoval(SpaceKey key, Deadline deadline) {
        return footingOfChange(new Exchange(key, Verb.DELETE, wire -> Request.delete(wire, Request.ANY_CAS)), deadline);
    }

    /** Has the node take nothing over any more, for a former owner does not answer; true when that is so. */
    boolean endWarmUp(Origin origin, Deadline deadline) {
        String why = "node " + origin.node().name() + ", which had some of them, could not be asked";
        return lists.endWarmUp(member(), origin.from(), why, Origins.partOf(deadline));
    }

    @Override
    boolean endWarmUp(Connection connection, Deadline deadline) {
        Seen seen = lists.documents().read(member(), connection, deadline);
        View from =
                seen == null || seen.document() == null ? null : seen.document().warm();
        return seen != null && (from == null || lists.documents().cool(member(), connection, from, deadline));
    }

    /** Where the key's entry may be taken over from, as far as is known without asking; otherwise null. */
    @Nullable
    Origin origin(SpaceKey key) {
        Connection connection = member().usable();
        Seen seen = connection == null ? null : member().station().on(connection.incarnation());
        return seen == null || seen.document() == null ? null : seen.document().origin(lists.slot(key));
    }

    // --- whether an answer counts ---

    @Override
    Judgement judge(Call call, Footing footing, Deadline deadline) {
        Standing standing = (Standing) footing;
        boolean effect = tookEffect(call);
        boolean was = present(call.readAhead()) == standing.generation;
        long present = present(call.readBehind());
        if (!was || present != standing.generation) {
            learn(present);
            return was && effect ? Judgement.UNKNOWN : Judgement.AGAIN;
        }
        long first = token(call.fenceAhead());
        long last = token(call.fenceBehind());
        boolean known = call.incarnation() == standing.incarnation && first == standing.token;
        if (known && last == first) {
            return Judgement.COUNTS;
        }
        lists.lookSoon();
        return again(call, standing, first, last, effect, deadline);
    }

    /** The document was written in the meantime; what it says now is also what it said when the call came by. */
    private Judgement again(Call call, Standing standing, long first, long last, boolean effect, Deadline deadline) {
        Seen now = now(call, last, deadline);
        Document document = now == null ? null : now.document();
        if (document != null && document.serves(standing.slot) && document.era(standing.slot) == standing.era) {
            return standing.hasCooledBy(document) && !effect ? Judgement.AGAIN : Judgement.COUNTS;
        }
        boolean alreadyOver = now != null && (first == 0 || first == now.token());
        return effect && !alreadyOver ? Judgement.UNKNOWN : Judgement.AGAIN;
    }

    /** The document on the call's connection as it was behind the call, or is now; null when that cannot be known. */
    private @Nullable Seen now(Call call, long last, Deadline deadline) {
        Seen seen = member().station().on(call.incarnation());
        if (seen != null && seen.token() == last) {
            return seen;
        }
        Connection connection = member().usable();
        return connection == null || connection.incarnation() != call.incarnation()
                ? null
                : lists.documents().read(member(), connection, deadline);
    }

    private static boolean tookEffect(Call call) {
        Reply reply = call.reply();
        return call.request().isMutation()
                && reply != null
                && (reply.status() == Status.DONE || reply.status() == Status.VALUE);
    }

    long present(@Nullable Reply reading) {
        if (reading == null || reading.status() == Status.REFUSED) {
            throw new ServerRefused("node " + member() + " would not tell the generation of a cache");
        }
        return reading.status() == Status.MISS ? UNKNOWN : number(reading);
    }

    long token(@Nullable Reply reading) {
        if (reading == null || reading.status() == Status.REFUSED) {
            throw new ServerRefused("node " + member() + " would not tell its list of nodes");
        }
        return reading.cas(); // zero where there is none
    }

    // --- what is owed ---

    /** Anything else may have moved, so that somebody else must be told. */
    @Override
    boolean isPresent(Call call) {
        Reply generation = call.readBehind();
        Reply fence = call.fenceBehind();
        Seen seen = member().station().on(call.incarnation());
        if (generation == null || generation.status() != Status.VALUE || fence == null || seen == null) {
            return false;
        }
        byte[] wire = call.request().key();
        SpaceKey key = keyOf(wire);
        return fence.cas() == seen.token() && Arrays.equals(present(key, seen.document(), number(generation)), wire);
    }

    /** The wire key of an entry that counts now; empty where the node does not serve its slot. */
    private byte[] present(SpaceKey key, @Nullable Document document, long generation) {
        int slot = lists.slot(key);
        return document == null || !document.serves(slot)
                ? new byte[0]
                : wireKey(mix(generation, document.era(slot)), key);
    }

    @Override
    boolean isMovable() {
        return true;
    }

    @Override
    void owed(SpaceKey key) {
        lists.owed(owners, key, member());
    }

    /** Entries of slots that the node does not serve never come back here; they may have come to others before they were owed. */
    @Override
    boolean forget(Connection connection, Iterable<SpaceKey> keys, Deadline deadline) {
        Seen seen = lists.documents().read(member(), connection, deadline);
        Reply answer = seen == null ? null : read(connection, deadline);
        if (seen == null || answer == null || answer.status() == Status.REFUSED) {
            return false;
        }
        if (answer.status() == Status.MISS) {
            learn(UNKNOWN);
        }
        View from = seen.document() == null ? null : seen.document().warm();
        if (from != null && !lists.documents().cool(member(), connection, from, deadline)) {
            return false; // or what is forgotten here would be taken over again
        }
        List<byte[]> wireKeys = new ArrayList<>();
        for (SpaceKey key : keys) {
            byte[] wire = answer.status() == Status.VALUE ? present(key, seen.document(), number(answer)) : new byte[0];
            if (wire.length > 0) {
                wireKeys.add(wire);
            } else {
                lists.homeless(owners, key, member());
            }
        }
        return Deletion.of(wireKeys, connection, this, deadline);
    }

    // --- everything at once ---

    /** More than elsewhere counts: a slot that has moved here may have been cleared where it was. */
    @Override
    boolean hasTurnedSince(long nanos) {
        return hasLearnedSince(nanos) || lists.hasChangedSince(nanos);
    }

    /** What the node says while this list is in force there and none is to follow; null when it is not so. */
    @Nullable
    Seen settled(View view, Deadline deadline) {
        Connection connection = member().connection(deadline);
        Seen seen = member().station().on(connection.incarnation());
        if (!isSettled(seen, view)) {
            seen = lists.documents().read(member(), connection, deadline);
        }
        return isSettled(seen, view) ? seen : null;
    }

    /** Makes all entries unreachable; true when the node said before that what was seen. */
    boolean renewUnder(Seen seen, Deadline deadline) {
        Call call = stepped(1, deadline);
        adopt(call, deadline);
        return call.incarnation() == seen.incarnation() && token(call.fenceAhead()) == seen.token();
    }

    private static boolean isSettled(@Nullable Seen seen, View view) {
        Document document = seen == null ? null : seen.document();
        return document != null && document.view().equals(view) && document.next() == null;
    }

    @Override
    Function<byte[], @Nullable SpaceKey> reader(Deadline deadline) {
        Connection connection = member().connection(deadline);
        Seen seen = lists.documents().read(member(), connection, deadline);
        long generation = step(0, deadline); // asked anew, as is the document
        int shortest = wireKey(0, new SpaceKey(new byte[0])).length;
        return wire -> {
            SpaceKey key = wire.length > shortest ? keyOf(wire) : null;
            return key != null && seen != null && Arrays.equals(present(key, seen.document(), generation), wire)
                    ? key
                    : null;
        };
    }
}
