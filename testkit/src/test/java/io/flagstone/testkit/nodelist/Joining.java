package io.flagstone.testkit.nodelist;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client that proposes a list has seen at nodes that are to join, before the list could be in force: so what is
 * stored over that is the first document that such a node has under this list, and not one that was lost.
 */
final class Joining {

    private final Client client;
    private final Map<String, Seen> before = new HashMap<>();
    private View former = View.NONE;
    private View next = View.NONE;

    Joining(Client client) {
        this.client = client;
    }

    /** Reads the items of nodes that are to join, then goes on. */
    void look(View list, View proposal, boolean pending, Runnable then) {
        before.clear();
        former = list;
        next = proposal;
        ArrayDeque<String> names = new ArrayDeque<>(proposal.nodes());
        names.removeAll(list.nodes());
        if (pending || !client.protocol().hasWarmUp()) {
            then.run();
        } else {
            read(names, then);
        }
    }

    private void read(ArrayDeque<String> names, Runnable then) {
        String name = names.poll();
        if (name == null) {
            then.run();
            return;
        }
        client.link(name).readForFilling(seen -> {
            if (seen != null) {
                before.put(name, seen);
            }
            read(names, then);
        });
    }

    /** The list that this node's slots were moved under, if what is about to be stored over that is its first document. */
    @Nullable
    View former(String node, View list, Seen over) {
        Seen first = before.get(node);
        boolean same = first != null && first.wire() == over.wire() && first.token() == over.token();
        return same && next.equals(list) ? former : null;
    }

    /** The list before this one, if that is known. */
    @Nullable
    View formerOf(View list) {
        return next.equals(list) ? former : null;
    }
}
