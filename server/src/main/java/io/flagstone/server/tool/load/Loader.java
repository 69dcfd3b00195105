package io.flagstone.server.tool.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.link.Link;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Sends orders to a node, a batch ahead of its answers. What is under way is bounded, so that neither side ever waits for the
 * other to read.
 */
final class Loader {
    private static final int BATCH = 256;
    private static final int BATCH_BYTES = 256 << 10;
    private static final byte[] CRLF = {'\r', '\n'};
    /** Lines that are told one by one; further ones are counted. */
    private static final int TOLD = 20;

    private final Link link;
    private final Source source;
    private final Pace pace;
    private final Tally tally;
    private final Progress progress;
    private final boolean isStrict;
    private final Deque<Long> underWay = new ArrayDeque<>();
    private int told;
    private boolean isOver;

    Loader(Link link, Source source, Pace pace, Tally tally, Progress progress, boolean isStrict) {
        this.link = link;
        this.source = source;
        this.pace = pace;
        this.tally = tally;
        this.progress = progress;
        this.isStrict = isStrict;
    }

    /**
     * Stores everything, or, when it is strict, everything before the first that cannot be.
     *
     * @param bytes how far the file has been read
     */
    void run(Lines bytes) throws IOException {
        try {
            while (!isOver) {
                int before = underWay.size();
                int sent = batch();
                hear(before);
                progress.show(tally, bytes.bytes());
                isOver |= !pace.pass(sent);
            }
            hear(underWay.size());
        } catch (Failure e) {
            tally.unknown = underWay.size();
            throw e;
        }
    }

    /** Sends a batch; answers how many that were. */
    private int batch() throws IOException {
        int most = pace.burst(BATCH);
        int sent = 0;
        int bytes = 0;
        while (sent < most && bytes < BATCH_BYTES && !isOver) {
            Order order = next();
            if (order != null) {
                send(order);
                sent++;
                bytes += order.value().length;
            }
        }
        link.flush();
        return sent;
    }

    /** The next order; null where there is a bad line or nothing more. */
    private @Nullable Order next() throws IOException {
        try {
            Order order = source.next();
            isOver |= order == null;
            return order;
        } catch (BadLine e) {
            tally.bad++;
            isOver |= isStrict || e.isLast();
            tell(e.text());
            return null;
        }
    }

    private void send(Order order) {
        underWay.add(order.line());
        link.write("ms ".getBytes(ISO_8859_1));
        link.write(order.key());
        link.write((" " + order.value().length + order.flags() + "\r\n").getBytes(ISO_8859_1));
        link.write(order.value());
        link.write(CRLF);
    }

    /** Hears so many answers; they come in the order of what was sent. */
    private void hear(int count) {
        for (int i = 0; i < count; i++) {
            String answer = link.line();
            link.demandLogin(answer);
            long line = underWay.remove();
            if (answer.equals("HD")) {
                tally.stored++;
            } else if (answer.startsWith("SERVER_ERROR") || answer.startsWith("CLIENT_ERROR") || answer.equals("NS")) {
                tally.failed++;
                isOver |= isStrict;
                tell("line " + line + ": the node refuses: " + answer);
            } else {
                throw link.notUnderstood(answer);
            }
        }
    }

    private void tell(String text) {
        if (told++ < TOLD) {
            progress.complain(text);
        } else if (told == TOLD + 1) {
            progress.complain("more such lines are only counted");
        }
    }
}
