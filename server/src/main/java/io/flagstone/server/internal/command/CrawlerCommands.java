package io.flagstone.server.internal.command;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.operator.Dump;
import io.flagstone.server.internal.operator.Slices;
import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.report.NodeRuntime;

/** lru_crawler: steers the crawler and dumps keys. */
final class CrawlerCommands {
    private static final byte[] CRAWL = Text.ascii("crawl");
    private static final byte[] METADUMP = Text.ascii("metadump");
    private static final byte[] MGDUMP = Text.ascii("mgdump");
    private static final byte[] TOCRAWL = Text.ascii("tocrawl");
    private static final byte[] SLEEP = Text.ascii("sleep");
    private static final byte[] ENABLE = Text.ascii("enable");
    private static final byte[] DISABLE = Text.ascii("disable");
    private static final byte[] ALL = Text.ascii("all");
    private static final byte[] HASH = Text.ascii("hash");

    private static final int SLEEP_MAX = 1_000_000;
    private static final int CLASS_MAX = 63;
    private static final long ALL_CLASSES = -1;
    private static final long BAD_CLASSES = 0;

    private final Workbench bench;
    private final NodeRuntime runtime;

    CrawlerCommands(Workbench bench) {
        this.bench = bench;
        this.runtime = bench.facts.runtime();
    }

    void execute(Session session) {
        Line line = bench.line;
        if (!line.next()) {
            bench.reply.reply(Replies.ERROR);
        } else if (says(ENABLE)) {
            enable();
        } else if (says(DISABLE)) {
            runtime.crawlerEnabled(false);
            bench.engine.crawl(false);
            bench.reply.reply(Replies.OK);
        } else if (says(CRAWL)) {
            crawl();
        } else if (says(METADUMP)) {
            startDump(session, false);
        } else if (says(MGDUMP)) {
            startDump(session, true);
        } else if (says(TOCRAWL)) {
            toCrawl();
        } else if (says(SLEEP)) {
            sleep();
        } else {
            bench.reply.reply(Replies.ERROR);
        }
    }

    private boolean says(byte[] word) {
        Line line = bench.line;
        return Ascii.equals(line.bytes(), line.tokenStart(), line.tokenEnd(), word);
    }

    private void enable() {
        if (runtime.crawlerEnabled()) {
            bench.reply.reply(Replies.CRAWLER_RUNS);
            return;
        }
        runtime.crawlerEnabled(true);
        bench.engine.crawl(true);
        bench.reply.reply(Replies.OK);
    }

    private boolean readNumber() {
        Line line = bench.line;
        if (!line.next()) {
            bench.reply.reply(Replies.ERROR);
            return false;
        }
        if (!bench.numbers.unsigned32(line.bytes(), line.tokenStart(), line.tokenEnd())) {
            bench.reply.reply(Replies.BAD_FORMAT);
            return false;
        }
        return true;
    }

    private void toCrawl() {
        if (readNumber()) {
            runtime.crawlerToCrawl((int) bench.numbers.value());
            bench.reply.reply(Replies.OK);
        }
    }

    private void sleep() {
        if (!readNumber()) {
            return;
        }
        if (bench.numbers.value() > SLEEP_MAX) {
            bench.reply.reply(Replies.CRAWLER_SLEEP);
            return;
        }
        runtime.crawlerSleepMicros((int) bench.numbers.value());
        bench.reply.reply(Replies.OK);
    }

    /** The crawler finds what is due by itself, so being told to look changes nothing. */
    private void crawl() {
        if (!bench.line.next()) {
            bench.reply.reply(Replies.ERROR);
        } else if (!runtime.crawlerEnabled()) {
            bench.reply.reply(Replies.CRAWLER_DISABLED);
        } else {
            bench.reply.reply(says(ALL) || readClasses() != BAD_CLASSES ? Replies.OK : Replies.BAD_CLASS);
        }
    }

    private void startDump(Session session, boolean asMeta) {
        if (!bench.line.next()) {
            bench.reply.reply(Replies.ERROR);
        } else if (!bench.facts.options().is(Option.DUMP)) {
            bench.reply.reply(asMeta ? Replies.MGDUMP_FORBIDDEN : Replies.METADUMP_FORBIDDEN);
        } else if (!runtime.crawlerEnabled()) {
            bench.reply.reply(Replies.CRAWLER_DISABLED);
        } else {
            long classes = says(ALL) || says(HASH) ? ALL_CLASSES : readClasses();
            if (classes == BAD_CLASSES) {
                bench.reply.reply(Replies.BAD_CLASS);
                return;
            }
            bench.reply.reply(Replies.OK);
            session.dump = new Dump(bench.engine.walk(), bench.reply, bench.clock, asMeta, classes);
            session.phase = Phase.DUMP;
        }
    }

    /** Class numbers from 1 to 63 separated by commas, as bits; 0 when they are not that. */
    private long readClasses() {
        Line line = bench.line;
        long classes = 0;
        int from = line.tokenStart();
        while (from <= line.tokenEnd()) {
            int comma = Ascii.indexOf(line.bytes(), from, line.tokenEnd(), (byte) ',');
            int to = comma < 0 ? line.tokenEnd() : comma;
            if (!bench.numbers.unsigned32(line.bytes(), from, to)
                    || bench.numbers.value() < 1
                    || bench.numbers.value() > CLASS_MAX) {
                return BAD_CLASSES;
            }
            classes |= 1L << bench.numbers.value();
            from = to + 1;
        }
        return classes;
    }

    /** Writes the next slice of the session's dump. */
    void dump(Session session) {
        Slices dump = session.dump;
        if (dump == null || dump.slice(session.peer::isCongested)) {
            session.dump = null;
            session.phase = Phase.COMMAND;
        }
    }
}
