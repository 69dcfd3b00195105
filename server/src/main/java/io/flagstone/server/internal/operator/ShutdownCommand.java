package io.flagstone.server.internal.operator;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;

/** {@code shutdown [graceful]}: stops the node, where the operator has allowed that. */
public final class ShutdownCommand {
    private static final byte[] GRACEFUL = Text.ascii("graceful");

    private final Desk desk;

    /** The command, at this desk. */
    public ShutdownCommand(Desk desk) {
        this.desk = desk;
    }

    /** Executes the line; true when the node is stopping and the connection is to be closed without an answer. */
    public boolean execute() {
        if (!desk.facts().options().is(Option.SHUTDOWN)) {
            desk.reply().reply(Replies.SHUTDOWN_FORBIDDEN);
            return false;
        }
        boolean graceful = desk.line().next();
        if (graceful && !desk.says(GRACEFUL)) {
            desk.reply().reply(Replies.SHUTDOWN_MODE);
            return false;
        }
        desk.facts().runtime().requestStop(graceful);
        return true;
    }
}
