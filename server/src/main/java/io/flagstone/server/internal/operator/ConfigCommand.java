package io.flagstone.server.internal.operator;

import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.report.ClusterFile;

/**
 * {@code config get cluster}: tells clients the list of nodes, as configuration endpoints of hosted fleets do. Without a list, an
 * unknown command, as in memcached.
 */
public final class ConfigCommand {
    private static final byte[] GET = Text.ascii("get");
    private static final byte[] CLUSTER = Text.ascii("cluster");
    private static final int PIECE = ReplyBuffer.CAPACITY / 4;

    private final Desk desk;

    /** The command, at this desk. */
    public ConfigCommand(Desk desk) {
        this.desk = desk;
    }

    /** Executes the line. */
    public void execute() {
        ClusterFile file = desk.facts().runtime().clusterFile();
        boolean asks = desk.line().next()
                && desk.says(GET)
                && desk.line().next()
                && desk.says(CLUSTER)
                && !desk.line().next();
        if (file == null || !asks) {
            desk.reply().reply(Replies.ERROR);
            return;
        }
        byte[] answer = file.reply();
        for (int at = 0; at < answer.length; at += PIECE) {
            int end = Math.min(answer.length, at + PIECE);
            desk.reply().reserve(end - at);
            desk.reply().put(answer, at, end);
        }
    }
}
