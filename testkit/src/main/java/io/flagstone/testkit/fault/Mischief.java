package io.flagstone.testkit.fault;

import java.time.Duration;
import java.util.SplittableRandom;

/** Draws faults for a proxy, the same ones for the same seed. */
public final class Mischief {
    private static final int KINDS = 11;
    private static final int LONGEST_DELAY_MILLIS = 300;
    private static final int MOST_LOST_PERCENT = 20;
    private static final int MOST_BYTES_BEFORE_RESET = 2_000;
    private static final int FASTEST_DRIP = 2_000;

    private final FaultProxy proxy;
    private final SplittableRandom random;

    /** Faults for this proxy. */
    public Mischief(FaultProxy proxy, long seed) {
        this.proxy = proxy;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Heals the proxy and makes another fault. It lasts until the next, or until somebody heals the proxy.
     *
     * @return what it is, for the log of the test
     */
    public String next() {
        proxy.heal();
        Direction way = random.nextBoolean() ? Direction.TO_SERVER : Direction.TO_CLIENT;
        return switch (random.nextInt(KINDS)) {
            case 0 -> delay(way);
            case 1 -> said("hold " + way, () -> proxy.hold(way));
            case 2 -> said("swallow " + way, () -> proxy.swallow(way));
            case 3 -> drip(way);
            case 4 -> resetAfter(way);
            case 5 -> said("cut", proxy::cut);
            case 6 -> said("cut only " + way, () -> proxy.cutOnly(way));
            case 7 -> said("refuse", proxy::refuse);
            case 8 -> lose(way);
            case 9 -> said("black hole", proxy::blackHole);
            default -> "nothing";
        };
    }

    private String delay(Direction way) {
        Duration least = Duration.ofMillis(random.nextInt(LONGEST_DELAY_MILLIS));
        Duration jitter = Duration.ofMillis(1 + random.nextInt(LONGEST_DELAY_MILLIS));
        return said("delay " + way + " by " + least + " and up to " + jitter, () -> proxy.delay(way, least, jitter));
    }

    private String lose(Direction way) {
        int percent = 1 + random.nextInt(MOST_LOST_PERCENT);
        Duration repetition = Duration.ofMillis(1 + random.nextInt(LONGEST_DELAY_MILLIS));
        return said(
                "lose " + percent + " % " + way + " for " + repetition,
                () -> proxy.lose(way, percent / 100.0, repetition));
    }

    private String drip(Direction way) {
        int rate = 1 + random.nextInt(FASTEST_DRIP);
        return said("drip " + way + " at " + rate + " B/s", () -> proxy.drip(way, rate));
    }

    private String resetAfter(Direction way) {
        int bytes = random.nextInt(MOST_BYTES_BEFORE_RESET);
        return said("reset " + way + " after " + bytes + " bytes", () -> proxy.resetAfter(way, bytes));
    }

    private static String said(String what, Runnable fault) {
        fault.run();
        return what;
    }
}
