package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Admin;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.trust.ChosenTokens;
import io.flagstone.provider.internal.trust.IdentityCheck;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Restores the trust in a node before anybody reads it again: it must answer, and it must be told what it missed. */
final class Repair {

    private static final System.Logger LOG = System.getLogger(Repair.class.getName());
    private static final String SILENT = "the node did not answer while its trust was being restored";

    private Repair() {}

    /**
     * What a node is asked first.
     *
     * @param document the key of the item that says which list of nodes it belongs to
     * @param fixed whether this client's list never changes, so that there must be no such item
     * @param endpoint what stands between this client and the nodes
     * @param tokens tries whether nodes keep the tokens of clients, where that is needed
     */
    record Probe(
            byte[] document,
            boolean fixed,
            Endpoint endpoint,
            @Nullable ChosenTokens tokens) {

        Probe(byte[] document, boolean fixed) {
            this(document, fixed, Endpoint.NONE, null);
        }

        /** What is wrong with what is at the other end of a connection, or an empty text. */
        String objection(Connection connection, Supplier<Admin> admin) {
            return tokens == null ? "" : tokens.objection(connection.incarnation(), admin.get());
        }

        /** What is wrong with the answer, or an empty text. */
        private String objection(Reply reply) {
            if (!fixed || (reply.status() != Status.DONE && reply.status() != Status.VALUE)) {
                return "";
            }
            return "clients of this namespace change the list of nodes while they run, and this one has a fixed list; set"
                    + " flagstone.nodes.source here, too, or end those clients and delete the item "
                    + new String(document, US_ASCII) + " on every node";
        }
    }

    /**
     * Runs the repair.
     *
     * @param identity asks the node who it is: it is told nothing, and nobody reads it, if it is another one
     * @param patience how long the node may take for its first answer
     * @param declareUp the last step, refused while something is still owed
     * @return why the node is not up, or an empty text
     */
    static String run(
            Connection connection,
            Probe probe,
            IdentityCheck identity,
            Duration patience,
            Debts debts,
            LinkOptions options,
            Clock clock,
            BooleanSupplier declareUp) {
        try {
            String objection = ask(connection, probe, identity, Deadline.in(clock, patience.toNanos()));
            if (!objection.isEmpty()) {
                return objection;
            }
            do {
                int owed = debts.size();
                // every window of deletions gets the time of one call
                long time = options.timeout().toNanos() * (1 + owed / 256);
                if (!debts.pay(connection, Deadline.in(clock, time))) {
                    return SILENT;
                }
            } while (!declareUp.getAsBoolean());
            return "";
        } catch (FlagstoneException e) {
            LOG.log(System.Logger.Level.WARNING, "a node could not be restored to trust", e);
            return SILENT;
        }
    }

    private static String ask(Connection connection, Probe probe, IdentityCheck identity, Deadline deadline) {
        Waiter waiter = new Waiter(2);
        Call call = new Call(Request.token(probe.document()), null, connection.incarnation(), waiter);
        Call question = identity.question(connection, waiter);
        connection.enqueue(call);
        connection.submit(question);
        if (!waiter.await(deadline)) {
            call.giveUp();
            question.giveUp();
        }
        Reply reply = call.state() == Call.State.REPLIED ? call.reply() : null;
        if (reply == null) {
            return SILENT;
        }
        String objection = probe.objection(reply);
        if (!objection.isEmpty()) {
            return objection;
        }
        String other = identity.conclude(question, connection, deadline);
        return other == null ? SILENT : other;
    }
}
