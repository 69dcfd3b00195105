package io.flagstone.provider.internal.entry;

import io.flagstone.provider.failure.ReplyNotUnderstood;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.cluster.Exchange;
import io.flagstone.provider.internal.cluster.Space;
import io.flagstone.provider.internal.cluster.SpaceKey;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import io.flagstone.provider.internal.wire.Verb;

/** Numbers that all clients share, each given once. */
final class Sequences {

    private Sequences() {}

    /** As {@link EntryStore#next}. */
    static long next(Space space, SpaceKey key, long seed, Deadline deadline) {
        Exchange exchange = new Exchange(key, Verb.ARITHMETIC, wire -> Request.add(wire, 1, seed));
        space.run(exchange, deadline);
        return number(space, exchange);
    }

    /** As {@link EntryStore#last}. */
    static long last(Space space, SpaceKey key, Deadline deadline) {
        Exchange exchange = new Exchange(key, Verb.GET, Request::number);
        space.run(exchange, deadline);
        return exchange.reply().status() == Status.MISS ? 0 : number(space, exchange);
    }

    private static long number(Space space, Exchange exchange) {
        try {
            return exchange.reply().number();
        } catch (NumberFormatException e) {
            throw new ReplyNotUnderstood("node " + space.ownerOf(exchange.key()) + ": a sequence is not a number", e);
        }
    }
}
