package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Reply;

/** Document and generation are read ahead of an operation, but not behind it. */
final class ReadsAheadOnly extends Protocol {

    @Override
    Readings judgedBy(Command command, Reply reply) {
        return Readings.AHEAD;
    }
}
