package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.operator.CacheDump;
import io.flagstone.server.internal.operator.Desk;
import io.flagstone.server.internal.operator.DetailCommand;
import io.flagstone.server.internal.operator.SizesCommand;
import io.flagstone.server.internal.operator.Slices;
import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.report.GeneralReport;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.report.SettingsReport;
import io.flagstone.server.internal.report.SlabsReport;
import io.flagstone.server.internal.report.SocketsReport;
import io.flagstone.server.store.StatisticsGroup;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** stats and its subcommands, which may be abbreviated: the first that begins so is meant. */
final class Statistics {
    private static final byte[] RESET = Text.ascii("reset");
    private static final byte[] DETAIL = Text.ascii("detail");
    private static final byte[] SETTINGS = Text.ascii("settings");
    private static final byte[] CACHEDUMP = Text.ascii("cachedump");
    private static final byte[] ITEMS = Text.ascii("items");
    private static final byte[] SLABS = Text.ascii("slabs");
    private static final byte[] SIZES = Text.ascii("sizes");
    private static final byte[] SIZES_ENABLE = Text.ascii("sizes_enable");
    private static final byte[] SIZES_DISABLE = Text.ascii("sizes_disable");
    private static final byte[] CONNS = Text.ascii("conns");
    private static final byte[] SIZES_ENABLED = Text.ascii("STAT sizes_status enabled\r\n");
    private static final byte[] SIZES_DISABLED = Text.ascii("STAT sizes_status disabled\r\n");

    private final Workbench bench;
    private final ReplyBuffer reply;
    private final Line line;
    private final NodeFacts facts;
    private final Desk desk;
    private final DetailCommand detail;

    Statistics(Workbench bench) {
        this.bench = bench;
        this.reply = bench.reply;
        this.line = bench.line;
        this.facts = bench.facts;
        this.desk = new Desk(bench.facts, bench.line, bench.numbers, bench.reply);
        this.detail = new DetailCommand(desk);
    }

    void execute(Session session) {
        if (!line.next()) {
            write(GeneralReport.of(facts));
        } else if (!isPlain() && bench.denies(Right.ADMIN)) {
            reply.reply(Replies.DENIED);
        } else if (says(RESET)) {
            facts.resetStatistics();
            reply.reply(Replies.RESET);
        } else if (says(DETAIL)) {
            detail.execute();
        } else if (says(SETTINGS)) {
            write(SettingsReport.of(facts));
        } else if (says(CACHEDUMP)) {
            go(session, CacheDump.begin(desk));
        } else if (says(ITEMS)) {
            write(facts.engine().statistics(StatisticsGroup.ITEMS));
        } else if (says(SLABS)) {
            write(SlabsReport.of(facts));
        } else if (says(SIZES)) {
            sizes(session);
        } else if (says(SIZES_ENABLE)) {
            trackSizes(true);
        } else if (says(SIZES_DISABLE)) {
            trackSizes(false);
        } else if (says(CONNS)) {
            write(SocketsReport.of(facts));
        } else {
            reply.reply(Replies.ERROR);
        }
    }

    /** Whether these tell of no key and no client. */
    private boolean isPlain() {
        return says(ITEMS) || (says(SLABS) && !says(SETTINGS));
    }

    private void sizes(Session session) {
        if (facts.runtime().tracksSizes()) {
            go(session, new SizesCommand(facts.engine().walk(), this::write));
        } else {
            reply.reply(SIZES_DISABLED);
            reply.reply(Replies.END);
        }
    }

    /** Answers at length, unless there was an error. */
    private static void go(Session session, @Nullable Slices answer) {
        if (answer != null) {
            session.dump = answer;
            session.phase = Phase.DUMP;
        }
    }

    /** As in memcached, no END follows. */
    private void trackSizes(boolean is) {
        facts.runtime().trackSizes(is);
        reply.reply(is ? SIZES_ENABLED : SIZES_DISABLED);
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
