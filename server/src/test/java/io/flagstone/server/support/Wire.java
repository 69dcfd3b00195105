package io.flagstone.server.support;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A client that sees bytes: sends what it is given, reads what is asked for. Texts are ISO 8859-1, byte for byte. */
public final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public Wire(int port) {
        this(port, 0);
    }

    /** With a receive buffer of this size, so that a client that does not read is full soon. */
    public Wire(int port, int receiveBuffer) {
        try {
            socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over a socket that is connected, such as one that encrypts. */
    public Wire(Socket connected) {
        try {
            socket = connected;
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port by which the server knows this client. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** The next line that has this in it; those before are dropped. */
    public String lineWith(String part) {
        String line = line();
        while (!line.contains(part)) {
            line = line();
        }
        return line;
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    public Wire send(String text) {
        return send(bytes(text));
    }

    public Wire send(byte[] bytes) {
        return send(bytes, 0, bytes.length);
    }

    public Wire send(byte[] bytes, int from, int count) {
        try {
            out.write(bytes, from, count);
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line without its end. */
    public String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int one = read();
        while (one != '\n') {
            line.write(one);
            one = read();
        }
        String text = text(line.toByteArray());
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private int read() {
        try {
            int one = in.read();
            if (one < 0) {
                throw new UncheckedIOException(new EOFException("the server closed the connection"));
            }
            return one;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next bytes, exactly so many. */
    public byte[] exactly(int count) {
        try {
            byte[] bytes = in.readNBytes(count);
            if (bytes.length < count) {
                throw new EOFException("the server closed the connection after " + bytes.length + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a command that is answered in one line, and answers that. */
    public String ask(String command) {
        return send(command + "\r\n").line();
    }

    /** Sends a command whose answer ends with this line, and answers everything, that line included. */
    public String askUntil(String command, String last) {
        send(command + "\r\n");
        StringBuilder all = new StringBuilder();
        String line;
        do {
            line = line();
            all.append(line).append("\r\n");
        } while (!line.equals(last));
        return all.toString();
    }

    /** Sends anything and answers everything up to the reply to a final no-op. */
    public String talk(byte[] script) {
        send(script);
        send("mn\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] end = bytes("MN\r\n");
        int matched = 0;
        while (matched < end.length) {
            int one = read();
            all.write(one);
            matched = one == end[matched] ? matched + 1 : one == end[0] ? 1 : 0;
        }
        byte[] answer = all.toByteArray();
        return text(Arrays.copyOf(answer, answer.length - end.length));
    }

    public String talk(String script) {
        return talk(bytes(script));
    }

    /** Says that nothing more will be sent. */
    public void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything until the server closes. */
    public byte[] rest() {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed the connection, or does within the client's patience. */
    public boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return !(e instanceof SocketTimeoutException);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
