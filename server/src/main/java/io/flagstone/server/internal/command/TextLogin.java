package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Numbers;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.stats.Counter;

/**
 * What a text connection may do before it has logged in: nothing else. As in memcached, a login looks like storing an
 * item, {@code set KEY FLAGS EXPTIME LENGTH}, whose value is {@code user password}; only the length is looked at. The first blank
 * of the value ends the user, so that a password may have blanks.
 *
 * <p>Nothing is kept of what a stranger sends but the line, and as much of a value as user and password can take.
 */
final class TextLogin {
    private static final byte[] SET = Text.ascii("set");
    /** User, blank, password. */
    private static final int TOKEN_MAX = 255 + 1 + 255;
    /** Tokens of the line behind the verb, the last of which is the length. */
    private static final int ARGUMENTS = 4;

    private static final int NO_VALUE = -1;

    private final Workbench bench;
    private final Visitor visitor;
    private final Line line = new Line();
    private final Numbers numbers = new Numbers();
    private int valueLength = NO_VALUE;

    TextLogin(Workbench bench, Visitor visitor) {
        this.bench = bench;
        this.visitor = visitor;
    }

    /** Whether the client has yet to say who it is. */
    boolean isPending() {
        return visitor.isStranger();
    }

    /** Takes what is complete; answers where it stopped. */
    int execute(Session session, byte[] in, int from, int to) {
        int at = from;
        while (visitor.isStranger() && session.phase != Phase.CLOSING) {
            int next = valueLength == NO_VALUE ? line(session, in, at, to) : value(session, in, at, to);
            if (next == at) {
                break;
            }
            at = next;
        }
        return session.phase == Phase.CLOSING ? to : at;
    }

    private int line(Session session, byte[] in, int from, int to) {
        int lineEnd = Ascii.indexOf(in, from, to, (byte) '\n');
        if (lineEnd < 0 || lineEnd - from > Limits.LINE) {
            if (to - from > Limits.LINE) {
                session.phase = Phase.CLOSING;
            }
            return from;
        }
        int end = lineEnd > from && in[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
        line.wrap(in, from, end);
        if (!announcesLogin()) {
            refuse(session, Replies.UNAUTHENTICATED);
        } else if (numbers.value() < 0 || numbers.value() > TOKEN_MAX) {
            bench.reply.reply(Replies.AUTH_TOO_LONG);
            session.phase = Phase.CLOSING;
        } else {
            valueLength = (int) numbers.value();
        }
        return lineEnd + 1;
    }

    private boolean announcesLogin() {
        if (!line.next() || !Ascii.equals(line.bytes(), line.tokenStart(), line.tokenEnd(), SET)) {
            return false;
        }
        for (int i = 0; i < ARGUMENTS; i++) {
            if (!line.next()) {
                return false;
            }
        }
        return numbers.unsigned(line.bytes(), line.tokenStart(), line.tokenEnd());
    }

    private int value(Session session, byte[] in, int from, int to) {
        int end = from + valueLength;
        if (to - from < valueLength + 2) {
            return from;
        }
        valueLength = NO_VALUE;
        if (in[end] != '\r' || in[end + 1] != '\n') {
            refuse(session, Replies.AUTH_BAD_TERMINATION);
        } else {
            check(session, in, from, end);
        }
        return end + 2;
    }

    private void check(Session session, byte[] in, int from, int end) {
        int blank = Ascii.indexOf(in, from, end, (byte) ' ');
        if (blank < 0) {
            refuse(session, Replies.AUTH_BAD_TOKEN);
            return;
        }
        bench.counters.count(Counter.AUTH_CMDS);
        switch (visitor.logIn(in, from, blank - from, blank + 1, end - blank - 1)) {
            case LET_IN -> bench.reply.reply(Replies.STORED);
            case WRONG -> {
                bench.counters.count(Counter.AUTH_ERRORS);
                refuse(session, Replies.AUTH_FAILURE);
            }
            case TOO_SOON -> {
                bench.counters.count(Counter.AUTH_ERRORS);
                bench.counters.count(Counter.REJECTED_LOGINS);
                bench.reply.reply(Replies.AUTH_TOO_SOON);
                session.phase = Phase.CLOSING;
            }
        }
    }

    private void refuse(Session session, byte[] reply) {
        bench.reply.reply(reply);
        if (visitor.hasFailedTooOften()) {
            session.phase = Phase.CLOSING;
        }
    }
}
