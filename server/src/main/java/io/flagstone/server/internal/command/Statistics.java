package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.report.GeneralReport;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.report.SettingsReport;
import io.flagstone.server.internal.report.SlabsReport;
import io.flagstone.server.store.StatisticsGroup;
import java.util.Map;

/** stats and its subcommands, which may be abbreviated: the first that begins so is meant. */
final class Statistics {
    private static final byte[] RESET = Text.ascii("reset");
    private static final byte[] DETAIL = Text.ascii("detail");
    private static final byte[] SETTINGS = Text.ascii("settings");
    private static final byte[] CACHEDUMP = Text.ascii("cachedump");
    private static final byte[] ITEMS = Text.ascii("items");
    private static final byte[] SLABS = Text.ascii("slabs");
    private static final byte[] SIZES = Text.ascii("sizes");

    private final ReplyBuffer reply;
    private final Line line;
    private final NodeFacts facts;

    Statistics(Workbench bench) {
        this.reply = bench.reply;
        this.line = bench.line;
        this.facts = bench.facts;
    }

    void execute() {
        if (!line.next()) {
            write(GeneralReport.of(facts));
        } else if (says(RESET)) {
            facts.counters().reset();
            facts.engine().resetStatistics();
            reply.reply(Replies.RESET);
        } else if (says(DETAIL)) {
            reply.reply(Replies.DETAIL_USAGE);
        } else if (says(SETTINGS)) {
            write(SettingsReport.of(facts));
        } else if (says(CACHEDUMP)) {
            reply.reply(Replies.CACHEDUMP_FORBIDDEN);
        } else if (says(ITEMS)) {
            write(facts.engine().statistics(StatisticsGroup.ITEMS));
        } else if (says(SLABS)) {
            write(SlabsReport.of(facts));
        } else if (says(SIZES)) {
            write(facts.engine().statistics(StatisticsGroup.SIZES));
        } else {
            reply.reply(Replies.ERROR);
        }
    }

    private boolean says(byte[] word) {
        return Ascii.abbreviates(line.bytes(), line.tokenStart(), line.tokenEnd(), word);
    }

    private void write(Map<String, String> report) {
        report.forEach((name, value) -> {
            reply.reply(Replies.STAT);
            reply.reply(Text.ascii(name + " " + value + "\r\n"));
        });
        reply.reply(Replies.END);
    }
}
