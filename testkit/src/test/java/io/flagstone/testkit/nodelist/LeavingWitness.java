package io.flagstone.testkit.nodelist;

/** A node that is leaving is a witness, too. */
final class LeavingWitness extends Protocol {

    @Override
    boolean isWitness(Document document, View view) {
        return document.view().equals(view);
    }
}
