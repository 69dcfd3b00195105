package io.flagstone.provider.faults;

import io.flagstone.testkit.fault.Direction;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/** What can befall a node, or the way to it. Most of those of different layers can befall one node at the same time. */
enum Fault {
    /** SIGKILL, and a second later it begins anew, empty. */
    KILL(Layer.PROCESS, 1_000, Target::die, Target::restart),
    /** SIGSTOP: the kernel takes bytes, and nobody answers. */
    STOP_100_MS(Layer.PROCESS, 100, Target::stop, Target::resume),
    STOP_1_S(Layer.PROCESS, 1_000, Target::stop, Target::resume),
    STOP_10_S(Layer.PROCESS, 10_000, Target::stop, Target::resume),
    /** Another program, empty and of the other engine, takes the port; then the node begins anew. */
    SWAP(
            Layer.PROCESS,
            2_000,
            target -> {
                target.die();
                target.swap();
            },
            target -> {
                target.die();
                target.restart();
            }),
    /** Connections end on the node's side, and the clients are not told. */
    HALF_OPEN(Layer.NETWORK, 3_000, target -> target.proxy().cutOnly(Direction.TO_SERVER)),
    /** Connections end on the clients' side, and the node is not told. */
    HALF_OPEN_BEHIND(Layer.NETWORK, 3_000, target -> target.proxy().cutOnly(Direction.TO_CLIENT)),
    /** Connections are reset, and those who connect are refused. */
    REFUSED(Layer.NETWORK, 2_000, target -> {
        target.proxy().refuse();
        target.proxy().cut();
    }),
    /** Nothing arrives, and nobody answers to those who connect. */
    BLACK_HOLE(Layer.NETWORK, 4_000, target -> target.proxy().blackHole()),
    /** The link of the node's network is down. */
    LINK_DOWN(
            Layer.LINK,
            4_000,
            target -> target.link().down(),
            target -> target.link().up()),
    /** One way is cut: requests do not arrive. */
    REQUESTS_HELD(Layer.NETWORK, 3_000, target -> target.proxy().hold(Direction.TO_SERVER)),
    /** One way is cut: requests take effect, and nobody hears of it. */
    REPLIES_HELD(Layer.NETWORK, 3_000, target -> target.proxy().hold(Direction.TO_CLIENT)),
    /** Replies are missing in the middle of streams that go on. */
    REPLIES_MISSING(Layer.NETWORK, 300, target -> target.proxy().swallow(Direction.TO_CLIENT)),
    /** Replies come byte by byte. */
    DRIP(Layer.NETWORK, 3_000, target -> target.proxy().drip(Direction.TO_CLIENT, 2_000)),
    /** Connections are reset in the middle of a reply with a value, again and again. */
    RESET_IN_REPLY(Layer.NETWORK, 2_000, target -> {}) {
        @Override
        void goOn(Target target, Random random) {
            target.proxy().resetAfter(Direction.TO_CLIENT, 1 + random.nextInt(MOST_BEFORE_RESET));
        }
    },
    /** The same in the middle of a request: the node has half of it. */
    RESET_IN_REQUEST(Layer.NETWORK, 2_000, target -> {}) {
        @Override
        void goOn(Target target, Random random) {
            target.proxy().resetAfter(Direction.TO_SERVER, 1 + random.nextInt(MOST_BEFORE_RESET));
        }
    },
    /** Both ways are slow. */
    DELAY(Layer.NETWORK, 3_000, target -> both(way -> target.proxy().delay(way, millis(40), millis(60)))),
    /** Connections overtake each other. */
    REORDER(Layer.NETWORK, 3_000, target -> both(way -> target.proxy().delay(way, Duration.ZERO, millis(80)))),
    /** Packets are lost, and sent again. */
    LOSS(Layer.NETWORK, 3_000, target -> both(way -> target.proxy().lose(way, 0.05, millis(200))));

    /** What it befalls. */
    enum Layer {
        PROCESS,
        NETWORK,
        LINK
    }

    /** What a fault does to a node. */
    private interface Deed {
        void to(Target target);
    }

    /** What it does to one way. */
    private interface WayDeed {
        void to(Direction way);
    }

    /** Some values fit into that. */
    private static final int MOST_BEFORE_RESET = 4_000;

    private final Layer layer;
    private final int millis;
    private final Deed begin;
    private final Deed end;

    /** One that ends when the proxy heals. */
    Fault(Layer layer, int millis, Deed begin) {
        this(layer, millis, begin, target -> target.proxy().heal());
    }

    Fault(Layer layer, int millis, Deed begin, Deed end) {
        this.layer = layer;
        this.millis = millis;
        this.begin = begin;
        this.end = end;
    }

    private static void both(WayDeed deed) {
        deed.to(Direction.TO_SERVER);
        deed.to(Direction.TO_CLIENT);
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    Layer layer() {
        return layer;
    }

    /** How long it lasts, as a rule. */
    int millis() {
        return millis;
    }

    /** Whether the two cannot befall one node at the same time: a node that begins anew must be heard to do so. */
    boolean excludes(Fault other) {
        return layer == other.layer || layer == Layer.LINK || other.layer == Layer.LINK;
    }

    /** Whether it can befall that node. */
    boolean fits(Target target) {
        return switch (layer) {
            case PROCESS -> true;
            case NETWORK -> target.hasProxy();
            case LINK -> target.hasLink();
        };
    }

    void begin(Target target) {
        begin.to(target);
    }

    /** Called again and again while it lasts. */
    void goOn(Target target, Random random) {}

    void end(Target target) {
        end.to(target);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
