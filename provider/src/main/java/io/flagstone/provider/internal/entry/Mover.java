package io.flagstone.provider.internal.entry;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.failure.ValueTooLarge;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.cluster.Cluster;
import io.flagstone.provider.internal.cluster.Exchange;
import io.flagstone.provider.internal.cluster.Space;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
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

    Mover(Cluster cluster, Space space, ItemFormat format) {
        this.cluster = cluster;
        this.space = space;
        this.format = format;
    }

    void run(Move move, Deadline deadline) {
        Exchange exchange = begin(move);
        if (exchange != null) {
            space.run(exchange, deadline);
            conclude(move, exchange);
        }
    }

    /** Both at once; the move first. */
    void run(Move move, Exchange reading) {
        Exchange exchange = begin(move);
        if (exchange == null) {
            space.run(reading, cluster.deadline());
            return;
        }
        space.runAll(List.of(exchange, reading));
        conclude(move, exchange);
    }

    void runAll(List<Move> moves) {
        List<Move> sent = new ArrayList<>(moves.size());
        List<Exchange> exchanges = new ArrayList<>(moves.size());
        for (Move move : moves) {
            Exchange exchange = begin(move);
            if (exchange != null) {
                sent.add(move);
                exchanges.add(exchange);
            }
        }
        space.runAll(exchanges);
        for (int i = 0; i < sent.size(); i++) {
            conclude(sent.get(i), exchanges.get(i));
        }
    }

    /** The exchange that the move takes, or null when it already has its outcome. */
    private @Nullable Exchange begin(Move move) {
        Entry observed = move.observed();
        if (observed.state() == Entry.State.UNREACHABLE) {
            move.ended(Move.Outcome.FAILED, observed.failure()); // it has no token to move by
            return null;
        }
        return switch (move.kind()) {
            case STORE -> store(move, format.live(move.key(), move.payload(), move.end()));
            case HOLD -> store(move, format.held(move.key(), move.holder(), move.observed()));
            case REMOVE -> remove(move);
            case TOUCH -> touch(move);
        };
    }

    private @Nullable Exchange store(Move move, Item item) {
        ValueTooLarge refusal = refusal(move.key(), item);
        if (refusal != null) {
            move.ended(Move.Outcome.FAILED, refusal);
            return null;
        }
        Entry.Token token = move.observed().token();
        boolean add = !move.isBlind() && move.observed().state() == Entry.State.ABSENT;
        Request.Mode mode = add ? Request.Mode.ADD : Request.Mode.SET;
        int ttl = format.timeToLive(move.end(), cluster.clock().millis());
        Exchange exchange = new Exchange(
                move.key().spaceKey(),
                wire -> Request.set(wire, item.bytes(), mode, token.cas(), item.flags(), ttl),
                token.incarnation());
        Long asOf = move.asOf();
        if (asOf != null) {
            exchange.onlyAsOf(asOf);
        }
        return exchange;
    }

    private @Nullable ValueTooLarge refusal(EntryKey key, Item item) {
        long size = (long) item.bytes().length
                + ITEM_OVERHEAD
                + space.keyOverhead()
                + key.spaceKey().bytes().length;
        if (size <= SURELY_FITS || size <= space.itemSizeMax(key.spaceKey())) {
            return null;
        }
        return tooLarge(size, key);
    }

    private ValueTooLarge tooLarge(long size, EntryKey key) {
        return new ValueTooLarge("an entry of " + size + " bytes does not fit into an item of node "
                + space.ownerOf(key.spaceKey()) + ", whose limit is " + space.itemSizeMax(key.spaceKey())
                + " (memcached's -I); compression may help (flagstone.cache.<name>.compression)");
    }

    private @Nullable Exchange remove(Move move) {
        if (move.observed().state() == Entry.State.ABSENT) {
            move.done(move.observed());
            return null;
        }
        Entry.Token token = move.observed().token();
        return new Exchange(move.key().spaceKey(), wire -> Request.delete(wire, token.cas()), token.incarnation());
    }

    private Exchange touch(Move move) {
        int ttl = format.timeToLive(move.end(), cluster.clock().millis());
        return new Exchange(move.key().spaceKey(), wire -> Request.touch(wire, ttl));
    }

    private void conclude(Move move, Exchange exchange) {
        switch (exchange.outcome()) {
            case ANSWERED -> answered(move, exchange);
            case STALE -> move.conflict();
            case UNKNOWN -> move.ended(Move.Outcome.UNKNOWN, failure(move, exchange));
            default -> move.ended(Move.Outcome.FAILED, failure(move, exchange));
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
                    case STORE ->
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

    private FlagstoneException failure(Move move, Exchange exchange) {
        FlagstoneException failure = exchange.failure();
        if (failure == null) {
            throw new IllegalStateException("no failure: " + exchange.outcome());
        }
        boolean large = failure instanceof ServerRefused
                && move.kind() == Move.Kind.STORE
                && String.valueOf(failure.getMessage()).contains("too large");
        return large ? tooLarge(move.payload().bytes().remaining() + (long) ITEM_OVERHEAD, move.key()) : failure;
    }
}
