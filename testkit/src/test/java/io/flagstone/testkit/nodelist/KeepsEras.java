package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.World;
import org.jspecify.annotations.Nullable;

/** A node whose document was lost goes on under the eras that it had. */
final class KeepsEras extends Protocol {

    @Override
    Document refilled(Client client, String node, View view, @Nullable View next, World world) {
        return Document.fresh(node, view, next, view.version());
    }
}
