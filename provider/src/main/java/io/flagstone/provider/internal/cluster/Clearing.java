package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.nodelist.Document;
import io.flagstone.provider.internal.nodelist.Seen;
import io.flagstone.provider.internal.nodelist.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes all entries of a cache unreachable, on nodes whose list may change: in one step on every node of a list, after which
 * nothing had followed it. Nodes that entries are taken over from come first: what is taken over from them later is nothing.
 */
final class Clearing {

    private final Lists lists;
    private final ServingOwners owners;

    Clearing(Lists lists, ServingOwners owners) {
        this.lists = lists;
        this.owners = owners;
    }

    /** As {@link Space#clear}. */
    List<FlagstoneException> run(Deadline deadline) {
        while (true) {
            View view = lists.view();
            List<FlagstoneException> failures = new ArrayList<>();
            boolean settled = renewed(view, failures, deadline);
            if (settled && view.equals(lists.view())) {
                return failures;
            }
            if (!lists.await(deadline)) {
                lists.oweAll(owners);
                failures.add(new DeadlineExceeded("clear, after " + deadline.elapsedText()
                        + ": the list of nodes was changing all the time" + lists.because()));
                return failures;
            }
        }
    }

    private boolean renewed(View view, List<FlagstoneException> failures, Deadline deadline) {
        boolean settled = !view.isNone();
        Map<EraShare, Seen> nodes = new LinkedHashMap<>();
        for (NodeAddress node : view.nodes()) {
            EraShare share = owners.on(lists.member(node));
            try {
                Seen seen = share.settled(view, deadline);
                if (seen == null) {
                    settled = false;
                } else {
                    nodes.put(share, seen);
                }
            } catch (FlagstoneException e) {
                share.member().distrustAll(share);
                failures.add(e);
            }
        }
        return settled && renewedSources(nodes, deadline) && renewed(nodes, failures, deadline);
    }

    private static boolean renewed(Map<EraShare, Seen> nodes, List<FlagstoneException> failures, Deadline deadline) {
        boolean settled = true;
        for (Map.Entry<EraShare, Seen> node : nodes.entrySet()) {
            EraShare share = node.getKey();
            try {
                settled &= share.renewUnder(node.getValue(), deadline);
            } catch (FlagstoneException e) {
                share.member().distrustAll(share);
                failures.add(e);
            }
        }
        return settled;
    }

    /** False when some node ceased to take anything over instead, and all of it has to be looked at again. */
    private boolean renewedSources(Map<EraShare, Seen> nodes, Deadline deadline) {
        Map<NodeAddress, Set<EraShare>> takers = new LinkedHashMap<>();
        nodes.forEach((share, seen) -> {
            Document document = seen.document();
            if (document != null) {
                document.origins()
                        .forEach(source -> takers.computeIfAbsent(source, s -> new HashSet<>())
                                .add(share));
            }
        });
        boolean all = true;
        for (Map.Entry<NodeAddress, Set<EraShare>> source : takers.entrySet()) {
            try {
                owners.on(lists.member(source.getKey())).renew(Origins.partOf(deadline));
            } catch (FlagstoneException e) {
                all = false;
                source.getValue().forEach(taker -> end(taker, nodes.get(taker), source.getKey(), deadline));
            }
        }
        return all;
    }

    private void end(EraShare taker, @Nullable Seen seen, NodeAddress source, Deadline deadline) {
        View from =
                seen == null || seen.document() == null ? null : seen.document().warm();
        if (from != null) {
            String why = ": node " + source.name() + ", which had some of them, could not be told of a clear";
            lists.warmUps().end(taker.member(), from, why, deadline);
        }
    }
}
