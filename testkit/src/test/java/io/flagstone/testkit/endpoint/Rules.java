package io.flagstone.testkit.endpoint;

/** What clients keep to. Each can be left out, to see what comes of it. */
class Rules {

    /** What becomes of a store whose generation, as read around it, has ended. */
    enum Overtaken {
        MADE_AGAIN,
        UNKNOWN
    }

    /** A change is sent once the generation has been read in the same call; otherwise it is read around it, as for a read. */
    boolean provesChanges() {
        return true;
    }

    /** Where changes are not proven. */
    Overtaken overtaken() {
        return Overtaken.MADE_AGAIN;
    }

    /** Tokens are drawn by clients; otherwise nodes count them from 1. */
    boolean choosesTokens() {
        return true;
    }

    /** An error leaves a doubt, and a doubt steps the generation before the next call. */
    boolean stepsInDoubt() {
        return true;
    }
}
