package io.flagstone.server.internal.command;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.operator.ConfigCommand;
import io.flagstone.server.internal.operator.Desk;
import io.flagstone.server.internal.operator.LruCommand;
import io.flagstone.server.internal.operator.ShutdownCommand;
import io.flagstone.server.internal.operator.SlabsCommand;
import io.flagstone.server.internal.operator.WatchCommand;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Numbers;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.protocol.Verb;
import io.flagstone.server.internal.report.NodeRuntime;
import io.flagstone.server.internal.report.Version;

/** Commands that concern the node rather than an item. */
final class Administration {
    private static final byte[] VERSION_TEXT = Text.ascii(Version.TEXT);
    private static final long MEBIBYTE = 1 << 20;
    private static final long MEMORY_MIN = 8;
    /** Above this the number was surely meant to be bytes. */
    private static final long MEMORY_MAX = 1_000_000_000;

    private final Workbench bench;
    private final Statistics statistics;
    private final CrawlerCommands crawler;
    private final SlabsCommand slabs;
    private final LruCommand lru;
    private final WatchCommand watch;
    private final ConfigCommand config;
    private final ShutdownCommand shutdown;

    Administration(Workbench bench) {
        this.bench = bench;
        this.statistics = new Statistics(bench);
        this.crawler = new CrawlerCommands(bench);
        Desk desk = new Desk(bench.facts, bench.line, bench.numbers, bench.reply);
        this.slabs = new SlabsCommand(desk);
        this.lru = new LruCommand(desk);
        this.watch = new WatchCommand(desk);
        this.config = new ConfigCommand(desk);
        this.shutdown = new ShutdownCommand(desk);
    }

    void execute(Session session, Verb verb) {
        if (bench.visitor != null && isDenied(verb)) {
            say(bench.line.wantsNoReply(), Replies.DENIED);
            return;
        }
        switch (verb) {
            case FLUSH_ALL -> flushAll();
            case VERSION -> version();
            case VERBOSITY -> verbosity();
            case STATS -> statistics.execute(session);
            case LRU_CRAWLER -> crawler.execute(session);
            case CACHE_MEMLIMIT -> memoryLimit();
            case SHUTDOWN -> shutdown(session);
            case SLABS -> slabs.execute();
            case LRU -> lru.execute();
            case WATCH -> watch(session);
            case CONFIG -> config.execute();
            case REFRESH_CERTS -> refreshCertificates();
            default -> bench.reply.reply(Replies.ERROR);
        }
    }

    /** What tells nothing and changes nothing is free; statistics look for themselves. */
    private boolean isDenied(Verb verb) {
        return switch (verb) {
            case VERSION, STATS -> false;
            case FLUSH_ALL -> bench.denies(Right.FLUSH);
            case WATCH -> bench.denies(Right.WATCH);
            default -> bench.denies(Right.ADMIN);
        };
    }

    private void refreshCertificates() {
        NodeRuntime runtime = bench.facts.runtime();
        String wrong = runtime.hasCertificates() ? runtime.refreshCertificates() : null;
        if (wrong != null) {
            bench.reply.reply(Text.ascii("Error " + wrong + "\r\n"));
        } else {
            bench.reply.reply(runtime.hasCertificates() ? Replies.OK : Replies.NO_TLS);
        }
    }

    private void watch(Session session) {
        session.watcher = watch.execute();
        if (session.watcher != null) {
            session.phase = Phase.WATCH;
        }
    }

    private void shutdown(Session session) {
        if (shutdown.execute()) {
            session.phase = Phase.CLOSING;
        }
    }

    /** Goes on with the session's dump; answers where input goes on. */
    int dump(Session session, int at) {
        crawler.dump(session);
        return at;
    }

    private void say(boolean quiet, byte[] reply) {
        if (!quiet) {
            bench.reply.reply(reply);
        }
    }

    private void flushAll() {
        Line line = bench.line;
        boolean quiet = line.wantsNoReply();
        if (!bench.facts.options().is(Option.FLUSH)) {
            say(quiet, Replies.FLUSH_FORBIDDEN);
            return;
        }
        int delay = 0;
        if (line.next() && !(quiet && isLast(line))) {
            if (!bench.numbers.signed32(line.bytes(), line.tokenStart(), line.tokenEnd())) {
                say(quiet, Replies.BAD_EXPTIME);
                return;
            }
            delay = (int) bench.numbers.value();
        }
        bench.tools.flush(delay);
        say(quiet, Replies.OK);
    }

    private static boolean isLast(Line line) {
        return line.tokenEnd() + trailingBlanks(line) == line.end();
    }

    private static int trailingBlanks(Line line) {
        int at = line.end();
        while (at > line.tokenEnd() && line.bytes()[at - 1] == ' ') {
            at--;
        }
        return line.end() - at;
    }

    private void version() {
        bench.reply.reserve(Replies.VERSION.length + VERSION_TEXT.length + 2);
        bench.reply.put(Replies.VERSION);
        bench.reply.put(VERSION_TEXT);
        bench.reply.put(Replies.CRLF);
    }

    private void verbosity() {
        Line line = bench.line;
        boolean quiet = line.wantsNoReply();
        if (!line.next()) {
            say(quiet, Replies.ERROR);
        } else if (bench.numbers.unsigned32(line.bytes(), line.tokenStart(), line.tokenEnd())) {
            bench.facts.runtime().verbosity((int) bench.numbers.value());
            say(quiet, Replies.OK);
        } else {
            say(quiet, Replies.BAD_FORMAT);
        }
    }

    private void memoryLimit() {
        Line line = bench.line;
        Numbers numbers = bench.numbers;
        boolean quiet = line.wantsNoReply();
        if (!line.next() || !numbers.unsigned32(line.bytes(), line.tokenStart(), line.tokenEnd())) {
            say(quiet, Replies.ERROR);
            return;
        }
        long mebibytes = numbers.value();
        if (mebibytes < MEMORY_MIN) {
            say(quiet, Replies.MEMLIMIT_TOO_SMALL);
        } else if (mebibytes > MEMORY_MAX) {
            say(quiet, Replies.MEMLIMIT_NOT_BYTES);
        } else if (bench.engine.resize(mebibytes * MEBIBYTE)) {
            say(quiet, Replies.OK);
        } else {
            say(quiet, Replies.MEMLIMIT_FAILED);
        }
    }
}
