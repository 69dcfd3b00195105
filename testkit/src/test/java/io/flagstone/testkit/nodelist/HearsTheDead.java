package io.flagstone.testkit.nodelist;

/** A next list is helped that was read at a node which has ended since, and which the operator has given up. */
final class HearsTheDead extends WarmUp {

    @Override
    boolean hearsTheDead() {
        return true;
    }
}
