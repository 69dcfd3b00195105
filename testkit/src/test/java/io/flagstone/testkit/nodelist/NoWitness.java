package io.flagstone.testkit.nodelist;

/** A node without a document is given what the client believes. */
final class NoWitness extends Protocol {

    @Override
    boolean asksWitness() {
        return false;
    }
}
