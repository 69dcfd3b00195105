package io.flagstone.testkit.nodelist;

/** Document and generation are read ahead of an operation, but not behind it. */
final class ReadsAheadOnly extends Protocol {

    @Override
    boolean readsBehind() {
        return false;
    }
}
