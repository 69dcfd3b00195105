package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.nodelist.Document;
import io.flagstone.provider.internal.nodelist.Origin;
import io.flagstone.provider.internal.nodelist.Seen;
import io.flagstone.provider.internal.nodelist.View;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who has which key of one cache, on the nodes that there are while the list of them changes. */
final class ServingOwners implements Owners {

    private final Lists lists;
    private final byte[] cacheId;
    private final Clock clock;
    private final Map<Member, EraShare> shares = new ConcurrentHashMap<>();
    private final Origins origins;

    ServingOwners(Lists lists, byte[] cacheId, Clock clock) {
        this.lists = lists;
        this.cacheId = cacheId;
        this.clock = clock;
        this.origins = new Origins(lists, this);
    }

    EraShare on(Member member) {
        EraShare known = shares.get(member);
        return known != null ? known : added(member);
    }

    private EraShare added(Member member) {
        shares.keySet().removeIf(Member::isClosed);
        return shares.computeIfAbsent(member, m -> new EraShare(m, cacheId, clock, lists, this));
    }

    @Override
    public Share shareOf(SpaceKey key) {
        return on(lists.owner(key));
    }

    @Override
    public Collection<Share> all() {
        List<Share> all = new ArrayList<>();
        lists.view().nodes().forEach(node -> all.add(on(lists.member(node))));
        return all;
    }

    @Override
    public boolean await(Deadline deadline) {
        return lists.await(deadline);
    }

    @Override
    public void owe(SpaceKey key) {
        lists.owe(this, key);
    }

    /** In one step on every node of a list, after which nothing had followed it. */
    @Override
    public List<FlagstoneException> clear(Deadline deadline) {
        return new Clearing(lists, this).run(deadline);
    }

    @Override
    public Origins origins() {
        return origins;
    }

    @Override
    public void free(List<Exchange> exchanges, Deadline deadline) {
        if (lists.warmUps().size() > 0) {
            origins.free(exchanges, deadline);
        }
    }

    /** Where the key's entry may be taken over from, as far as is known without asking; otherwise null. */
    @Nullable
    Origin origin(SpaceKey key) {
        View view = lists.view();
        return view.isNone()
                ? null
                : on(lists.member(view.owner(lists.slot(key)))).origin(key);
    }

    /**
     * Makes all entries of a cache unreachable, on nodes whose list may change: in one step on every node of a list, after which
     * nothing had followed it. Nodes that entries are taken over from come first: what is taken over from them later is nothing.
     */
    private static final class Clearing {

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

        private static boolean renewed(
                Map<EraShare, Seen> nodes, List<FlagstoneException> failures, Deadline deadline) {
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
            View from = seen == null || seen.document() == null
                    ? null
                    : seen.document().warm();
            if (from != null) {
                String why = "node " + source.name() + ", which had some of them, could not be told of a clear";
                lists.endWarmUp(taker.member(), from, why, deadline);
            }
        }
    }
}
