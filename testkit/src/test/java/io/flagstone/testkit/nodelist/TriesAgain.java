package io.flagstone.testkit.nodelist;

/** A change that cannot be confirmed is made again, as if it had not happened. */
final class TriesAgain extends Protocol {

    @Override
    boolean givesUpUnconfirmed() {
        return false;
    }
}
