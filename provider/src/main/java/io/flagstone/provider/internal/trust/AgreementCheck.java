package io.flagstone.provider.internal.trust;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Status;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks what one node knows of the copies of a cache, and says it where nobody has.
 *
 * <pre>
 *   what I would say            repeated when it was said ten seconds ago
 *   the same, long ago          repeated by its token, before anything else is done
 *   nothing                     said (an add), unless another node objects; the generations of what others know are stepped first
 *   another number, long ago    the same by its token, on all nodes at once
 *   another number              the cache is refused, here as on all nodes
 * </pre>
 */
public final class AgreementCheck {

    /** What comes of a look. */
    public enum Outcome {
        AGREED,
        /** Something was said or has changed in between: the generation has to be asked for again. */
        AGAIN,
        /** The node did not answer. */
        SILENT
    }

    /**
     * A question on its way.
     *
     * @param at when it was asked
     */
    public record Question(Call call, long at) {}

    /** What is said is repeated for those who come later, and looked at, as often as this while the cache is used. */
    private static final int REPEATED_SECONDS = 10;

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(REPEATED_SECONDS);

    private static final System.Logger LOG = System.getLogger(AgreementCheck.class.getName());

    private final Agreement agreement;
    private final String node;
    private final ReentrantLock saying = new ReentrantLock();
    private final AtomicLong looked;

    /** When the last question was asked whose answer was what this client says. */
    private volatile long confirmed;

    AgreementCheck(Agreement agreement, String node) {
        this.agreement = agreement;
        this.node = node;
        this.confirmed = agreement.clock().nanos() - TimeUnit.SECONDS.toNanos(Agreement.LAPSE_SECONDS);
        this.looked = new AtomicLong(confirmed);
    }

    /** Whether one generation became the other by clears alone, so that what was agreed under it still is. */
    public static boolean isOnlyCleared(long before, long now) {
        return now > before && now - before < Agreement.STEP;
    }

    /** What was agreed in another term is not agreed any more. */
    public int term() {
        return agreement.term();
    }

    /**
     * The present term.
     *
     * @throws ConfigurationProblem while others say something else
     */
    public int admitted(Deadline deadline) {
        return agreement.admitted(deadline);
    }

    /** The question, not sent yet; for {@link #conclude} once it is over. */
    public Question question(Connection connection, Waiter waiter) {
        Call call = new Call(agreement.question(), null, connection.incarnation(), waiter);
        return new Question(call, agreement.clock().nanos());
    }

    /**
     * Judges the answer, and says it where that has to be done.
     *
     * @throws ConfigurationProblem where others say something else
     */
    public Outcome conclude(Question question, Connection connection, Deadline deadline) {
        Reply reply = Asking.answer(question.call());
        if (reply == null) {
            return Outcome.SILENT;
        }
        return switch (agreement.said(reply)) {
            case SAME -> agreed(question.at(), reply, connection);
            case SAME_ONCE -> repeated(question.at(), reply, connection, deadline);
            case NOTHING, OTHER_ONCE -> taken(question.at(), reply, connection, deadline);
            case OTHER, UNCLEAR -> throw new ConfigurationProblem(agreement.refuse(node, reply));
        };
    }

    private Outcome agreed(long at, Reply reply, Connection connection) {
        confirm(at);
        if (Agreement.secondsSince(reply) >= REPEATED_SECONDS) {
            connection.submit(new Call(agreement.repeated(reply), null, connection.incarnation(), new Waiter(1)));
        }
        return Outcome.AGREED;
    }

    private void confirm(long at) {
        confirmed = at;
        looked.set(at);
    }

    private Outcome repeated(long at, Reply reply, Connection connection, Deadline deadline) {
        List<Reply> replies = Asking.inTurn(connection, deadline, List.of(agreement.repeated(reply)));
        if (replies == null) {
            return Outcome.SILENT;
        }
        if (isOvertaken(replies.get(0))) {
            return Outcome.AGAIN;
        }
        confirm(at);
        return Outcome.AGREED;
    }

    private static boolean isOvertaken(Reply reply) {
        return reply.status() != Status.DONE && reply.status() != Status.REFUSED;
    }

    /** One thread at a time: each steps what the others have just learned. */
    private Outcome taken(long at, Reply read, Connection connection, Deadline deadline) {
        saying.lock(); // whoever has it leaves at its own deadline
        try {
            boolean done = confirmed - at > 0 || agreement.succeeds(deadline); // by another thread, or everywhere
            return done ? Outcome.AGAIN : take(read, connection, deadline);
        } finally {
            saying.unlock();
        }
    }

    private Outcome take(Reply read, Connection connection, Deadline deadline) {
        long now = agreement.clock().nanos();
        List<Reply> replies = Asking.inTurn(connection, deadline, agreement.taken(read));
        if (replies == null) {
            return Outcome.SILENT;
        }
        Reply last = replies.get(replies.size() - 1);
        if (isOvertaken(last)) {
            return Outcome.AGAIN;
        }
        if (last.status() == Status.REFUSED && agreement.hasCopies()) {
            throw new ServerRefused("node " + node + " does not keep how many copies a cache has: " + last.complaint());
        }
        confirm(now);
        return agreement.hasCopies() ? Outcome.AGAIN : Outcome.AGREED; // the generation has just been stepped
    }

    // --- from time to time ---

    /** Looks again in a moment if that is due. Called for every call: costs a look at the clock. */
    public void lookWhenDue(@Nullable Connection connection) {
        long now = agreement.clock().nanos();
        long last = looked.get();
        if (now - last < LOOK_NANOS || connection == null || !looked.compareAndSet(last, now)) {
            return;
        }
        try {
            agreement.inBackground(() -> look(connection, now));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the manager has been closed", e);
        }
    }

    private void look(Connection connection, long at) {
        List<Reply> replies = Asking.inTurn(connection, agreement.patience(), List.of(agreement.question()));
        if (replies == null) {
            return;
        }
        Reply reply = replies.get(0);
        switch (agreement.said(reply)) {
            case SAME -> agreed(at, reply, connection);
            case NOTHING -> forgotten(at, connection);
            case OTHER, UNCLEAR -> agreement.refuse(node, reply);
            default -> agreement.reconsider();
        }
    }

    /** Evicted, and nobody can have come in between: whoever says something else asks all nodes first. */
    private void forgotten(long at, Connection connection) {
        if (at - confirmed >= TimeUnit.SECONDS.toNanos(Agreement.LAPSE_SECONDS)) {
            agreement.reconsider();
            return;
        }
        connection.submit(new Call(agreement.added(), null, connection.incarnation(), new Waiter(1)));
        confirmed = at;
    }
}
