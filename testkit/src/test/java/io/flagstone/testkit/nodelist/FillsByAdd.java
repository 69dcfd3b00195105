package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Command;
import java.util.function.Consumer;

/** A missing document is added, not stored under the token of an empty item. */
final class FillsByAdd extends Protocol {

    @Override
    Command readForFilling() {
        return Command.get(Document.ITEM);
    }

    @Override
    void write(Link link, Document document, Seen seen, Consumer<Boolean> then) {
        if (seen.token() == 0) {
            link.add(document, then);
        } else {
            link.write(document, seen, then);
        }
    }

    @Override
    void fill(Link empty, Document document, Seen seen, Consumer<Boolean> then) {
        empty.add(document, then);
    }
}
