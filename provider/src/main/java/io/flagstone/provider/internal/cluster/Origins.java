package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.nodelist.Origin;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The former owners of one cache's keys, whose entries the present owners take over. Before a key is changed at its owner it is
 * deleted there, or the owner ceases to take anything over: so what is left there is never older than what counts (decision
 * 312).
 */
final class Origins {

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
}
