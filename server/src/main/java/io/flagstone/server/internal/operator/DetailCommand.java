package io.flagstone.server.internal.operator;

import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.stats.PrefixCounts;

/** {@code stats detail on|off|dump}: what is done to keys, by prefix. */
public final class DetailCommand {
    private static final byte[] ON = Text.ascii("on");
    private static final byte[] OFF = Text.ascii("off");
    private static final byte[] DUMP = Text.ascii("dump");

    private final Desk desk;

    /** The command, at this desk. */
    public DetailCommand(Desk desk) {
        this.desk = desk;
    }

    /** Executes the line, which is at the word detail. */
    public void execute() {
        PrefixCounts prefixes = desk.facts().prefixes();
        if (!desk.line().next()) {
            desk.reply().reply(Replies.DETAIL_USAGE);
        } else if (desk.says(ON) || desk.says(OFF)) {
            prefixes.enabled(desk.says(ON));
            desk.reply().reply(Replies.OK);
        } else if (desk.says(DUMP)) {
            prefixes.lines().forEach(desk.reply()::reply);
            desk.reply().reply(Replies.END);
        } else {
            desk.reply().reply(Replies.DETAIL_USAGE);
        }
    }
}
