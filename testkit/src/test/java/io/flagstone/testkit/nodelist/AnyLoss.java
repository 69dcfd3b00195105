package io.flagstone.testkit.nodelist;

/** All nodes of a list may lose their memory at once. */
final class AnyLoss extends Protocol {

    @Override
    Losses losses(Simulation simulation) {
        return new Losses(simulation) {
            @Override
            boolean areAllowed(Node node) {
                return true;
            }
        };
    }
}
