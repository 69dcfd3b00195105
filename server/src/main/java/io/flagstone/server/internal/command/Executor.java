package io.flagstone.server.internal.command;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.operation.Arithmetic;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.operation.Storing;
import io.flagstone.server.internal.operation.Tools;
import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Verb;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.store.Expected;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Executes the commands of all connections of one event loop. Input comes in pieces cut anywhere; what it cannot use yet
 * it leaves to the caller, who brings it again with more behind it.
 */
public final class Executor {
    private static final long GET_ = Ascii.pack("get ");
    private static final long GETS = Ascii.pack("gets");
    /** Blanks that may stand before a line longer than {@link Limits#LINE}. */
    private static final int LEADING_BLANKS_MAX = 100;

    private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

    private final Workbench bench;
    private final LookAhead lookAhead;
    private final int commandsPerTurn;
    private final Retrieval retrieval;
    private final Storage storage;
    private final MetaGet metaGet;
    private final MetaSet metaSet;
    private final MetaDelete metaDelete;
    private final MetaArithmetic metaArithmetic;
    private final Mutation mutation;
    private final Administration administration;
    private boolean yielded;
    private int executed;

    /** An executor for the event loop whose tools these are. */
    public Executor(Tools tools) {
        bench = new Workbench(tools);
        commandsPerTurn = bench.facts.options().number(Option.REQS_PER_EVENT);
        Storing storing = new Storing(tools);
        Arithmetic arithmetic = new Arithmetic(tools);
        lookAhead = new LookAhead(this::expect);
        retrieval = new Retrieval(bench, lookAhead);
        metaGet = new MetaGet(bench);
        metaSet = new MetaSet(bench, storing);
        storage = new Storage(bench, storing, metaSet);
        metaDelete = new MetaDelete(bench);
        metaArithmetic = new MetaArithmetic(bench, arithmetic);
        mutation = new Mutation(bench, arithmetic);
        administration = new Administration(bench);
    }

    private void expect(Expected keys) {
        bench.counters.count(Counter.LOOKED_AHEAD, keys.count());
        bench.cursor.expect(keys);
    }

    /** A session with this peer; null stands for one that may do everything. */
    Session session(Peer peer, @Nullable Visitor visitor) {
        return new Session(bench.engine.draft(), peer, visitor != null && visitor.isLimited() ? visitor : null);
    }

    /** How a stranger logs in. */
    TextLogin login(Visitor visitor) {
        return new TextLogin(bench, visitor);
    }

    /** A batch for this session begins: its replies go to its peer. */
    void begin(Session session) {
        bench.tools.begin(session.peer);
        bench.visitor = session.visitor;
        yielded = false;
    }

    /** The batch ends: all replies are handed over. */
    void end() {
        bench.reply.flush();
    }

    /** Gives up what a failed command may still hold, so that the next connection finds everything in order. */
    void recover() {
        bench.tools.recover();
    }

    /** Whether the last call of {@link #execute} stopped only to let other connections have their turn. */
    boolean hasYielded() {
        return yielded;
    }

    /** Commands that the last call of {@link #execute} has brought to their end. */
    int executed() {
        return executed;
    }

    /**
     * Executes what is complete in {@code [from, to)}.
     *
     * @param full whether the caller cannot hold more than this, so that waiting for more would be in vain
     * @return where it stopped: for lack of input, for congestion, or to yield
     */
    int execute(Session session, byte[] in, int from, int to, boolean full) {
        int at = from;
        int turns = commandsPerTurn;
        yielded = false;
        lookAhead.reset();
        while (!session.peer.isCongested()) {
            Phase phase = session.phase;
            int before = at;
            if (phase == Phase.COMMAND) {
                lookAhead.requests(in, at, to);
                at = command(session, in, at, to, full);
            } else {
                at = advance(session, in, at, to);
            }
            if ((at == before && session.phase == phase) || phase == Phase.CLOSING) {
                break;
            }
            if (session.phase == Phase.COMMAND && --turns == 0) {
                yielded = at < to;
                if (yielded) {
                    bench.counters.count(Counter.CONN_YIELDS);
                }
                break;
            }
        }
        executed = commandsPerTurn - turns;
        return at;
    }

