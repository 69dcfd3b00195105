package io.flagstone.server.tool.link;

import io.flagstone.server.internal.door.Barred;
import io.flagstone.server.internal.door.Doorway;
import io.flagstone.server.internal.door.Terms;
import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Status;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options about getting to a node; the same for every command. */
public final class Access {
    @Option(
            names = "--timeout",
            paramLabel = "SPAN",
            description = "longest silence of a node: 500ms, 5s (default: 5s)")
    Duration timeout = Duration.ofSeconds(5);

    @Option(names = "--tls", description = "speak TLS 1.2 or 1.3, and check certificate and host name")
    boolean tls;

    @Option(names = "--ca", paramLabel = "FILE", description = "whose certificates are believed, PEM; implies --tls")
    @Nullable
    Path ca;

    @Option(names = "--cert", paramLabel = "FILE", description = "certificates to show to the node, PEM; implies --tls")
    @Nullable
    Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "the key of --cert, PEM (PKCS #8, without a password)")
    @Nullable
    Path key;

    @Option(names = "--user", paramLabel = "NAME", description = "log in, if the node asks for it")
    @Nullable
    String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "the password is its first line")
    @Nullable
    Path passwordFile;

    @Option(
            names = "--password-plain",
            description = "send the password without TLS, too; otherwise only to this machine")
    boolean passwordPlain;

    /** The longest silence of a node. */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Connects to a node, over TLS and with a login where that was asked for.
     *
     * @throws io.flagstone.server.tool.console.Failure when the node cannot be reached, or lets nobody in
     */
    public Link open(Endpoint endpoint) {
        Terms terms = new Terms(tls, ca, certificate, key, user, passwordFile, passwordPlain, name -> "--" + name);
        int millis = Math.toIntExact(Math.min(timeout.toMillis(), Integer.MAX_VALUE));
        Trouble trouble = new Trouble(endpoint, timeout, terms);
        try {
            return new Link(
                    endpoint, trouble, new Doorway(endpoint.host(), endpoint.port(), millis).enter(terms, Socket::new));
        } catch (Barred e) {
            throw failure(endpoint, e);
        } catch (IOException e) {
            throw trouble.with(e);
        }
    }

    private Failure failure(Endpoint endpoint, Barred barred) {
        return switch (barred.why()) {
            case SETTINGS -> new Failure(Status.USAGE, barred.text());
            case FILE -> new Failure(Status.NO_INPUT, barred.text());
            case TLS -> new Failure(Status.UNREACHABLE, barred.text());
            case NODE -> new Failure(Status.REFUSED, endpoint + ": " + barred.text());
            case LOGIN -> new Failure(Status.REFUSED, endpoint + ": user " + user + " is not let in: " + barred.text());
        };
    }
}
