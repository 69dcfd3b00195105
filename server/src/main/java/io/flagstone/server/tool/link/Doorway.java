package io.flagstone.server.tool.link;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
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
final class Doorway {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /** To memcached a blank ends a password. */
    private static final Pattern WORD = Pattern.compile("[!-~]{1,128}");

    private Doorway() {}

    static Link enter(Endpoint endpoint, Access access) {
        String password = password(access);
        SSLContext tls = access.isEncrypted() ? Identity.context(access) : null;
        Link link = new Link(endpoint, access.timeout(), connect(endpoint, access.timeout(), tls));
        try {
            if (access.user != null && password != null) {
                logIn(link, access, access.user, password);
            }
            return link;
        } catch (Failure e) {
            link.close();
            throw e;
        }
    }

    private static @Nullable String password(Access access) {
        if (access.user == null && access.passwordFile == null) {
            return null;
        }
        if (access.user == null || access.passwordFile == null) {
            throw new Failure(Status.USAGE, "--user and --password-file go together");
        }
        String text = new String(Reading.bytes("--password-file", access.passwordFile), US_ASCII);
        String password = text.lines().findFirst().orElse("");
        if (!WORD.matcher(password).matches() || !WORD.matcher(access.user).matches()) {
            throw new Failure(
                    Status.USAGE,
                    "--user and the first line of --password-file are 1 to 128 printable ASCII characters without blanks");
        }
        return password;
    }

    private static Socket connect(Endpoint endpoint, Duration timeout, @Nullable SSLContext tls) {
        IOException last = new IOException("the name has no address");
        try {
            for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
                try {
                    return connect(address, endpoint, timeout, tls);
                } catch (IOException e) {
                    last = e;
                }
            }
        } catch (IOException e) {
            last = e;
        }
        throw Trouble.with(endpoint, timeout, last);
    }

    private static Socket connect(InetAddress address, Endpoint endpoint, Duration timeout, @Nullable SSLContext tls)
            throws IOException {
        int millis = Math.toIntExact(Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(address, endpoint.port()), millis);
            socket.setSoTimeout(millis);
            socket.setTcpNoDelay(true);
            return tls == null ? socket : encrypt(socket, endpoint, tls);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket encrypt(Socket plain, Endpoint endpoint, SSLContext tls) throws IOException {
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(plain, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static void logIn(Link link, Access access, String user, String password) {
        String asked = link.askFreely("mn");
        if (asked.equals("MN")) {
            return;
        }
        if (!asked.equals(Link.UNAUTHENTICATED)) {
            throw new Failure(
                    Status.REFUSED, link.endpoint() + ": the node wants no login that is known here: " + asked);
        }
        if (!access.isEncrypted() && !access.passwordPlain && !link.isLocal()) {
            throw new Failure(
                    Status.REFUSED,
                    link.endpoint() + ": the password is not sent without TLS; give --tls, or --password-plain");
        }
        String words = user + " " + password;
        String answer = link.askFreely("set login 0 0 " + words.length() + "\r\n" + words);
        if (!answer.equals("STORED")) {
            throw new Failure(Status.REFUSED, link.endpoint() + ": user " + user + " is not let in: " + answer);
        }
    }
}
