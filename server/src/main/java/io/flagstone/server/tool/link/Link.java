package io.flagstone.server.tool.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.flagstone.server.internal.door.Doorway;
import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Status;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** A connection to one node, for one thread: requests go out, lines come back. Every failure names the node. */
public final class Link implements AutoCloseable {
    /** No line of memcached's is longer; a key in a dump takes 750 of it. */
    private static final int LINE_MAX = 64 << 10;

    private static final int BUFFER = 64 << 10;
    private static final byte[] CRLF = {'\r', '\n'};

    private final Endpoint endpoint;
    private final Trouble trouble;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final StringBuilder line = new StringBuilder();

    Link(Endpoint endpoint, Trouble trouble, Socket socket) {
        this.endpoint = endpoint;
        this.trouble = trouble;
        this.socket = socket;
        try {
            in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
        } catch (IOException e) {
            throw trouble.with(e);
        }
    }

    /** The node at the other end. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Writes bytes; they leave at {@link #flush} or when there are many. */
    public void write(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw trouble.with(e);
        }
    }

    /** Sends what has been written. */
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw trouble.with(e);
        }
    }

    /** Sends a command without an answer to wait for yet. */
    public void send(String command) {
        write(command.getBytes(ISO_8859_1));
        write(CRLF);
        flush();
    }

    /** The next line, without its end; what a terminal could take for a command is a question mark. */
    public String line() {
        line.setLength(0);
        try {
            int one = next();
            while (one != '\n') {
                if (line.length() == LINE_MAX) {
                    throw notUnderstood("a line of more than " + LINE_MAX + " bytes");
                }
                line.append((one >= ' ' && one < 0x7f) || one == '\r' ? (char) one : '?');
                one = next();
            }
        } catch (IOException e) {
            throw trouble.with(e);
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end)
                .replace('\r', '?');
    }

    private int next() throws IOException {
        int one = in.read();
        if (one < 0) {
            throw new EOFException();
        }
        return one;
    }

    /** Sends a command that is answered in one line, which is no refusal. */
    public String ask(String command) {
        send(command);
        return accepted(line());
    }

    /**
     * Lets a line pass that is no refusal.
     *
     * @throws Failure when it is one
     */
    public String accepted(String answer) {
        demandLogin(answer);
        if (answer.startsWith("ERROR") || answer.startsWith("CLIENT_ERROR") || answer.startsWith("SERVER_ERROR")) {
            throw new Failure(Status.REFUSED, endpoint + ": the node refuses: " + answer);
        }
        return answer;
    }

    /**
     * Lets a line pass that does not ask for a login.
     *
     * @throws Failure when it does
     */
    public void demandLogin(String answer) {
        if (answer.equals(Doorway.UNAUTHENTICATED)) {
            throw new Failure(Status.REFUSED, endpoint + ": the node wants a login; give --user and --password-file");
        }
    }

    /** What {@code stats} says, with words behind it or without: values by their names, in the node's order. */
    public Map<String, String> statistics(String group) {
        Map<String, String> found = new LinkedHashMap<>();
        send(group.isEmpty() ? "stats" : "stats " + group);
        readUntilEnd(answer -> {
            String[] words = answer.split(" ", 3);
            if (!words[0].equals("STAT") || words.length < 2) {
                throw notUnderstood(answer);
            }
            found.put(words[1], words.length < 3 ? "" : words[2]);
            return true;
        });
        return found;
    }

    /** A number among these; 0 where there is none of that name, or it is no number. */
    public static long number(Map<String, String> statistics, String name) {
        try {
            return Long.parseLong(statistics.getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Reads lines until one is {@code END}, or until the reader wants no more: then this connection is of no use. */
    public void readUntilEnd(Predicate<String> wantsMore) {
        String answer = accepted(line());
        while (!answer.equals("END") && wantsMore.test(answer)) {
            answer = line();
        }
    }

    /** What to throw when an answer makes no sense; of the answer only the first word is told, for it may hold a key. */
    public Failure notUnderstood(String answer) {
        String word = answer.split(" ", 2)[0];
        return new Failure(
                Status.PROTOCOL,
                endpoint + ": this is no answer of memcached's: " + word.substring(0, Math.min(20, word.length()))
                        + " ...");
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }
}
