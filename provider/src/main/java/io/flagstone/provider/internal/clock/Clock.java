package io.flagstone.provider.internal.clock;

import java.util.concurrent.ThreadLocalRandom;

/** Where time and chance come from. Tests hand in their own, so that a failure replays from its seed. */
public interface Clock {

    /** The machine's own. */
    Clock SYSTEM = new Clock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long millis() {
            return System.currentTimeMillis();
        }

        @Override
        public long random() {
            return ThreadLocalRandom.current().nextLong();
        }
    };

    /** Nanoseconds that only go forward; the origin is arbitrary. */
    long nanos();

    /** Milliseconds since the epoch, for what other machines read. */
    long millis();

    /** 64 random bits. */
    long random();
}
