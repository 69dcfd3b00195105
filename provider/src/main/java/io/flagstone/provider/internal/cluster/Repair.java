package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.wire.Request;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Restores the trust in a node before anybody reads it again: it must answer, and it must be told what it missed. */
final class Repair {

    private static final System.Logger LOG = System.getLogger(Repair.class.getName());
    private static final byte[] PROBE = "flagstone:probe".getBytes(US_ASCII);

    private Repair() {}

    /**
     * Runs the repair.
     *
     * @param patience how long the node may take for its first answer
     * @param declareUp the last step, refused while something is still owed
     * @return whether the node is up
     */
    static boolean run(
            Connection connection,
            Duration patience,
            Debts debts,
            LinkOptions options,
            Clock clock,
            BooleanSupplier declareUp) {
        try {
            if (!answers(connection, Deadline.in(clock, patience.toNanos()))) {
                return false;
            }
            do {
                int owed = debts.size();
                // every window of deletions gets the time of one call
                long time = options.timeout().toNanos() * (1 + owed / 256);
                if (!debts.pay(connection, Deadline.in(clock, time))) {
                    return false;
                }
            } while (!declareUp.getAsBoolean());
            return true;
        } catch (FlagstoneException e) {
            LOG.log(System.Logger.Level.WARNING, "a node could not be restored to trust", e);
            return false;
        }
    }

    private static boolean answers(Connection connection, Deadline deadline) {
        Waiter waiter = new Waiter(1);
        Call call = new Call(Request.number(PROBE), null, connection.incarnation(), waiter);
        connection.submit(call);
        if (!waiter.await(deadline)) {
            call.giveUp();
        }
        return call.state() == Call.State.REPLIED;
    }
}
