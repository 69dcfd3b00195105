package io.flagstone.server.tool.link;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Span;
import io.flagstone.server.tool.console.Status;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** What went wrong on the way to a node, in words that say what to do. */
final class Trouble {
    private Trouble() {}

    static Failure with(Endpoint endpoint, Duration timeout, IOException e) {
        return new Failure(Status.UNREACHABLE, endpoint + ": " + reason(timeout, e));
    }

    private static String reason(Duration timeout, IOException e) {
        if (e instanceof UnknownHostException) {
            return "there is no host of that name; check the name";
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + Span.text(timeout) + "; --timeout waits longer";
        }
        if (e instanceof ConnectException) {
            return said(e) + "; is a node running there?";
        }
        if (e instanceof SSLException) {
            return "no TLS: " + said(e)
                    + "; --ca names the file of who signed the node's certificate, and the port has to be one with TLS";
        }
        if (e instanceof EOFException) {
            return "the node closed the connection; it may be full or stopped, or want --tls";
        }
        return said(e);
    }

    private static String said(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.replaceAll("\\s+", " ");
    }
}
