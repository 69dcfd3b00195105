package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Reply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of the warm-up: entries of a slot that has moved are copied from its old owner when they are asked for. Each is a
 * method, so that a subclass can take one of them wrongly.
 */
class WarmUp extends Protocol {

    @Override
    final boolean hasWarmUp() {
        return true;
    }

    @Override
    Document warming(Client client, Document document, @Nullable View former) {
        return former != null && client.warmth().isWanted() ? document.warmedBy(former) : document;
    }

    /** The document of a node whose slots are not to be filled from others any more. */
    Document cold(Document document, long token) {
        return document.again(token).warmedBy(null);
    }

    /** Where an old owner keeps what may be copied of a slot; null when it has nothing of the kind, and never will. */
    Past.@Nullable Source source(Document document, long token, View from, View to, int slot) {
        return Past.source(document, token, from, to, slot);
    }

    /** Whether an entry of an old owner was stored while the slot was its own. */
    boolean mayBeCopied(Reply reply, Past.Source source) {
        return reply.cas() < source.fencedAt();
    }

    /** Sends a change: the first makes the old owner forget the key before that, the second does not. */
    void change(Runnable forgettingFirst, Runnable atOnce) {
        forgettingFirst.run();
    }

    /** A change was made: the first makes the old owner forget the key now, the second does not. */
    void changed(Runnable forgettingLast, Runnable end) {
        end.run();
    }

    /** Whether an operation ends the warm-up when the old owner cannot be asked, rather than going on as if it had nothing. */
    boolean endsWhereSilent(boolean reading) {
        return true;
    }

    /** What a read sends where copies are possible: where nothing is, an empty item is left. */
    Command reading(String key) {
        return Command.claim(key);
    }

    /** Stores a copy over the empty item. */
    Command copy(String key, String value, long token) {
        return Command.set(key, value, token);
    }

    /** Whether the empty item is removed before it is said that nothing is there. */
    boolean settles(boolean warm) {
        return true;
    }

    /** Clears: the generations of old owners, then those of the nodes of the list. */
    void clear(Consumer<Runnable> origins, Consumer<Runnable> nodes, Runnable end) {
        origins.accept(() -> nodes.accept(end));
    }
}
