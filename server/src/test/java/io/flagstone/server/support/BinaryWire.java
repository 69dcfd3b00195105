package io.flagstone.server.support;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A client of the binary protocol that sends what it is told, right or wrong. */
public final class BinaryWire implements AutoCloseable {
    private static final int END = 0x454e4421;

    private final Wire wire;

    public BinaryWire(int port) {
        this(port, 0);
    }

    /** With a receive buffer of this size, so that a client that does not read is full soon. */
    public BinaryWire(int port, int receiveBuffer) {
        wire = new Wire(port, receiveBuffer);
    }

    public BinaryWire send(byte[] bytes) {
        wire.send(bytes);
        return this;
    }

    /** The next reply. */
    public Answer answer() {
        byte[] header = wire.exactly(Ask.HEADER);
        byte[] body = wire.exactly(ByteBuffer.wrap(header).getInt(8));
        byte[] whole = ByteBuffer.allocate(header.length + body.length)
                .put(header)
                .put(body)
                .array();
        return Answer.all(whole).get(0);
    }

    /** Sends a request and answers its reply. */
    public Answer ask(Ask ask) {
        return send(ask.bytes()).answer();
    }

    /** Sends anything that leaves the connection open, and answers all replies up to that of a final no-op. */
    public List<Answer> talk(byte[] bytes) {
        send(bytes);
        send(Ask.noop().withOpaque(END).bytes());
        List<Answer> answers = new ArrayList<>();
        Answer answer = answer();
        while (answer.opaque() != END) {
            answers.add(answer);
            answer = answer();
        }
        return answers;
    }

    /** As {@link #talk(byte[])}, with the replies' forms. */
    public List<String> forms(Ask... asks) {
        return talk(Ask.bytes(asks)).stream().map(Answer::form).toList();
    }

    /** Sends anything that closes the connection, and answers the forms of all replies before that. */
    public List<String> lastWords(byte[] bytes) {
        send(bytes);
        return Answer.all(wire.rest()).stream().map(Answer::form).toList();
    }

    /** Everything until the server closes. */
    public byte[] rest() {
        return wire.rest();
    }

    @Override
    public void close() {
        wire.close();
    }
}
