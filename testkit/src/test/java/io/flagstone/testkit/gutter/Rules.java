package io.flagstone.testkit.gutter;

/** What clients do, so that nothing old comes out of the gutter, nor out of the owner after it. */
class Rules {

    /** Whether the gutter's generation is stepped before this client first uses it for an outage. */
    boolean stepsBeforeFirstUse() {
        return true;
    }

    /** Whether that is so on each of the nodes that keep keys of the lost one. */
    boolean stepsOnEachNode() {
        return true;
    }

    /** Whether it is stepped when the owner is used again. */
    boolean stepsAtTheEnd() {
        return false;
    }

    /** Whether what was written while the owner was away is taken from it before it is read. */
    boolean owesWrites() {
        return true;
    }

    /** Whether the same goes for what was read or loaded meanwhile. */
    boolean owesReads() {
        return true;
    }

    /** Whether a write that did not reach the gutter, or perhaps did not, takes away what is there. */
    boolean takesBackWhatFailed() {
        return true;
    }

    /** Whether what was loaded without being stored in the gutter takes away what is there, which is older. */
    boolean takesBackWhatItPassesBy() {
        return true;
    }

    /** Whether what was loaded is stored over the stub that was left before. */
    boolean fillsByToken() {
        return true;
    }

    /** Whether a store that is lost with its connection costs the generation. */
    boolean stepsAfterLostStores() {
        return true;
    }

    /** Whether entries of the gutter end by themselves. */
    boolean ends() {
        return true;
    }
}
