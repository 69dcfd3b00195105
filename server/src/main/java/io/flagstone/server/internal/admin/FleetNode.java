package io.flagstone.server.internal.admin;

import io.flagstone.server.config.ListenAddress;
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
    private final ListenAddress address;
    private final Happenings happenings;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Look look = new Look("not asked yet", null, null);

    /**
     * What is known of a node.
     *
     * @param trouble why nothing is known now; empty when it answered
     * @param before the look before, when it answered then, too
     */
    record Look(
            String trouble, @Nullable Moment now, @Nullable Moment before) {}

    FleetNode(ListenAddress address, Happenings happenings) {
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

    /** Asks it, after {@link #begin}. */
    void ask() {
        Look earlier = look;
        try {
            Figures figures = new Figures(StatsQuestion.ask(address.host(), address.port()));
            look = new Look("", new Moment(System.nanoTime(), figures, Map.of()), earlier.now());
            if (!earlier.trouble().isEmpty()) {
                happenings.note(Kind.FLEET, name() + " answers");
            }
        } catch (IOException e) {
            look = new Look(reason(e), null, null);
            if (earlier.trouble().isEmpty()) {
                happenings.note(Kind.FLEET, name() + " does not answer: " + reason(e));
            }
        } finally {
            asking.set(false);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof UnknownHostException) {
            return "its name does not resolve";
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return "it cannot be reached";
        }
        return e instanceof SocketTimeoutException ? "it is too slow" : String.valueOf(e.getMessage());
    }
}
