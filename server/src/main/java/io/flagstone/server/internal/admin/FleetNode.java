package io.flagstone.server.internal.admin;

import io.flagstone.server.config.ListenAddress;
import io.flagstone.server.internal.door.Barred;
import io.flagstone.server.internal.door.Obstacle;
import io.flagstone.server.internal.door.Terms;
import io.flagstone.server.internal.metrics.Figures;
import io.flagstone.server.internal.observe.Happening.Kind;
import io.flagstone.server.internal.observe.Happenings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Another node, and what it said when it was last asked. */
final class FleetNode {
    /** Times that a node which refused the login is left alone: it might take us for somebody who guesses. */
    private static final int PAUSE = 12;

    private static final int REASON_MAX = 200;

    private final ListenAddress address;
    private final Terms terms;
    private final Obstacle obstacle;
    private final Happenings happenings;
    private final AtomicBoolean asking = new AtomicBoolean();
    /** Times that it is still left alone; used while {@link #asking}. */
    private int pause;

    private volatile Look look = new Look("not asked yet", null, null);

    /**
     * What is known of a node.
     *
     * @param trouble why nothing is known now; empty when it answered
     * @param before the look before, when it answered then, too
     */
    record Look(
            String trouble, @Nullable Moment now, @Nullable Moment before) {}

    FleetNode(ListenAddress address, Terms terms, Happenings happenings) {
        this.terms = terms;
        obstacle = new Obstacle(address.host(), terms);
        this.address = address;
        this.happenings = happenings;
    }

    ListenAddress address() {
        return address;
    }

    String name() {
        String host = address.host();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.port();
    }

    Look look() {
        return look;
    }

    /** Whether it is to be asked now: nobody is at it. */
    boolean begin() {
        return asking.compareAndSet(false, true);
    }

    /** Asks it, after {@link #begin}, unless it is left alone. */
    void ask() {
        try {
            if (pause > 0) {
                pause--;
            } else {
                askNow();
            }
        } finally {
            asking.set(false);
        }
    }

    private void askNow() {
        Look earlier = look;
        try {
            Figures figures = new Figures(StatsQuestion.ask(address.host(), address.port(), terms));
            look = new Look("", new Moment(System.nanoTime(), figures, Map.of()), earlier.now());
            if (!earlier.trouble().isEmpty()) {
                happenings.note(Kind.FLEET, name() + " answers");
            }
        } catch (IOException e) {
            pause = refusesLogin(e) ? PAUSE - 1 : 0;
            look = new Look(reason(e), null, null);
            if (earlier.trouble().isEmpty()) {
                happenings.note(Kind.FLEET, name() + " does not answer: " + reason(e));
            }
        }
    }

    private String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "its name does not resolve";
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return "it cannot be reached";
        }
        if (e instanceof SocketTimeoutException) {
            return "it is too slow; " + obstacle.late();
        }
        String said = obstacle.text(e);
        String text = said.length() > REASON_MAX ? said.substring(0, REASON_MAX) : said;
        return refusesLogin(e) ? "it refuses the login: " + text : text;
    }

    private static boolean refusesLogin(IOException e) {
        return e instanceof Barred barred && barred.why() == Barred.Cause.LOGIN;
    }
}
