package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;

/** One try of one exchange: under one generation, on one connection. */
final class Attempt {

    private final Exchange exchange;
    private final Share share;
    private final Share.Footing footing;
    private final Call call;

    /**
     * @throws FlagstoneException when the footing cannot be had
     * @throws Share.NotServed when there is none
     */
    Attempt(Exchange exchange, Share share, Waiter waiter, Deadline deadline) {
        this.exchange = exchange;
        this.share = share;
        exchange.goesTo(share.member().observed());
        this.footing = exchange.changes()
                ? share.footingOfChange(exchange, deadline)
                : share.footing(exchange.key(), deadline);
        Request request =
                share.dressed(exchange.commandOn(footing).on(share.wireKey(footing.number(), exchange.key())));
        this.call = new Call(request, share, exchange.requiredIncarnation(), waiter);
    }

    /**
     * Ends an exchange that a clear has overtaken; true when it did. Asked once the attempt has its generation: a later one
     * than was known then is one to be overtaken by, too.
     */
    boolean isOvertaken() {
        boolean overtaken = exchange.isOvertaken(share);
        if (overtaken) {
            exchange.ended(Exchange.Outcome.STALE, null);
        }
        return overtaken;
    }

    void submit(Deadline deadline) {
        share.member().submit(call, deadline);
    }

    /** The same, but for {@link Connection#send}, which must follow. */
    Connection enqueue(Deadline deadline) {
        Connection connection = share.member().connection(deadline);
        connection.enqueue(call);
        return connection;
    }

    /** The waiting is over, one way or another. */
    void giveUp() {
        share.member().gaveUp(call);
    }

    /** When the answer came, or the end of the connection; 0 when neither has, or nobody wants to know. */
    long settledAt() {
        return call.settledAt();
    }

    /** Settles the exchange; false when it should be tried again. */
    boolean conclude(Deadline deadline) {
        return switch (call.state()) {
            case REPLIED -> judge(deadline);
            case STALE -> end(Exchange.Outcome.STALE, deadline);
            case ABANDONED -> end(unknownIfMutation(), deadline);
            case LOST -> (call.request().isMutation() || deadline.passed()) && end(unknownIfMutation(), deadline);
            case UNSENT -> deadline.passed() && end(Exchange.Outcome.FAILED, deadline);
            default -> end(Exchange.Outcome.FAILED, deadline);
        };
    }

    private boolean judge(Deadline deadline) {
        Reply reply = call.reply();
        if (reply == null) {
            throw new IllegalStateException("replied without a reply");
        }
        if (share.leavesOpen(call, reply)) {
            share.leftOpen(call);
            exchange.ended(Exchange.Outcome.UNKNOWN, refusal(reply));
            return true;
        }
        try {
            switch (share.judge(call, footing, deadline)) {
                case AGAIN -> {
                    return false;
                }
                case UNKNOWN -> {
                    exchange.ended(Exchange.Outcome.UNKNOWN, overtaken());
                    return true;
                }
                case COUNTS -> {}
            }
        } catch (FlagstoneException e) {
            // the command has been carried out, but who knows under which generation
            exchange.ended(unknownIfMutation(), e);
            return true;
        }
        if (reply.status() == Status.REFUSED) {
            exchange.ended(Exchange.Outcome.FAILED, refusal(reply));
        } else {
            exchange.answered(reply, call.request().key(), call.incarnation(), footing.origin());
        }
        return true;
    }

    private FlagstoneException refusal(Reply reply) {
        return share.refusal(", " + call.request().verb() + ": ", reply);
    }

    private FlagstoneException overtaken() {
        return new NodeUnavailable(
                "node " + share.member() + ", " + call.request().verb()
                        + ": carried out while the list of nodes or the cache's generation changed; others may have seen it");
    }

    private Exchange.Outcome unknownIfMutation() {
        return call.request().isMutation() ? Exchange.Outcome.UNKNOWN : Exchange.Outcome.FAILED;
    }

    private boolean end(Exchange.Outcome how, Deadline deadline) {
        exchange.ended(
                how, how == Exchange.Outcome.STALE ? null : share.member().failure(call, deadline));
        return true;
    }
}
