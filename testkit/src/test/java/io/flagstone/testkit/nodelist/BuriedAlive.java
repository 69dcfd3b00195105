package io.flagstone.testkit.nodelist;

/** The operator says that a node has ended that has not. */
final class BuriedAlive extends Protocol {

    @Override
    boolean endsWhatIsBuried() {
        return false;
    }
}
