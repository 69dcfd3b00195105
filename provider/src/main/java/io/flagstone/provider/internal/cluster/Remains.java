package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Guard;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.nodelist.Left;
import io.flagstone.provider.internal.nodelist.Seen;
import io.flagstone.provider.internal.nodelist.View;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import org.jspecify.annotations.Nullable;

/**
 * What one node still has of a cache in slots that it has lost. What counted there has a smaller token than the document that
 * ended the slot; that document, or what is known of it, is read around every call, and the generation, too.
 *
 * <p>A call that is lost here does no harm: it reads or it deletes, and nothing is ever stored.
 */
final class Remains implements Guard {

    private final EraShare share;
    private final Documents documents;

    /** The list whose slots the node has nothing of any more, as far as anybody can tell: that never changes again. */
    private volatile @Nullable View nothingOf;

    /**
     * @param share of the node
     */
    Remains(EraShare share, Documents documents) {
        this.share = share;
        this.documents = documents;
    }

    /** One try of a question. */
    record Try(Question question, Call call, Connection connection, Seen seen, Left left, long generation) {}

    @Override
    public @Nullable Request reading() {
        return share.reading();
    }

    @Override
    public Fence fence() {
        return documents;
    }

    @Override
    public void settledLate(Connection connection, Call call, Reply reply) {
        // see the class
    }

    @Override
    public void lost(Call call) {
        // see the class
    }

    @Override
    public void undone(Call call) {
        // see the class
    }

    Member member() {
        return share.member();
    }

    /**
     * The first half of a try; the call has not been sent. Null when the question has its answer without it.
     *
     * @throws FlagstoneException when the node cannot be asked
     */
    @Nullable
    Try begin(Question question, int slot, Waiter waiter, Deadline deadline) {
        View from = question.origin().from();
        if (from.equals(nothingOf)) {
            question.ended(Question.Result.NOTHING);
            return null;
        }
        Connection connection = member().connection(deadline);
        Seen seen = member().station().on(connection.incarnation());
        Left left = seen == null ? null : seen.left(slot, question.origin());
        if (left == null) {
            seen = documents.read(member(), connection, deadline);
            left = seen == null ? null : seen.left(slot, question.origin());
        }
        if (seen == null) {
            question.ended(Question.Result.UNASKED);
            return null;
        }
        if (left == null) {
            nothingOf = from;
            question.ended(Question.Result.NOTHING);
            return null;
        }
        long generation = share.generation(deadline);
        Exchange exchange = question.exchange();
        byte[] wire = share.wireKey(EraShare.mix(generation, left.era()), exchange.key());
        exchange.goesTo(member().observed());
        Call call = new Call(exchange.command().on(wire), this, connection.incarnation(), waiter);
        connection.enqueue(call);
        return new Try(question, call, connection, seen, left, generation);
    }

    /** The second half, once the waiting is over; the question is still open where it has to be asked again. */
    void conclude(Try one, Deadline deadline) {
        Call call = one.call();
        Reply reply = call.reply();
        switch (call.state()) {
            case REPLIED -> {
                if (reply == null || reply.status() == Status.REFUSED) {
                    one.question().ended(Question.Result.UNASKED);
                } else if (isUnchanged(one, deadline)) {
                    answered(one, reply);
                }
            }
            case UNSENT, STALE, LOST -> {}
            default -> {
                member().gaveUp(call);
                one.question().ended(Question.Result.UNASKED);
            }
        }
    }

    /** Whether the node said the same of itself and of the cache ahead of the call and behind it; otherwise that is learned. */
    private boolean isUnchanged(Try one, Deadline deadline) {
        Call call = one.call();
        long first = share.present(call.readAhead());
        long last = share.present(call.readBehind());
        if (first != one.generation() || last != one.generation()) {
            share.learn(last);
            return false;
        }
        long token = one.seen().token();
        if (share.token(call.fenceAhead()) == token && share.token(call.fenceBehind()) == token) {
            return true;
        }
        documents.read(member(), one.connection(), deadline);
        return false;
    }

    private static void answered(Try one, Reply reply) {
        Exchange exchange = one.question().exchange();
        boolean found = reply.status() == Status.VALUE && one.left().counted(reply.cas());
        if (found) {
            exchange.answered(reply, one.call().request().key(), one.call().incarnation(), null);
        }
        one.question().ended(found ? Question.Result.FOUND : Question.Result.NOTHING);
    }
}
