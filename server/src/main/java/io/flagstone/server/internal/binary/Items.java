package io.flagstone.server.internal.binary;

import io.flagstone.server.internal.operation.Arithmetic;
import io.flagstone.server.internal.operation.Fetching;
import io.flagstone.server.internal.operation.Removal;
import io.flagstone.server.internal.operation.Tools;
import io.flagstone.server.internal.operation.Values;
import io.flagstone.server.store.Cursor;

/** Requests that concern one item and bring no value: get, gat, touch, delete, incr, decr. */
final class Items {
    /** Expiry that forbids incr and decr to create what is not there. */
    private static final int NEVER_CREATE = -1;

    private static final int DELTA = 0;
    private static final int INITIAL = 8;
    private static final int EXPIRY = 16;

    private final Tools tools;
    private final Cursor cursor;
    private final Answers answers;
    private final Fetching fetching;
    private final Removal removal;
    private final Arithmetic arithmetic;
    private final Values values;

    Items(Tools tools, Answers answers) {
        this.tools = tools;
        this.cursor = tools.cursor();
        this.answers = answers;
        this.fetching = new Fetching(tools);
        this.removal = new Removal(tools);
        this.arithmetic = new Arithmetic(tools);
        this.values = new Values(tools, new byte[0]);
    }

    void get(BinaryDialogue dialogue, Request request) {
        boolean withKey = request.opcode() == Opcode.GETK || request.opcode() == Opcode.GATK;
        boolean touches = request.opcode() == Opcode.GAT || request.opcode() == Opcode.GATK;
        byte[] in = request.bytes();
        int key = request.key();
        int keyLength = request.keyLength();
        try {
            boolean found = touches
                    ? fetching.getAndTouch(in, key, keyLength, expiry(request, 0))
                    : fetching.get(in, key, keyLength);
            if (found) {
                value(request, withKey ? keyLength : 0);
            } else if (!request.isQuiet()) {
                miss(request, withKey);
            }
        } finally {
            cursor.release();
        }
        values.sendPinned(dialogue.peer);
    }

    private int expiry(Request request, int at) {
        return tools.expiry(Frame.unsigned32(request.bytes(), request.extras() + at));
    }

    private void value(Request request, int keyLength) {
        int length = cursor.valueLength();
        answers.header(Status.DONE, Frame.FLAGS, keyLength, length, values.room(length), cursor.cas());
        answers.put32(cursor.flags());
        answers.put(request.bytes(), request.key(), keyLength);
        values.take(length);
    }

    private void miss(Request request, boolean withKey) {
        if (withKey) {
            // The key in the place of the words, so that the client knows which one it was.
            answers.header(Status.NOT_FOUND, 0, request.keyLength(), 0, 0);
            answers.put(request.bytes(), request.key(), request.keyLength());
        } else {
            answers.error(Status.NOT_FOUND);
        }
    }

    void touch(Request request) {
        try {
            if (fetching.touch(request.bytes(), request.key(), request.keyLength(), expiry(request, 0))) {
                answers.header(Status.DONE, Frame.FLAGS, 0, 0, cursor.cas());
                answers.put32(cursor.flags());
            } else {
                answers.error(Status.NOT_FOUND);
            }
        } finally {
            cursor.release();
        }
    }

    void delete(Request request) {
        long cas = request.cas();
        byte[] in = request.bytes();
        Removal.Outcome outcome = cas == 0
                ? removal.remove(in, request.key(), request.keyLength())
                : removal.remove(in, request.key(), request.keyLength(), cas);
        switch (outcome) {
            case REMOVED -> {
                if (!request.isQuiet()) {
                    answers.done(0);
                }
            }
            case NOT_FOUND -> answers.error(Status.NOT_FOUND);
            case CHANGED -> answers.error(Status.EXISTS);
        }
    }

    void count(Request request, boolean add) {
        byte[] in = request.bytes();
        long delta = Frame.raw64(in, request.extras() + DELTA);
        long cas = request.cas();
        try {
            switch (arithmetic.change(in, request.key(), request.keyLength(), delta, add, cas != 0, cas)) {
                case DONE -> number(request);
                case NOT_FOUND -> create(request, add);
                case CHANGED -> answers.error(Status.EXISTS);
                case NOT_NUMERIC -> answers.error(Status.NOT_NUMERIC);
                case OUT_OF_MEMORY -> answers.error(Status.NO_MEMORY_COUNTING);
            }
        } finally {
            cursor.release();
        }
    }

    private void create(Request request, boolean add) {
        byte[] in = request.bytes();
        if (Frame.raw32(in, request.extras() + EXPIRY) == NEVER_CREATE) {
            arithmetic.countMiss(add);
            answers.error(Status.NOT_FOUND);
            return;
        }
        long initial = Frame.raw64(in, request.extras() + INITIAL);
        if (arithmetic.create(in, request.key(), request.keyLength(), initial, expiry(request, EXPIRY))) {
            number(request);
        } else {
            answers.error(Status.NO_MEMORY_CREATING);
        }
    }

    private void number(Request request) {
        if (!request.isQuiet()) {
            answers.header(Status.DONE, 0, 0, Long.BYTES, cursor.cas());
            answers.put64(arithmetic.value());
        }
    }
}
