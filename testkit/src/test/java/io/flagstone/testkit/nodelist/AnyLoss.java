package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Node;

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
