package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.operation.Fetching;
import io.flagstone.server.internal.operation.Tools;
import io.flagstone.server.internal.operation.Values;
import io.flagstone.server.internal.protocol.Base64Key;
import io.flagstone.server.internal.protocol.FlagTokens;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.MetaFlags;
import io.flagstone.server.internal.protocol.Numbers;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.stats.LoopCounters;
import io.flagstone.server.internal.watch.RequestLog;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;
import org.jspecify.annotations.Nullable;

/** The tools one event loop's commands share: all reused, none allocated per request. */
final class Workbench {
    /** The key is held while a value that came in whole is copied: not for longer than that of a small one. */
    private static final int WHOLE_MAX = 4096;

    final Tools tools;
    final NodeFacts facts;
    final StorageEngine engine;
    final StoreClock clock;
    final Cursor cursor;
    final Draft scratch;
    final LoopCounters counters;
    final ReplyBuffer reply;
    final Line line = new Line();
    final Numbers numbers = new Numbers();
    final MetaFlags flags = new MetaFlags();
    final FlagTokens tokens = new FlagTokens();
    final Values values;
    final Fetching fetching;
    final RequestLog log;

    private final byte[] decoded = new byte[Limits.KEY + 2];

    // Where what follows the current line begins, and where the input ends for now.
    private int behindLine;
    private int inputEnd;

    /** Whose rights are looked at; null where the peer may do everything. */
    @Nullable
    Visitor visitor;

    // The key of the current meta command: as sent, and as stored.
    int sentKeyStart;
    int sentKeyEnd;
    byte[] key = decoded;
    int keyStart;
    int keyLength;

    Workbench(Tools tools) {
        this.tools = tools;
        this.facts = tools.facts();
        this.engine = facts.engine();
        this.clock = facts.clock();
        this.cursor = tools.cursor();
        this.scratch = tools.scratch();
        this.counters = tools.counters();
        this.reply = tools.reply();
        this.values = new Values(tools, Replies.CRLF);
        this.fetching = new Fetching(tools);
        this.log = tools.log();
    }

    /**
     * Takes the current token as the key of a meta command and reads the flags behind it.
     *
     * @param tokensBefore tokens in front of the flags
     * @param flagsStart where the flags begin
     * @return the error reply, or null
     */
    byte @Nullable [] readMeta(int sentStart, int sentEnd, int flagsStart, int tokensBefore) {
        byte[] error = flags.parse(line.bytes(), flagsStart, line.end(), tokensBefore);
        return error != null ? error : readKey(sentStart, sentEnd, flags.has('b'));
    }

    private byte @Nullable [] readKey(int sentStart, int sentEnd, boolean binary) {
        sentKeyStart = sentStart;
        sentKeyEnd = sentEnd;
        if (binary) {
            keyLength = Base64Key.decode(line.bytes(), sentStart, sentEnd, decoded);
            key = decoded;
            keyStart = 0;
            return keyLength < 0 ? Replies.BAD_KEY : null;
        }
        key = line.bytes();
        keyStart = sentStart;
        keyLength = sentEnd - sentStart;
        return keyLength > Limits.KEY ? Replies.BAD_FORMAT : null;
    }

    /** Reads the line's words from {@code from}; the line ends at {@code end}, what follows it begins at {@code next}. */
    void wrap(byte[] in, int from, int end, int next, int to) {
        line.wrap(in, from, end);
        behindLine = next;
        inputEnd = to;
    }

    /** Where the value of the current command begins. */
    int valueStart() {
        return behindLine;
    }

    /** Whether a value of this length, and not a large one, has come with its line, and ends as it should. */
    boolean hasWhole(int length) {
        int end = behindLine + length;
        if (length > WHOLE_MAX || end + 2 > inputEnd) {
            return false;
        }
        byte[] in = line.bytes();
        return in[end] == '\r' && in[end + 1] == '\n';
    }

    /** The refusal of what needs these rights to the current meta command's key, or null when it may go on. */
    byte @Nullable [] denial(int rights) {
        return denies(rights, key, keyStart, keyLength) ? Replies.DENIED : null;
    }

    /** Whether the peer lacks one of these rights to this key. */
    boolean denies(int rights, byte[] wanted, int from, int length) {
        Visitor limited = visitor;
        if (limited == null || limited.may(rights, wanted, from, length)) {
            return false;
        }
        counters.count(Counter.DENIED_CMDS);
        return true;
    }

    /** Whether the peer lacks this right to the whole node. */
    boolean denies(Right right) {
        Visitor limited = visitor;
        if (limited == null || limited.may(right)) {
            return false;
        }
        counters.count(Counter.DENIED_CMDS);
        return true;
    }

    /** Holds the key of the current meta command. */
    boolean seekKey() {
        return cursor.seek(key, keyStart, keyLength);
    }

    /** Second in which an item with this exptime expires. */
    int expiry(int exptime) {
        return tools.expiry(exptime);
    }

    /** Tells watchers of the current meta command's key. */
    void logFetched(boolean found) {
        log.fetched(key, keyStart, keyLength, found);
    }
}
