package io.flagstone.server.internal.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The way into a node: TCP, then TLS, then a login. memcached's login by text is a {@code set} with user and password as its
 * value, which a node that asks for none would store for everybody to read; so {@code mn} is asked first, which only a node
 * that wants a login refuses.
 */
public final class Doorway {
    /** What a node answers to strangers. */
    public static final String UNAUTHENTICATED = "CLIENT_ERROR unauthenticated";

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** To memcached a blank ends a password. */
    private static final Pattern WORD = Pattern.compile("[!-~]{1,128}");
    /** No answer to a login is longer. */
    private static final int LINE_MAX = 256;

    private final String host;
    private final int port;
    private final int millis;

    /**
     * The way into this node.
     *
     * @param millis longest silence of it
     */
    public Doorway(String host, int port, int millis) {
        this.host = host;
        this.port = port;
        this.millis = millis;
    }

    /**
     * Connects, shakes hands and logs in, as far as the terms say so and the node asks for it.
     *
     * @param sockets makes sockets that are not connected yet
     * @throws Barred when the terms make no sense, or the node lets nobody in on them
     * @throws IOException when the node cannot be reached
     */
    public Socket enter(Terms terms, Supplier<Socket> sockets) throws IOException {
        String password = password(terms.checked());
        SSLContext tls = terms.isEncrypted() ? Identity.context(terms) : null;
        Socket socket = connect(sockets, tls);
        try {
            if (terms.user() != null && password != null) {
                logIn(socket, terms, terms.user() + " " + password);
            }
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static @Nullable String password(Terms terms) throws Barred {
        if (terms.user() == null || terms.passwordFile() == null) {
            return null;
        }
        String text = new String(Reading.bytes(terms.name("password-file"), terms.passwordFile()), US_ASCII);
        String password = text.lines().findFirst().orElse("");
        if (!WORD.matcher(password).matches() || !WORD.matcher(terms.user()).matches()) {
            throw new Barred(
                    Barred.Cause.SETTINGS,
                    terms.name("user") + " and the first line of " + terms.name("password-file")
                            + " are 1 to 128 printable ASCII characters without blanks");
        }
        return password;
    }

    private Socket connect(Supplier<Socket> sockets, @Nullable SSLContext tls) throws IOException {
        IOException last = new IOException("the name has no address");
        for (InetAddress address : InetAddress.getAllByName(host)) {
            try {
                return connect(address, sockets.get(), tls);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private Socket connect(InetAddress address, Socket socket, @Nullable SSLContext tls) throws IOException {
        try {
            socket.connect(new InetSocketAddress(address, port), millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            return tls == null ? socket : encrypt(socket, tls);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket encrypt(Socket plain, SSLContext tls) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void logIn(Socket socket, Terms terms, String words) throws IOException {
        // memcached 1.6.45 hangs up on a line too short to be a login
        String asked = ask(socket, "version");
        if (asked.startsWith("VERSION ")) {
            return;
        }
        if (!asked.equals(UNAUTHENTICATED)) {
            throw new Barred(Barred.Cause.NODE, "the node wants no login that is known here: " + asked);
        }
        if (!terms.isEncrypted()
                && !terms.passwordPlain()
                && !socket.getInetAddress().isLoopbackAddress()) {
            throw new Barred(
                    Barred.Cause.NODE,
                    "the password is not sent without TLS; give " + terms.name("tls") + ", or "
                            + terms.name("password-plain"));
        }
        String answer = ask(socket, "set login 0 0 " + words.length() + "\r\n" + words);
        if (!answer.equals("STORED")) {
            throw new Barred(Barred.Cause.LOGIN, answer);
        }
    }

    /** Sends a command and reads one line, and nothing behind it; what a terminal could take for a command is a question mark. */
    private static String ask(Socket socket, String command) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(ISO_8859_1));
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0) {
                throw new EOFException();
            }
            if (line.length() == LINE_MAX) {
                throw new Barred(Barred.Cause.NODE, "the node's answer to a login is no line of memcached's");
            }
            line.append((one >= ' ' && one < 0x7f) || one == '\r' ? (char) one : '?');
        }
        int end = line.length();
        return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end)
                .replace('\r', '?');
    }
}
