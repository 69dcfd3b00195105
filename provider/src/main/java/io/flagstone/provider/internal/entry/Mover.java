package io.flagstone.provider.internal.entry;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.failure.ValueTooLarge;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.cluster.Cluster;
import io.flagstone.provider.internal.cluster.Exchange;
import io.flagstone.provider.internal.cluster.Space;
import io.flagstone.provider.internal.entry.ItemFormat.Item;
import io.flagstone.provider.internal.seal.Seal;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import io.flagstone.provider.internal.wire.Verb;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns moves into commands and answers into outcomes. */
final class Mover {

    /** What memcached adds to key and value: header 48, CAS 8, flags 4, the key's end 1, the value's end 2. */
    private static final int ITEM_OVERHEAD = 48 + 8 + 4 + 1 + 2;

    /** Items up to here fit into any node that anybody runs; only larger ones are worth asking for the limit. */
    private static final int SURELY_FITS = 256 * 1024;

    private final Cluster cluster;
    private final Space space;
    private final ItemFormat format;
    private final Seal seal;
    private final @Nullable Copies copies;

    /**
     * @param seal what items are closed with
     * @param copies where entries are on several nodes
     */
    Mover(Cluster cluster, Space space, ItemFormat format, Seal seal, @Nullable Copies copies) {
        this.cluster = cluster;
        this.space = space;
        this.format = format;
        this.seal = seal;
        this.copies = copies;
    }

    void run(Move move, Deadline deadline) {
        if (copies != null) {
            copies.run(move, this, deadline);
            return;
        }
        Exchange exchange = begin(move, deadline);
        if (exchange != null) {
            space.run(exchange, deadline);
            conclude(move, exchange, deadline);
        }
    }

    /** Both at once; the move first. */
    void run(Move move, Exchange reading, Deadline deadline) {
        if (copies != null) {
            copies.run(move, this, deadline);
            space.run(reading, deadline);
            return;
        }
        Exchange exchange = begin(move, deadline);
        if (exchange == null) {
            space.run(reading, deadline);
            return;
        }
        space.callAll(List.of(exchange, reading), deadline);
        conclude(move, exchange, deadline);
    }

    void runAll(List<Move> moves, Deadline deadline) {
        if (copies != null) {
            copies.runAll(moves, this, deadline);
            return;
        }
        List<Move> sent = new ArrayList<>(moves.size());
        List<Exchange> exchanges = new ArrayList<>(moves.size());
        for (Move move : moves) {
            Exchange exchange = begin(move, deadline);
            if (exchange != null) {
                sent.add(move);
                exchanges.add(exchange);
            }
        }
        space.callAll(exchanges, deadline);
        for (int i = 0; i < sent.size(); i++) {
            conclude(sent.get(i), exchanges.get(i), deadline);
        }
    }

    /** The exchange that the move takes, or null when it already has its outcome. */
    private @Nullable Exchange begin(Move move, Deadline deadline) {
        return begin(
                move,
                move.observed().token(),
                !move.isBlind() && move.observed().state() == Entry.State.ABSENT,
                deadline);
    }

    /**
     * The same by another token than that of what was observed.
     *
     * @param add whether a store is only to happen where nothing is
     */
    @Nullable
    Exchange begin(Move move, Entry.Token token, boolean add, Deadline deadline) {
        Entry observed = move.observed();
        if (observed.state() == Entry.State.UNREACHABLE) {
            move.ended(Move.Outcome.FAILED, observed.failure()); // it has no token to move by
            return null;
        }
        if (observed.isCopy()) {
            String owner = space.ownerOf(move.key().spaceKey());
            move.ended(Move.Outcome.FAILED, new NodeUnavailable("node " + owner + " is away; what was read is a copy"));
            return null;
        }
        return switch (move.kind()) {
            case STORE -> store(move, item(move), token, add, deadline);
            case RENEW ->
                store(
                        move,
                        format.renewing(move.key(), move.payload(), move.end(), move.holder()),
                        token,
                        add,
                        deadline);
            case HOLD -> store(move, format.held(move.key(), move.holder(), move.observed()), token, add, deadline);
            case REMOVE -> remove(move);
            case TOUCH -> touch(move);
        };
    }

    /** Whether what was observed can be moved at all; otherwise {@link #begin} says why it cannot. */
    boolean isPossible(Move move, Deadline deadline) {
        Entry observed = move.observed();
        boolean large = move.kind() == Move.Kind.STORE
                && move.payload().bytes().remaining() > SURELY_FITS / 2
                && refusal(move.key(), item(move), deadline) != null;
        return observed.state() != Entry.State.UNREACHABLE && !observed.isCopy() && !large;
    }

