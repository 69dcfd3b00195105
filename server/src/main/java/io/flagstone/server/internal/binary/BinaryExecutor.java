package io.flagstone.server.internal.binary;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.operation.StoreOrder;
import io.flagstone.server.internal.operation.Tools;
import io.flagstone.server.internal.operator.Slices;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.stats.Counter;
import java.nio.ByteBuffer;

/**
 * Executes the requests of all binary connections of one event loop.
 *
 * <p>A request that cannot be told from noise ends its connection: one with a wrong first byte without a word, one whose
 * lengths contradict each other or its opcode with an error. Everything else is an answer, and the next frame is read.
 */
public final class BinaryExecutor {
    private final Tools tools;
    private final int requestsPerTurn;
    private final Request request = new Request();
    private final Answers answers;
    private final Items items;
    private final Stores stores;
    private final Administration administration;
    private final boolean hasSasl;
    private final Gatekeeper gatekeeper;
    private final Sasl sasl;
    private boolean yielded;
    private int executed;

    /** An executor for the event loop whose tools these are. */
    public BinaryExecutor(Tools tools) {
        this.tools = tools;
        requestsPerTurn = tools.facts().options().number(Option.REQS_PER_EVENT);
        answers = new Answers(tools.reply());
        items = new Items(tools, answers);
        stores = new Stores(tools, answers);
        administration = new Administration(tools, answers);
        hasSasl = tools.facts().options().is(Option.SASL);
        gatekeeper = new Gatekeeper(answers, tools.counters());
        sasl = new Sasl(answers, tools.counters());
    }

    StoreOrder order() {
        return new StoreOrder(tools.facts().engine().draft());
    }

    void begin(BinaryDialogue dialogue) {
        tools.begin(dialogue.peer);
        yielded = false;
    }

    void end() {
        tools.reply().flush();
    }

    void recover() {
        tools.recover();
    }

    boolean hasYielded() {
        return yielded;
    }

    int executed() {
        return executed;
    }

    int execute(BinaryDialogue dialogue, byte[] in, int from, int to) {
        int at = from;
        int turns = requestsPerTurn;
        yielded = false;
        while (!dialogue.peer.isCongested()) {
            Phase phase = dialogue.phase;
            int before = at;
            at = advance(dialogue, in, at, to);
            if ((at == before && dialogue.phase == phase) || dialogue.phase == Phase.CLOSING) {
                break;
            }
            if (dialogue.phase == Phase.FRAME && --turns == 0) {
                yielded = at < to;
                if (yielded) {
                    tools.counters().count(Counter.CONN_YIELDS);
                }
                break;
            }
        }
        executed = requestsPerTurn - turns;
        return at;
    }

    private int advance(BinaryDialogue dialogue, byte[] in, int from, int to) {
        return switch (dialogue.phase) {
            case FRAME -> frame(dialogue, in, from, to);
            case VALUE -> stores.value(dialogue, in, from, to);
            case SKIP -> skip(dialogue, from, to);
            case SLICES -> slice(dialogue, from);
            case CLOSING -> to;
        };
    }

    /** Takes bytes of a value straight from the network. */
    void value(BinaryDialogue dialogue, ByteBuffer source) {
        stores.value(dialogue, source);
    }

    private int skip(BinaryDialogue dialogue, int from, int to) {
        int count = Math.min(dialogue.skip, to - from);
        dialogue.skip -= count;
        if (dialogue.skip == 0) {
            Status doom = dialogue.doom;
            dialogue.phase = Phase.FRAME;
            if (doom != null) {
                refuse(dialogue, doom);
            }
        }
        return from + count;
    }

    /** Makes the next slice of a long answer; input waits. */
    private int slice(BinaryDialogue dialogue, int from) {
        Slices slices = dialogue.slices;
        answers.to(dialogue.opcode, dialogue.opaque);
        if (slices == null || slices.slice(dialogue.peer::isCongested)) {
            dialogue.slices = null;
            dialogue.phase = Phase.FRAME;
        }
        return from;
    }

    private void refuse(BinaryDialogue dialogue, Status why) {
        answers.to(dialogue.opcode, dialogue.opaque);
        answers.error(why);
        dialogue.phase = Phase.CLOSING;
    }

    /** Executes the request that begins here, once all but its value is there; answers where it stopped. */
    private int frame(BinaryDialogue dialogue, byte[] in, int from, int to) {
        if (to - from < Frame.HEADER) {
            return from;
        }
        if (in[from] != Frame.REQUEST) {
            dialogue.phase = Phase.CLOSING;
            return to;
        }
        dialogue.opcode = in[from + Frame.OPCODE];
        dialogue.opaque = Frame.raw32(in, from + Frame.OPAQUE);
        int keyLength = Frame.unsigned16(in, from + Frame.KEY_LENGTH);
        int parts = (in[from + Frame.EXTRAS_LENGTH] & 0xff) + keyLength;
        long body = Frame.unsigned32(in, from + Frame.BODY_LENGTH);
        if (parts > body) {
            dialogue.refuse(parts, Status.UNKNOWN_COMMAND);
            return from + Frame.HEADER;
        }
        if (keyLength > Limits.KEY || body > Frame.BODY_MAX) {
            dialogue.refuse(parts, Status.INVALID);
            return from + Frame.HEADER;
        }
        int end = from + Frame.HEADER + parts;
        if (end > to) {
            return from;
        }
        request.wrap(in, from);
        answers.to(dialogue.opcode, dialogue.opaque);
        if (!request.fits()) {
            refuse(dialogue, Status.INVALID);
            return end;
        }
        Visitor visitor = dialogue.visitor;
        if (visitor == null || gatekeeper.admits(dialogue, visitor, request)) {
            return visitor != null && isLogin()
                    ? sasl.execute(dialogue, visitor, request, end, to)
                    : dispatch(dialogue, end);
        }
        return end;
    }

    private boolean isLogin() {
        return hasSasl && (request.opcode() == Opcode.SASL_AUTH || request.opcode() == Opcode.SASL_STEP);
    }

    private int dispatch(BinaryDialogue dialogue, int end) {
        switch (request.opcode()) {
            case GET, GETK, GAT, GATK -> items.get(dialogue, request);
            case SET, ADD, REPLACE, APPEND, PREPEND -> stores.begin(dialogue, request);
            case DELETE -> items.delete(request);
            case INCREMENT -> items.count(request, true);
            case DECREMENT -> items.count(request, false);
            case TOUCH -> items.touch(request);
            case NOOP -> answers.done(0);
            case VERSION -> administration.version();
            case FLUSH -> administration.flush(request);
            case STAT -> administration.statistics(dialogue, request);
            case QUIT -> {
                if (!request.isQuiet()) {
                    answers.done(0);
                }
                dialogue.phase = Phase.CLOSING;
            }
            case SASL_LIST, SASL_AUTH, SASL_STEP, UNKNOWN -> {
                if (hasSasl && request.opcode() == Opcode.SASL_LIST) {
                    sasl.list();
                } else {
                    answers.error(Status.UNKNOWN_COMMAND);
                    dialogue.skip(request.valueLength());
                }
            }
        }
        return end;
    }
}
