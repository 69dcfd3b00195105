package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.nodelist.Document;
import io.flagstone.provider.internal.nodelist.View;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The nodes that take entries over from former owners of their slots, as far as this client has heard, and since when. */
final class WarmUps {

    private static final System.Logger LOG = System.getLogger(WarmUps.class.getName());

    /** After so long a client ends what it would not have begun itself: whoever began it has not ended it. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Clock clock;
    private final long nanos;
    private final Documents documents;
    private final Map<String, WarmUp> known = new ConcurrentHashMap<>();
    private final AtomicLong ended = new AtomicLong();

    /**
     * One node's.
     *
     * @param node that takes entries over
     * @param from the list whose owners it takes them from
     * @param why it was ended by this client, or an empty text
     */
    private record WarmUp(String node, View from, View under, long since, String why) {

        boolean isSame(View otherFrom, View otherUnder) {
            return from.equals(otherFrom) && under.equals(otherUnder);
        }
    }

    /**
     * @param wanted how long they are to last, or null where this client begins none
     */
    WarmUps(@Nullable Duration wanted, Documents documents, Clock clock) {
        this.nanos = (wanted == null ? LONGEST : wanted).toNanos();
        this.documents = documents;
        this.clock = clock;
    }

    /** A document was read or stored. */
    void heard(Document document) {
        String node = document.self();
        WarmUp before = known.get(node);
        View from = document.warm();
        if (before != null && (from == null || !before.isSame(from, document.view())) && known.remove(node, before)) {
            ended.incrementAndGet();
            LOG.log(System.Logger.Level.INFO, "node {0} takes no entries over any more{1}", node, before.why());
        }
        if (from != null) {
            WarmUp begun = new WarmUp(node, from, document.view(), clock.nanos(), "");
            if (known.putIfAbsent(node, begun) == null) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "node {0} takes entries over from their owners by list {1}, for {2} s at most",
                        node,
                        from.version(),
                        Duration.ofNanos(nanos).toSeconds());
            }
        }
    }

    /** How many nodes take entries over now. */
    int size() {
        return known.size();
    }

    /** How many have ceased to do so. */
    long ended() {
        return ended.get();
    }

    /** The nodes that entries may be taken over from. */
    Set<String> sources() {
        Set<String> sources = new HashSet<>();
        known.values().forEach(warmUp -> sources.addAll(warmUp.from().identities()));
        return sources;
    }

    /** Ends what has lasted for long enough, and forgets nodes that have left. */
    void look(View view, Lists lists) {
        known.keySet().retainAll(view.identities());
        for (NodeAddress node : view.nodes()) {
            WarmUp warmUp = known.get(NodeListing.identity(node));
            if (warmUp != null && clock.nanos() - warmUp.since() >= nanos) {
                end(lists.member(node), warmUp.from(), ": it has lasted as long as was wanted", lists.timeout());
            }
        }
    }

    /** Has a node take nothing over any more from owners by this list; true when that is so. */
    boolean end(Member member, View from, String why, Deadline deadline) {
        known.computeIfPresent(
                NodeListing.identity(member.node()),
                (node, now) -> new WarmUp(node, now.from(), now.under(), now.since(), why));
        try {
            return documents.cool(member, member.connection(deadline), from, deadline);
        } catch (FlagstoneException e) {
            return false;
        }
    }
}
