package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Batch;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Guard;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.nodelist.Left;
import io.flagstone.provider.internal.nodelist.Origin;
import io.flagstone.provider.internal.nodelist.Seen;
import io.flagstone.provider.internal.nodelist.View;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import io.flagstone.provider.internal.wire.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The former owners of one cache's keys, whose entries the present owners take over. Before a key is changed at its owner it is
 * deleted there, or the owner ceases to take anything over: so what is left there is never older than what counts (decision
 * 313).
 */
public final class Origins {

    /** The part of a call's time that a former owner may take: the call must have time to go on without. A guess. */
    private static final int PARTS = 4;

    private final Lists lists;
    private final ServingOwners owners;
    private final Map<Member, Remains> remains = new ConcurrentHashMap<>();

    Origins(Lists lists, ServingOwners owners) {
        this.lists = lists;
        this.owners = owners;
    }

    private Remains at(NodeAddress node) {
        Member member = lists.member(node);
        Remains known = remains.get(member);
        if (known != null) {
            return known;
        }
        remains.keySet().removeIf(Member::isClosed);
        return remains.computeIfAbsent(member, m -> new Remains(owners.on(m), lists.documents()));
    }

    /** A part of the time of a call, for a former owner. */
    static Deadline partOf(Deadline deadline) {
        return deadline.orIn(Math.max(0, deadline.remaining()) / PARTS);
    }

    /** Asks all of this, what goes to one node in one pipeline; each question has its result afterwards. */
    void ask(List<Question> questions, Deadline call) {
        Deadline deadline = partOf(call);
        List<Question> open = questions;
        while (!open.isEmpty() && !deadline.passed()) {
            round(open, deadline);
            open = open.stream().filter(Question::isOpen).toList();
        }
        open.forEach(question -> question.ended(Question.Result.UNASKED));
    }

    private void round(List<Question> questions, Deadline deadline) {
        Waiter waiter = new Waiter(questions.size());
        List<Remains.Try> tries = new ArrayList<>(questions.size());
        Batch batch = new Batch();
        try {
            for (Question question : questions) {
                Remains.Try one = begun(question, waiter, batch, deadline);
                if (one == null) {
                    waiter.skip();
                } else {
                    batch.add(one.connection());
                    tries.add(one);
                }
            }
        } finally {
            batch.send();
        }
        waiter.await(deadline);
        for (Remains.Try one : tries) {
            concluded(one, deadline);
        }
    }

    private Remains.@Nullable Try begun(Question question, Waiter waiter, Batch batch, Deadline deadline) {
        try {
            Remains there = at(question.origin().node());
            batch.nextIsFor(there.member());
            return there.begin(question, lists.slot(question.exchange().key()), waiter, deadline);
        } catch (FlagstoneException e) {
            question.ended(Question.Result.UNASKED);
            return null;
        }
    }

    private void concluded(Remains.Try one, Deadline deadline) {
        try {
            at(one.question().origin().node()).conclude(one, deadline);
        } catch (FlagstoneException e) {
            one.question().ended(Question.Result.UNASKED);
        }
    }

    // --- before changes ---

    /** Deletes what former owners have under these keys, all at once, so that the changes need not wait for it one by one. */
    void free(List<Exchange> changes, Deadline deadline) {
        List<Question> deletions = new ArrayList<>();
        List<Exchange> freed = new ArrayList<>();
        for (Exchange change : changes) {
            Origin origin = change.changes() ? owners.origin(change.key()) : null;
            if (origin != null && !change.isFreeOf(origin)) {
                deletions.add(deletion(change.key(), origin));
                freed.add(change);
            }
        }
        ask(deletions, deadline);
        for (int i = 0; i < freed.size(); i++) {
            mark(freed.get(i), deletions.get(i));
        }
    }

    /** The same for one; false when the former owner could not be asked. */
    boolean free(Exchange change, Origin origin, Deadline deadline) {
        Question deletion = deletion(change.key(), origin);
        ask(List.of(deletion), deadline);
        return mark(change, deletion);
    }

    private static Question deletion(SpaceKey key, Origin origin) {
        return new Question(new Exchange(key, Verb.DELETE, wire -> Request.delete(wire, Request.ANY_CAS)), origin);
    }

    private static boolean mark(Exchange change, Question deletion) {
        boolean free = deletion.result() == Question.Result.NOTHING;
        if (free) {
            change.freed(deletion.origin());
        }
        return free;
    }

    /** What a former owner of a key is asked: for the entry that counted when it lost the key, or to forget it. */
    public static final class Question {

        /** What came of it. */
        public enum Result {
            /** Not answered yet. */
            OPEN,
            /** The entry is there; the exchange has it. */
            FOUND,
            /** Nothing that ever counted is left, and nothing will be. */
            NOTHING,
            /** Nobody knows. */
            UNASKED
        }

        private final Exchange exchange;
        private final Origin origin;
        private Result result = Result.OPEN;

        /**
         * @param exchange a read of the value, or a deletion
         */
        public Question(Exchange exchange, Origin origin) {
            this.exchange = exchange;
            this.origin = origin;
        }

        public Exchange exchange() {
            return exchange;
        }

        public Origin origin() {
            return origin;
        }

        public Result result() {
            return result;
        }

        boolean isOpen() {
            return result == Result.OPEN;
        }

        void ended(Result how) {
            result = how;
        }
    }

    /**
     * What one node still has of a cache in slots that it has lost. What counted there has a smaller token than the document that
     * ended the slot; that document, or what is known of it, is read around every call, and the generation, too.
     *
     * <p>A call that is lost here does no harm: it reads or it deletes, and nothing is ever stored.
     */
    private static final class Remains implements Guard {

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
}