    private int advance(Session session, byte[] in, int from, int to) {
        return switch (session.phase) {
            case VALUE -> storage.value(session, in, from, to);
            case TERMINATOR -> storage.terminator(session, in, from, to);
            case KEYS -> retrieval.keys(session, in, from, to);
            case SKIP_DATA -> skipData(session, from, to);
            case SKIP_LINE -> skipLine(session, in, from, to);
            case DUMP -> administration.dump(session, from);
            case WATCH, CLOSING -> to;
            case COMMAND -> from;
        };
    }

    private static int skipData(Session session, int from, int to) {
        int count = (int) Math.min(session.skip, to - from);
        session.skip -= count;
        if (session.skip == 0) {
            session.phase = Phase.COMMAND;
        }
        return from + count;
    }

    private static int skipLine(Session session, byte[] in, int from, int to) {
        int lineEnd = Ascii.indexOf(in, from, to, (byte) '\n');
        if (lineEnd < 0) {
            return to;
        }
        session.phase = Phase.COMMAND;
        return lineEnd + 1;
    }

    /** Takes bytes of a value straight from the network, past the line buffer; false when memory ran out. */
    boolean value(Session session, ByteBuffer source) {
        int left = session.order.draft().remaining() - source.remaining();
        if (!session.order.draft().write(source)) {
            storage.outOfMemory(session, left);
            return false;
        }
        if (left == 0) {
            session.phase = Phase.TERMINATOR;
        }
        return true;
    }

    private int command(Session session, byte[] in, int from, int to, boolean full) {
        int lineEnd = Ascii.indexOf(in, from + session.scanned, to, (byte) '\n');
        if (lineEnd < 0) {
            session.scanned = to - from;
            return to - from > Limits.LINE ? longLine(session, in, from, to, full) : from;
        }
        session.scanned = 0;
        int end = lineEnd > from && in[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        int verbStart = Ascii.skipBlanks(in, from, end);
        int verbEnd = Ascii.tokenEnd(in, verbStart, end);
        Verb verb = Verb.of(in, verbStart, verbEnd);
        if (verb == Verb.GET || verb == Verb.GETS || verb == Verb.GAT || verb == Verb.GATS) {
            return retrieval.begin(session, verb, in, verbEnd, end);
        }
        bench.wrap(in, verbEnd, end, lineEnd + 1, to);
        dispatch(session, verb, verbEnd - verbStart);
        return lineEnd + 1;
    }

    private void dispatch(Session session, Verb verb, int verbLength) {
        switch (verb) {
            case MG -> metaGet.execute(session);
            case MS -> metaSet.begin(session);
            case SET, ADD, REPLACE, APPEND, PREPEND, CAS -> storage.begin(session, verb);
            case MD -> metaDelete.execute();
            case MA -> metaArithmetic.execute();
            case MN -> bench.reply.reply(Replies.MN);
            case ME -> metaGet.debug();
            case DELETE -> mutation.delete();
            case INCR -> mutation.change(true);
            case DECR -> mutation.change(false);
            case TOUCH -> mutation.touch();
            case QUIT -> session.phase = Phase.CLOSING;
            case UNKNOWN -> unknown(session, verbLength);
            default -> administration.execute(session, verb);
        }
    }

    private void unknown(Session session, int verbLength) {
        if (verbLength < 2) {
            bench.reply.reply(Replies.BAD_FORMAT);
        } else if (endsWithHttp()) {
            // A browser, or something that attacks through one: say nothing and hang up.
            session.phase = Phase.CLOSING;
        } else {
            bench.reply.reply(Replies.ERROR);
        }
    }

    private boolean endsWithHttp() {
        boolean http = false;
        while (bench.line.next()) {
            int start = bench.line.tokenStart();
            http = bench.line.tokenLength() >= HTTP.length
                    && Ascii.equals(bench.line.bytes(), start, start + HTTP.length, HTTP);
        }
        return http;
    }

    /** More than any command needs, and no end: only a multiget may be that long. */
    private int longLine(Session session, byte[] in, int from, int to, boolean full) {
        int verb = Ascii.skipBlanks(in, from, Math.min(to, from + LEADING_BLANKS_MAX + 1));
        long word = Ascii.pack(in, verb, Math.min(to, verb + 4));
        boolean gets = word == GETS && verb + 4 < to && in[verb + 4] == Ascii.BLANK;
        if (word != GET_ && !gets) {
            session.phase = Phase.CLOSING;
            return to;
        }
        if (!full) {
            return from;
        }
        session.scanned = 0;
        return retrieval.begin(session, gets ? Verb.GETS : Verb.GET, in, verb + (gets ? 5 : 4), to);
    }
}
