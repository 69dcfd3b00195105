package io.flagstone.provider.internal.trust;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks one node who it is, and tells it where it does not know. The item lapses unless clients that say the same keep renewing
 * it, so that a node can be renamed, or given to another cluster, once its former clients have ended.
 *
 * <pre>
 *   nothing there      it is told (an add: of two clients that say different things the first one counts)
 *   what I would say   renewed when the item has spent a third of its life
 *   another cluster, another name    the node is refused
 *   another list       a warning: clients disagree about who owns which key
 * </pre>
 */
public final class IdentityCheck {

    private static final System.Logger LOG = System.getLogger(IdentityCheck.class.getName());

    /** Seconds that the item lives on without clients. A guess: a pause of them all, not a change of plans. */
    static final int LIFE_SECONDS = 30;

    private static final int RENEWED_FROM_SECONDS = 20;

    /** Reads of an item that comes and goes; beyond, the node counts as one that did not answer. */
    private static final int MOST_READS = 3;

    private final Identities identities;
    private final byte[] item;
    private final Identity mine;
    private String objection = "";
    private String otherList = "";

    IdentityCheck(Identities identities, byte[] item, Identity mine) {
        this.identities = identities;
        this.item = item;
        this.mine = mine;
    }

    /** The call that asks; to be sent, and handed to {@link #conclude} once it is over. */
    public Call question(Connection connection, Waiter waiter) {
        return new Call(Request.get(item), null, connection.incarnation(), waiter);
    }

    /**
     * Asks on a connection that is in use.
     *
     * @return why the node must not be used, or an empty text, also where it did not answer
     */
    public String check(Connection connection, Deadline deadline) {
        String found = conclude(asked(connection, deadline), connection, deadline);
        return found == null ? "" : found;
    }

    private Call asked(Connection connection, Deadline deadline) {
        Waiter waiter = new Waiter(1);
        return run(question(connection, waiter), waiter, connection, deadline);
    }

    private static Call run(Call call, Waiter waiter, Connection connection, Deadline deadline) {
        connection.submit(call);
        if (!waiter.await(deadline)) {
            call.giveUp();
        }
        return call;
    }

    /**
     * Judges the answer, and tells the node who it is where it does not know.
     *
     * @return why the node must not be used, or an empty text; null where it did not answer
     */
    public @Nullable String conclude(Call question, Connection connection, Deadline deadline) {
        Call call = question;
        for (int reads = 1; ; reads++) {
            Reply reply = call.state() == Call.State.REPLIED ? call.reply() : null;
            if (reply == null) {
                return null;
            }
            if (reply.status() != Status.MISS) {
                return judged(reply, connection);
            }
            Reply told = told(connection, deadline);
            if (told == null || reads == MOST_READS) {
                return null;
            }
            if (told.status() != Status.NOT_STORED) {
                return settled("");
            }
            call = asked(connection, deadline);
        }
    }

    /** Tells the node who it is. One that takes no small item is left to those who need it to. */
    private @Nullable Reply told(Connection connection, Deadline deadline) {
        Waiter waiter = new Waiter(1);
        Request add = Request.set(item, mine.encoded(), Request.Mode.ADD, Request.ANY_CAS, 0, LIFE_SECONDS);
        Call call = run(new Call(add, null, connection.incarnation(), waiter), waiter, connection, deadline);
        return call.state() == Call.State.REPLIED ? call.reply() : null;
    }

    private String judged(Reply reply, Connection connection) {
        byte[] value = reply.value();
        if (reply.status() != Status.VALUE || value == null) {
            return settled("");
        }
        Identity found = Identity.parse(value);
        if (found == null) {
            return settled("node " + mine.node() + " has an item " + name() + " that this version does not understand");
        }
        if (found.isOfOtherCluster(mine) || found.isOtherNode(mine)) {
            return settled(objection(found));
        }
        noteList(found);
        if (found.equals(mine) && reply.ttl() >= 0 && reply.ttl() <= RENEWED_FROM_SECONDS) {
            connection.submit(
                    new Call(Request.touch(item, LIFE_SECONDS), null, connection.incarnation(), new Waiter(1)));
        }
        return settled("");
    }

    private String objection(Identity found) {
        return "it is in use as " + found + ", and not as " + mine + ": "
                + (found.isOfOtherCluster(mine)
                        ? "its address belongs to another cluster, or flagstone.cluster is not the same at all clients"
                        : "one process has two names, in this list of nodes or in those of two clients")
                + ". Nothing is read from it or written to it. Correct the address or the setting; after a change on purpose,"
                + " end the clients that have the former one, and wait " + LIFE_SECONDS + " s or delete the item "
                + name() + " on the node";
    }

    private synchronized String settled(String now) {
        if (!now.isEmpty() && !now.equals(objection)) {
            identities.refused();
            LOG.log(System.Logger.Level.ERROR, "node {0} is refused: {1}", mine.node(), now);
        } else if (now.isEmpty() && !objection.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "node {0} is what it is taken for again", mine.node());
        }
        objection = now;
        return now;
    }

    private synchronized void noteList(Identity found) {
        String other = found.hasOtherList(mine) ? found.list() : "";
        if (!other.isEmpty() && !Objects.equals(other, otherList)) {
            identities.metOtherList();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "node {0} is also used with another list of nodes, fingerprint {1}, and here it is {2}: clients of one"
                            + " namespace must name the same nodes with the same weights and the same placement",
                    mine.node(),
                    other,
                    mine.list());
        }
        otherList = other;
    }

    private String name() {
        return new String(item, US_ASCII);
    }
}
