package io.flagstone.server.internal.binary;

import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.stats.LoopCounters;
import java.util.Arrays;

/**
 * Logging in by SASL, with its mechanism PLAIN (RFC 4616): {@code [authzid] NUL user NUL password}, at once or in a
 * second step. Whoever logs in may act for itself only.
 */
final class Sasl {
    private static final byte[] PLAIN = Text.ascii("PLAIN");
    private static final byte[] AUTHENTICATED = Text.ascii("Authenticated");
    /** Longest name of a mechanism, as in memcached. */
    private static final int MECHANISM_MAX = 32;
    /** Two names and a password of 255 bytes, with what separates them. */
    private static final int MESSAGE_MAX = 3 * 255 + 2;

    private final Answers answers;
    private final LoopCounters counters;

    Sasl(Answers answers, LoopCounters counters) {
        this.answers = answers;
        this.counters = counters;
    }

    void list() {
        answers.header(Status.DONE, 0, 0, PLAIN.length, 0);
        answers.put(PLAIN, 0, PLAIN.length);
    }

    /**
     * Executes an attempt to log in, once it is complete.
     *
     * @param value where its message begins
     * @param to where the input ends
     * @return where the request ends; where it begins, when not all of it is there
     */
    int execute(BinaryDialogue dialogue, Visitor visitor, Request request, int value, int to) {
        int begin = request.extras() - Frame.HEADER;
        if (request.keyLength() > MECHANISM_MAX) {
            answers.error(Status.INVALID);
            dialogue.skip(request.valueLength());
            return value;
        }
        if (request.valueLength() > MESSAGE_MAX) {
            refuse(dialogue, visitor);
            dialogue.phase = Phase.CLOSING;
            return value;
        }
        int end = value + request.valueLength();
        if (end > to) {
            return begin;
        }
        boolean isStep = request.opcode() == Opcode.SASL_STEP;
        boolean isPlain = Ascii.equals(request.bytes(), request.key(), request.key() + request.keyLength(), PLAIN);
        if (!isPlain || (isStep && !dialogue.saslBegun)) {
            refuse(dialogue, visitor);
        } else if (!isStep && value == end) {
            dialogue.saslBegun = true;
            answers.header(Status.CONTINUE, 0, 0, 0, 0);
        } else {
            check(dialogue, visitor, request.bytes(), value, end);
        }
        return end;
    }

    private void check(BinaryDialogue dialogue, Visitor visitor, byte[] in, int from, int end) {
        dialogue.saslBegun = false;
        int user = Ascii.indexOf(in, from, end, (byte) 0) + 1;
        int password = user == 0 ? 0 : Ascii.indexOf(in, user, end, (byte) 0) + 1;
        if (password == 0 || !actsForItself(in, from, user, password)) {
            refuse(dialogue, visitor);
            return;
        }
        switch (visitor.logIn(in, user, password - 1 - user, password, end - password)) {
            case LET_IN -> {
                counters.count(Counter.AUTH_CMDS);
                answers.header(Status.DONE, 0, 0, AUTHENTICATED.length, 0);
                answers.put(AUTHENTICATED, 0, AUTHENTICATED.length);
            }
            case WRONG -> refuse(dialogue, visitor);
            case TOO_SOON -> {
                counters.count(Counter.REJECTED_LOGINS);
                refuse(Status.TOO_SOON);
                dialogue.phase = Phase.CLOSING;
            }
        }
    }

    /** Whether nobody is named to act for, or the user itself. */
    private static boolean actsForItself(byte[] in, int from, int user, int password) {
        int named = user - 1 - from;
        int length = password - 1 - user;
        return named == 0 || (named == length && Arrays.equals(in, from, user - 1, in, user, password - 1));
    }

    private void refuse(Status why) {
        counters.count(Counter.AUTH_CMDS);
        counters.count(Counter.AUTH_ERRORS);
        answers.error(why);
    }

    private void refuse(BinaryDialogue dialogue, Visitor visitor) {
        refuse(Status.FORBIDDEN);
        if (visitor.hasFailedTooOften()) {
            dialogue.phase = Phase.CLOSING;
        }
    }
}
