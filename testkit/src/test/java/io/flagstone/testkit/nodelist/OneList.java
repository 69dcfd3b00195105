package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Reply;

/**
 * A list that never changes, as clients use it that know nothing of documents: a store that took effect is judged by the
 * generation that was read ahead of it, everything else by the one behind it.
 */
class OneList extends PlainSwitch {

    @Override
    Readings judgedBy(Command command, Reply reply) {
        return command.isStore() && reply.isDone() ? Readings.AHEAD : Readings.BEHIND;
    }

    /** Everything is judged by the generation ahead of it. */
    static final class AllAhead extends OneList {

        @Override
        Readings judgedBy(Command command, Reply reply) {
            return Readings.AHEAD;
        }
    }

    /** Everything is judged by the generation behind it. */
    static final class AllBehind extends OneList {

        @Override
        Readings judgedBy(Command command, Reply reply) {
            return Readings.BEHIND;
        }
    }
}
