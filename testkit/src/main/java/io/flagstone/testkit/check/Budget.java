package io.flagstone.testkit.check;

/** Bounds the work on one key. */
final class Budget {
    private long left;

    Budget(long units) {
        this.left = units;
    }

    void spend(long units) {
        left -= units;
        if (left < 0) {
            throw new Exhausted("more situations than the bound allows");
        }
    }

    /** The key stays undecided. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted(String message) {
            super(message, null, false, false);
        }
    }
}
