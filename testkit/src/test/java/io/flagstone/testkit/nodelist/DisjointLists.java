package io.flagstone.testkit.nodelist;

import java.util.Collection;

/** The operator gives out a list that has no node in common with the one in force. */
final class DisjointLists extends Protocol {

    @Override
    Losses losses(Simulation simulation) {
        return new Losses(simulation) {
            @Override
            boolean areCovered(Collection<String> list) {
                return true;
            }
        };
    }
}