    /** What a store puts there. */
    Item item(Move move) {
        return format.live(move.key(), move.payload(), move.end());
    }

    /** For how long, as a command takes it. */
    int timeToLive(Move move) {
        long now = cluster.clock().millis();
        return move.kind() == Move.Kind.HOLD ? format.timeToHold(move.end(), now) : format.timeToLive(move.end(), now);
    }

    private @Nullable Exchange store(Move move, Item item, Entry.Token token, boolean add, Deadline deadline) {
        ValueTooLarge refusal = refusal(move.key(), item, deadline);
        if (refusal != null) {
            move.ended(Move.Outcome.FAILED, refusal);
            return null;
        }
        Request.Mode mode = add ? Request.Mode.ADD : Request.Mode.SET;
        int ttl = timeToLive(move);
        Exchange exchange = new Exchange(
                move.key().spaceKey(),
                Verb.SET,
                wire -> Request.set(wire, seal.close(item.bytes(), wire), mode, token.cas(), item.flags(), ttl),
                token.incarnation());
        Long asOf = move.asOf();
        if (asOf != null) {
            exchange.onlyAsOf(asOf);
        }
        return exchange;
    }

    private @Nullable ValueTooLarge refusal(EntryKey key, Item item, Deadline deadline) {
        long size = (long) item.bytes().length
                + seal.overhead()
                + ITEM_OVERHEAD
                + space.keyOverhead()
                + key.spaceKey().bytes().length;
        long most = size <= SURELY_FITS ? size : space.itemSizeMax(key.spaceKey(), deadline);
        return size <= most ? null : tooLarge(size, key, most);
    }

    private ValueTooLarge tooLarge(long size, EntryKey key, long most) {
        return new ValueTooLarge("an entry of " + size + " bytes does not fit into an item of node "
                + space.ownerOf(key.spaceKey())
                + (most == Long.MAX_VALUE ? ", which does not tell its limit" : ", whose limit is " + most)
                + " (memcached's -I); compression may help (flagstone.cache.<name>.compression)");
    }

    private @Nullable Exchange remove(Move move) {
        if (move.observed().state() == Entry.State.ABSENT) {
            move.done(move.observed());
            return null;
        }
        Entry.Token token = move.observed().token();
        return new Exchange(
                move.key().spaceKey(), Verb.DELETE, wire -> Request.delete(wire, token.cas()), token.incarnation());
    }

    private Exchange touch(Move move) {
        int ttl = format.timeToLive(move.end(), cluster.clock().millis());
        return new Exchange(move.key().spaceKey(), Verb.GET, wire -> Request.touch(wire, ttl));
    }

    void conclude(Move move, Exchange exchange, Deadline deadline) {
        switch (exchange.outcome()) {
            case ANSWERED -> answered(move, exchange);
            case STALE -> move.conflict();
            case UNKNOWN -> move.ended(Move.Outcome.UNKNOWN, failure(move, exchange, deadline));
            default -> move.ended(Move.Outcome.FAILED, failure(move, exchange, deadline));
        }
    }

    private void answered(Move move, Exchange exchange) {
        Reply reply = exchange.reply();
        if (reply.status() != Status.DONE) {
            move.conflict();
            return;
        }
        Entry.Token token = new Entry.Token(reply.cas(), exchange.incarnation());
        move.done(
                switch (move.kind()) {
                    case HOLD -> Entry.held(move.key(), token, move.holder(), move.observed());
                    case STORE, RENEW ->
                        Entry.present(
                                move.key(),
                                token,
                                move.payload(),
                                move.end(),
                                false,
                                cluster.clock().millis());
                    default -> Entry.absent(move.key());
                });
    }

    private FlagstoneException failure(Move move, Exchange exchange, Deadline deadline) {
        FlagstoneException failure = exchange.failure();
        if (failure == null) {
            throw new IllegalStateException("no failure: " + exchange.outcome());
        }
        boolean large = failure instanceof ServerRefused
                && move.kind() == Move.Kind.STORE
                && String.valueOf(failure.getMessage()).contains("too large");
        if (!large) {
            return failure;
        }
        long most = space.itemSizeMax(move.key().spaceKey(), deadline);
        return tooLarge(move.payload().bytes().remaining() + (long) ITEM_OVERHEAD, move.key(), most);
    }
}
