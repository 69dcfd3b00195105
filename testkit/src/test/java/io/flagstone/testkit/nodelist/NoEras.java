package io.flagstone.testkit.nodelist;

/** Keys do not say since when their slot is with the node. */
final class NoEras extends Protocol {

    @Override
    long keyEra(Document document, int slot) {
        return 0;
    }
}
