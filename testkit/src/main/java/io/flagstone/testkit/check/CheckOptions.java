package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Event;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a check takes for granted, and how much it may spend.
 *
 * @param missesAreBlind whether an operation that found nothing may merely not have looked, for instance because the
 *     node was away and the policy is to answer with a miss; then the value may be seen again afterwards
 * @param settleNanos how long after its client gave up an operation of unknown outcome may still take effect; empty
 *     means for ever
 * @param mostConfigurations how many situations may be looked at per key before the answer is "undecided"
 */
public record CheckOptions(boolean missesAreBlind, OptionalLong settleNanos, long mostConfigurations) {
    /** Some seconds' work; enough for 16 clients that never leave one key alone. */
    private static final long MOST_CONFIGURATIONS = 20_000_000;

    /** A miss proves that the value is gone; unknown operations may take effect at any later time. */
    public static CheckOptions strict() {
        return new CheckOptions(false, OptionalLong.empty(), MOST_CONFIGURATIONS);
    }

    /** The same, but an operation that found nothing proves nothing. */
    public CheckOptions withBlindMisses() {
        return new CheckOptions(true, settleNanos, mostConfigurations);
    }

    /** The same, but an operation of unknown outcome takes effect within this time after its client gave up, or never. */
    public CheckOptions withUnknownsSettledWithin(Duration time) {
        return new CheckOptions(missesAreBlind, OptionalLong.of(time.toNanos()), mostConfigurations);
    }

    /** The same with another bound on the work per key. */
    public CheckOptions withMostConfigurations(long most) {
        return new CheckOptions(missesAreBlind, settleNanos, most);
    }

    /** When an operation of unknown outcome can take effect at the latest. */
    long settled(Event event) {
        if (settleNanos.isEmpty() || event.returned() == Event.NEVER) {
            return Event.NEVER;
        }
        return event.returned() + settleNanos.getAsLong();
    }
}
