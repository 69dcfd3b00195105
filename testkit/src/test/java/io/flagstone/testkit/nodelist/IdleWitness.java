package io.flagstone.testkit.nodelist;

import java.util.function.Consumer;

/** The witness is read, but its document is not written again. */
final class IdleWitness extends Protocol {

    @Override
    void disturb(Link witness, Document document, Seen seen, Consumer<Boolean> then) {
        then.accept(true);
    }
}
