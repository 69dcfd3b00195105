package io.flagstone.server.internal.binary;

import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.stats.LoopCounters;

/** Decides which requests of a {@link Visitor} are executed. */
final class Gatekeeper {
    private static final int NOTHING = 0;
    private static final int READ = Right.READ.bit();
    private static final int WRITE = Right.WRITE.bit();
    private static final byte[] ITEMS = Text.ascii("items");
    private static final byte[] SLABS = Text.ascii("slabs");

    private final Answers answers;
    private final LoopCounters counters;

    Gatekeeper(Answers answers, LoopCounters counters) {
        this.answers = answers;
        this.counters = counters;
    }

    /** Whether the request is executed; if not it has been refused. */
    boolean admits(BinaryDialogue dialogue, Visitor visitor, Request request) {
        if (visitor.isStranger()) {
            if (isForStrangers(request.opcode())) {
                return true;
            }
            answers.error(Status.FORBIDDEN);
            dialogue.phase = Phase.CLOSING;
            return false;
        }
        if (!visitor.isLimited() || may(visitor, request)) {
            return true;
        }
        counters.count(Counter.DENIED_CMDS);
        answers.error(Status.FORBIDDEN);
        dialogue.skip(request.valueLength());
        return false;
    }

    private static boolean isForStrangers(Opcode opcode) {
        return switch (opcode) {
            case SASL_LIST, SASL_AUTH, SASL_STEP, VERSION -> true;
            default -> false;
        };
    }

    private static boolean may(Visitor visitor, Request request) {
        if (request.opcode() == Opcode.FLUSH) {
            return visitor.may(Right.FLUSH);
        }
        if (request.opcode() == Opcode.STAT) {
            return isPlain(request) || visitor.may(Right.ADMIN);
        }
        int needed = needed(request.opcode());
        return needed == NOTHING || visitor.may(needed, request.bytes(), request.key(), request.keyLength());
    }

    private static int needed(Opcode opcode) {
        return switch (opcode) {
            case GET, GETK -> READ;
            case GAT, GATK, INCREMENT, DECREMENT -> READ | WRITE;
            case SET, ADD, REPLACE, APPEND, PREPEND, TOUCH -> WRITE;
            case DELETE -> Right.DELETE.bit();
            default -> NOTHING;
        };
    }

    /** Statistics that tell of no key and no client. */
    private static boolean isPlain(Request request) {
        int from = request.key();
        int to = from + request.keyLength();
        return from == to
                || Ascii.equals(request.bytes(), from, to, ITEMS)
                || Ascii.equals(request.bytes(), from, to, SLABS);
    }
}
