package io.flagstone.server.tool.link;

import io.flagstone.server.internal.door.Obstacle;
import io.flagstone.server.internal.door.Terms;
import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Span;
import io.flagstone.server.tool.console.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/** What goes wrong on the way to a node, in words that say what to do. */
final class Trouble {
    private final Endpoint endpoint;
    private final Duration timeout;
    private final Obstacle obstacle;

    Trouble(Endpoint endpoint, Duration timeout, Terms terms) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        obstacle = new Obstacle(endpoint.host(), terms);
    }

    Failure with(IOException e) {
        return new Failure(Status.UNREACHABLE, endpoint + ": " + reason(e));
    }

    private String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "there is no host of that name; check the name";
        }
        if (e instanceof SocketTimeoutException) {
            return "no answer within " + Span.text(timeout) + "; --timeout waits longer, and " + obstacle.late();
        }
        if (e instanceof ConnectException) {
            return Obstacle.said(e) + "; is a node running there?";
        }
        return obstacle.text(e);
    }
}
