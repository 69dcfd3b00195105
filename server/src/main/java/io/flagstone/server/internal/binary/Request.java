package io.flagstone.server.internal.binary;

/** A flyweight over a request whose header, extras and key are in a buffer; its value may still be under way. */
final class Request {
    private byte[] bytes = {};
    private int start;
    private Opcode opcode = Opcode.UNKNOWN;
    private boolean quiet;
    private int extrasLength;
    private int keyLength;
    private int valueLength;

    /** Looks at the request that begins here; its header has been found sound. */
    void wrap(byte[] in, int at) {
        bytes = in;
        start = at;
        byte code = in[at + Frame.OPCODE];
        opcode = Opcode.of(code);
        quiet = opcode.isQuiet(code);
        extrasLength = in[at + Frame.EXTRAS_LENGTH] & 0xff;
        keyLength = Frame.unsigned16(in, at + Frame.KEY_LENGTH);
        valueLength = Frame.raw32(in, at + Frame.BODY_LENGTH) - extrasLength - keyLength;
    }

    Opcode opcode() {
        return opcode;
    }

    boolean isQuiet() {
        return quiet;
    }

    /** The buffer it lies in. */
    byte[] bytes() {
        return bytes;
    }

    /** Where the extras begin. */
    int extras() {
        return start + Frame.HEADER;
    }

    int extrasLength() {
        return extrasLength;
    }

    /** Where the key begins. */
    int key() {
        return extras() + extrasLength;
    }

    int keyLength() {
        return keyLength;
    }

    /** Bytes of the value behind the key. */
    int valueLength() {
        return valueLength;
    }

    long cas() {
        return Frame.raw64(bytes, start + Frame.CAS);
    }

    /** Whether its parts are those its opcode needs. */
    boolean fits() {
        return opcode.shape().fits(extrasLength, keyLength, valueLength);
    }
}
