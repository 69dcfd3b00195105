package io.flagstone.server.internal.operator;

import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Numbers;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.report.NodeFacts;
import java.nio.charset.StandardCharsets;

/**
 * What an operator's command works with.
 *
 * @param facts the node
 * @param line the command's line, at its verb
 * @param numbers reads numbers
 * @param reply takes the answer
 */
public record Desk(NodeFacts facts, Line line, Numbers numbers, ReplyBuffer reply) {
    /** Whether the current token is this word. */
    boolean says(byte[] word) {
        return Ascii.equals(line.bytes(), line.tokenStart(), line.tokenEnd(), word);
    }

    /** Reads the current token as a signed number of 32 bits; its value is in {@link #numbers} then. */
    boolean readsSigned() {
        return numbers.signed32(line.bytes(), line.tokenStart(), line.tokenEnd());
    }

    /** Reads the current token as an unsigned number of 32 bits. */
    boolean readsUnsigned() {
        return numbers.unsigned32(line.bytes(), line.tokenStart(), line.tokenEnd());
    }

    /** Reads the current token as a decimal number; NaN when it is none. */
    double decimal() {
        String text = new String(line.bytes(), line.tokenStart(), line.tokenLength(), StandardCharsets.US_ASCII);
        try {
            return text.matches("[-+.0-9eE]+") ? Double.parseDouble(text) : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Tokens behind the current one, a final noreply left out; the line is left where it is. */
    int tokensLeft(boolean quiet) {
        int count = 0;
        int at = Ascii.skipBlanks(line.bytes(), line.rest(), line.end());
        while (at < line.end()) {
            count++;
            at = Ascii.skipBlanks(line.bytes(), Ascii.tokenEnd(line.bytes(), at, line.end()), line.end());
        }
        return quiet ? count - 1 : count;
    }

    /** Answers, unless no answer is wanted. */
    void say(boolean quiet, byte[] answer) {
        if (!quiet) {
            reply.reply(answer);
        }
    }
}
