package io.flagstone.provider.internal.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.failure.ReplyNotUnderstood;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.door.Door;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The commands that have no meta form, each on a connection of its own: they answer many lines, take their time, and
 * hosted nodes may forbid them.
 */
public final class Admin {

    private static final String STAT = "STAT ";
    private static final int LONGEST_LINE = 4096;
    private static final int BUFFER = 64 * 1024;
    private static final long PAUSE_MILLIS = 20;

    private final NodeAddress node;
    private final Door door;
    private final Duration timeout;

    /**
     * @param door which connections pass
     * @param timeout for connecting, and for each silence of the node
     */
    public Admin(NodeAddress node, Door door, Duration timeout) {
        this.node = node;
        this.door = door;
        this.timeout = timeout;
    }

    /** The largest item that the node takes, in bytes, or nothing when it does not say. */
    public OptionalLong itemSizeMax() {
        try {
            String size = table("stats settings").get("item_size_max");
            return size == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(size));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /**
     * What the node tells of itself, as text by name; empty when it refuses.
     *
     * @param command {@code stats}, or one of its kinds
     * @throws NodeUnavailable when it cannot be asked
     */
    public Map<String, String> statistics(String command) {
        try {
            return table(command);
        } catch (IOException e) {
            throw new NodeUnavailable("node " + node + ", " + command + ": " + e.getMessage(), e);
        }
    }

    private Map<String, String> table(String command) throws IOException {
        Map<String, String> table = new HashMap<>();
        try (Conversation conversation = new Conversation(command)) {
            String line;
            while ((line = conversation.line()).startsWith(STAT)) {
                int blank = line.indexOf(' ', STAT.length());
                if (blank > 0) {
                    table.put(line.substring(STAT.length(), blank), line.substring(blank + 1));
                }
            }
        }
        return table;
    }

    /**
     * The answers to several commands, each of one line.
     *
     * @param commands with the ends of their lines, but for the last
     * @throws NodeUnavailable when the node cannot be asked
     */
    public List<String> answers(String commands, int count) {
        List<String> answers = new ArrayList<>(count);
        try (Conversation conversation = new Conversation(commands)) {
            while (answers.size() < count) {
                answers.add(conversation.line());
            }
        } catch (IOException e) {
            throw new NodeUnavailable("node " + node + ": " + e.getMessage(), e);
        }
        return answers;
    }

    /**
     * Hands on every key of the node, as bytes.
     *
     * @param deadline for the node to begin; it walks for one client at a time
     * @throws FlagstoneException when the node cannot be asked, or forbids it
     */
    public void keys(Consumer<byte[]> sink, Deadline deadline) {
        try {
            while (!dump(sink)) {
                if (deadline.passed()) {
                    throw new ServerRefused("node " + node + ": still walking its keys for another client after "
                            + deadline.elapsedText());
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (IOException e) {
            throw new NodeUnavailable("node " + node + ", lru_crawler metadump: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FlagstoneException("interrupted while listing the keys of node " + node, e);
        }
    }

    /** False when the node is busy with another walk. */
    private boolean dump(Consumer<byte[]> sink) throws IOException {
        try (Conversation conversation = new Conversation("lru_crawler metadump hash")) {
            String line;
            while (!(line = conversation.line()).equals("END")) {
                if (line.startsWith("key=")) {
                    sink.accept(key(line));
                } else if (line.startsWith("BUSY") || line.startsWith("ERROR locked")) {
                    return false;
                } else if (!line.equals("OK")) {
                    throw new ServerRefused("node " + node + " does not list its keys, which iteration needs: it"
                            + " answered lru_crawler metadump with " + line);
                }
            }
            return true;
        }
    }

    /** {@code key=<percent-encoded> exp=…} */
    private byte[] key(String line) {
        int blank = line.indexOf(' ');
        String encoded = line.substring("key=".length(), blank < 0 ? line.length() : blank);
        try {
            // a plus stands for itself here, unlike in forms
            return URLDecoder.decode(encoded.replace("+", "%2B"), ISO_8859_1).getBytes(ISO_8859_1);
        } catch (IllegalArgumentException e) {
            // without the cause, which may quote the key
            throw new ReplyNotUnderstood("node " + node + ", lru_crawler metadump: a key is not percent-encoded");
        }
    }

    private final class Conversation implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;
        private final StringBuilder line = new StringBuilder();

        Conversation(String command) throws IOException {
            socket = door.enter(new InetSocketAddress(node.host(), node.port()), (int) timeout.toMillis());
            try {
                socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
                in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        String line() throws IOException {
            line.setLength(0);
            int b;
            while ((b = in.read()) != '\n') {
                if (b < 0 || line.length() == LONGEST_LINE) {
                    throw new IOException("the answer ended in the middle of a line");
                }
                if (b != '\r') {
                    line.append((char) b);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
