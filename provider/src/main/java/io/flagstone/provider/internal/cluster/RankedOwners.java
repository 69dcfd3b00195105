package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.ring.Ranks;
import java.util.Collection;
import java.util.List;

/**
 * Who has the copies of one rank.
 *
 * @param nodes the shares of all nodes, in the order of the list
 * @param rank 1 for the node that follows the owner
 */
record RankedOwners(Space.Fixed nodes, Ranks ranks, int rank) implements Space.Owners {

    @Override
    public Share shareOf(SpaceKey key) {
        int slot = nodes.placement().slot(key.bytes());
        return nodes.shares()[ranks.node(slot, rank)];
    }

    @Override
    public Collection<Share> all() {
        return nodes.all();
    }

    @Override
    public boolean await(Deadline deadline) {
        return false;
    }

    @Override
    public void owe(SpaceKey key) {
        nodes.owe(key);
    }

    /** The copies of all ranks. */
    @Override
    public List<FlagstoneException> clear(Deadline deadline) {
        return nodes.clear(deadline);
    }
}
