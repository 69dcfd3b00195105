package io.flagstone.server.internal.binary;

import java.util.Arrays;

/**
 * What a request asks for. Most have a second, quiet code: with that, the expected answer (a miss of a retrieval, the
 * success of anything else) is not sent.
 *
 * <p>The SASL codes have a shape of their own, which is checked even where there is no SASL.
 */
enum Opcode {
    GET(0x00, 0x09, Shape.KEY),
    SET(0x01, 0x11, Shape.STORE),
    ADD(0x02, 0x12, Shape.STORE),
    REPLACE(0x03, 0x13, Shape.STORE),
    DELETE(0x04, 0x14, Shape.KEY),
    INCREMENT(0x05, 0x15, Shape.COUNT),
    DECREMENT(0x06, 0x16, Shape.COUNT),
    QUIT(0x07, 0x17, Shape.BARE),
    FLUSH(0x08, 0x18, Shape.FLUSH),
    NOOP(0x0a, Shape.BARE),
    VERSION(0x0b, Shape.BARE),
    GETK(0x0c, 0x0d, Shape.KEY),
    APPEND(0x0e, 0x19, Shape.JOIN),
    PREPEND(0x0f, 0x1a, Shape.JOIN),
    STAT(0x10, Shape.STAT),
    TOUCH(0x1c, Shape.TOUCH),
    GAT(0x1d, 0x1e, Shape.TOUCH),
    GATK(0x23, 0x24, Shape.TOUCH),
    SASL_LIST(0x20, Shape.BARE),
    SASL_AUTH(0x21, Shape.JOIN),
    SASL_STEP(0x22, Shape.JOIN),
    UNKNOWN(-1, Shape.ANY);

    private static final int NONE = -1;
    private static final Opcode[] BY_CODE = new Opcode[256];

    static {
        Arrays.fill(BY_CODE, UNKNOWN);
        for (Opcode opcode : values()) {
            if (opcode.code != NONE) {
                BY_CODE[opcode.code] = opcode;
            }
            if (opcode.quietCode != NONE) {
                BY_CODE[opcode.quietCode] = opcode;
            }
        }
    }

    private final int code;
    private final int quietCode;
    private final Shape shape;

    Opcode(int code, Shape shape) {
        this(code, -1, shape);
    }

    Opcode(int code, int quietCode, Shape shape) {
        this.code = code;
        this.quietCode = quietCode;
        this.shape = shape;
    }

    /** What this code asks for. */
    static Opcode of(byte code) {
        return BY_CODE[code & 0xff];
    }

    /** Whether this code is the quiet one. */
    boolean isQuiet(byte asked) {
        return (asked & 0xff) == quietCode;
    }

    /** The parts its requests have. */
    Shape shape() {
        return shape;
    }
}
