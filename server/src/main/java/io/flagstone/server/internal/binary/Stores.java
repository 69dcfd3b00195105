package io.flagstone.server.internal.binary;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.operation.StoreOrder;
import io.flagstone.server.internal.operation.Storing;
import io.flagstone.server.internal.operation.Tools;
import io.flagstone.server.store.Draft;
import java.nio.ByteBuffer;

/** set, add, replace, append, prepend, and the arrival of their values. */
final class Stores {
    private static final int EXPIRY = 4;

    private final Tools tools;
    private final Answers answers;
    private final Storing storing;
    private final boolean hasCas;

    Stores(Tools tools, Answers answers) {
        this.tools = tools;
        this.answers = answers;
        this.storing = new Storing(tools);
        this.hasCas = tools.facts().options().is(Option.CAS);
    }

    /** Opens the item that the request announces; its value is expected in the next phase. */
    void begin(BinaryDialogue dialogue, Request request) {
        dialogue.quiet = request.isQuiet();
        boolean joins = request.opcode() == Opcode.APPEND || request.opcode() == Opcode.PREPEND;
        order(dialogue.order, request, joins);
        byte[] in = request.bytes();
        tools.facts().prefixes().set(in, request.key(), request.keyLength());
        int flags = joins ? 0 : Frame.raw32(in, request.extras());
        int expiry = joins ? 0 : tools.expiry(Frame.unsigned32(in, request.extras() + EXPIRY));
        Storing.Result refusal = storing.open(
                dialogue.order,
                in,
                request.key(),
                request.keyLength(),
                flags,
                expiry,
                request.valueLength(),
                request.opcode() == Opcode.SET);
        if (refusal != null) {
            boolean tooLarge = refusal == Storing.Result.TOO_LARGE;
            answers.error(tooLarge ? Status.TOO_LARGE : Status.NO_MEMORY_STORING);
            dialogue.skip(request.valueLength());
        } else if (request.valueLength() == 0) {
            finish(dialogue);
        } else {
            dialogue.phase = Phase.VALUE;
        }
    }

    /** A CAS number makes the modes that replace a compare-and-set, and is a condition of those that join. */
    private void order(StoreOrder order, Request request, boolean joins) {
        boolean compares = hasCas && request.cas() != 0;
        order.begin(compares && !joins ? StoreOrder.Mode.CAS : mode(request.opcode()));
        if (compares) {
            order.compare(request.cas());
        }
    }

    private static StoreOrder.Mode mode(Opcode opcode) {
        return switch (opcode) {
            case ADD -> StoreOrder.Mode.ADD;
            case REPLACE -> StoreOrder.Mode.REPLACE;
            case APPEND -> StoreOrder.Mode.APPEND;
            case PREPEND -> StoreOrder.Mode.PREPEND;
            default -> StoreOrder.Mode.SET;
        };
    }

    /** Takes bytes of the value; answers where it stopped. */
    int value(BinaryDialogue dialogue, byte[] in, int from, int to) {
        Draft draft = dialogue.order.draft();
        int left = draft.remaining();
        int count = Math.min(left, to - from);
        if (draft.write(in, from, count)) {
            advanced(dialogue);
        } else {
            ranOut(dialogue, left - count);
        }
        return from + count;
    }

    /** Takes bytes of the value straight from the network. */
    void value(BinaryDialogue dialogue, ByteBuffer source) {
        Draft draft = dialogue.order.draft();
        int left = draft.remaining() - source.remaining();
        if (draft.write(source)) {
            advanced(dialogue);
        } else {
            ranOut(dialogue, left);
        }
    }

    private void advanced(BinaryDialogue dialogue) {
        if (dialogue.order.draft().remaining() == 0) {
            answers.to(dialogue.opcode, dialogue.opaque);
            finish(dialogue);
        }
    }

    /** Memory ran out with this many bytes of the value still to come. */
    private void ranOut(BinaryDialogue dialogue, int left) {
        storing.ranOut();
        answers.to(dialogue.opcode, dialogue.opaque);
        answers.error(Status.NO_MEMORY_READING);
        dialogue.skip(left);
    }

    private void finish(BinaryDialogue dialogue) {
        dialogue.phase = Phase.FRAME;
        StoreOrder.Mode mode = dialogue.order.mode();
        switch (storing.store(dialogue.order)) {
            case STORED -> {
                if (!dialogue.quiet) {
                    answers.done(storing.storedCas());
                }
            }
            case EXISTS -> answers.error(Status.EXISTS);
            case NOT_FOUND -> answers.error(Status.NOT_FOUND);
            case NOT_STORED, TOO_LARGE, OUT_OF_MEMORY -> answers.error(notStored(mode));
        }
    }

    private static Status notStored(StoreOrder.Mode mode) {
        return switch (mode) {
            case ADD -> Status.EXISTS;
            case REPLACE -> Status.NOT_FOUND;
            default -> Status.NOT_STORED;
        };
    }
}
