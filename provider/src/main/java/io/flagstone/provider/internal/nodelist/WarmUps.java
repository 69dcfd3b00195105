package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.internal.clock.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The nodes that take entries over from former owners of their slots, as far as this client has heard, and since when. */
public final class WarmUps {

    private static final System.Logger LOG = System.getLogger(WarmUps.class.getName());

    /** After so long a client ends what it would not have begun itself: whoever began it has not ended it. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Clock clock;
    private final long nanos;
    private final Map<String, WarmUp> known = new ConcurrentHashMap<>();

    /** The last list under which each node has ceased to do so. */
    private final Map<String, View> over = new ConcurrentHashMap<>();

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
    public WarmUps(@Nullable Duration wanted, Clock clock) {
        this.nanos = (wanted == null ? LONGEST : wanted).toNanos();
        this.clock = clock;
    }

    /** A document was read or stored. One that was read earlier may be heard of later. */
    public void heard(Document document) {
        String node = document.self();
        WarmUp before = known.get(node);
        View from = document.warm();
        if (before != null && (from == null || !before.isSame(from, document.view())) && known.remove(node, before)) {
            over.put(node, before.under());
            ended.incrementAndGet();
            LOG.log(System.Logger.Level.INFO, "node {0} takes no entries over any more{1}", node, before.why());
        }
        if (from != null && !isOver(node, document.view())) {
            begun(new WarmUp(node, from, document.view(), clock.nanos(), ""));
        }
    }

    /** What has ended never begins again. */
    private boolean isOver(String node, View under) {
        View last = over.get(node);
        return last != null && (last.equals(under) || last.isAfter(under));
    }

    private void begun(WarmUp begun) {
        if (known.putIfAbsent(begun.node(), begun) == null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "node {0} takes entries over from their owners by list {1}, for {2} s at most",
                    begun.node(),
                    Long.toString(begun.from().version()),
                    Duration.ofNanos(nanos).toSeconds());
        }
    }

    /** How many nodes take entries over now. */
    public int size() {
        return known.size();
    }

    /** How many have ceased to do so. */
    public long ended() {
        return ended.get();
    }

    /** The nodes that entries may be taken over from. */
    public Set<String> sources() {
        Set<String> sources = new HashSet<>();
        known.values().forEach(warmUp -> sources.addAll(warmUp.from().identities()));
        return sources;
    }

    /** The nodes of the list in force that have done so for long enough, and by which list. Nodes that have left are forgotten. */
    public Map<NodeAddress, View> over(View view) {
        known.keySet().retainAll(view.identities());
        over.keySet().retainAll(view.identities());
        Map<NodeAddress, View> ripe = new LinkedHashMap<>();
        for (NodeAddress node : view.nodes()) {
            WarmUp warmUp = known.get(NodeListing.identity(node));
            if (warmUp != null && clock.nanos() - warmUp.since() >= nanos) {
                ripe.put(node, warmUp.from());
            }
        }
        return ripe;
    }

    /** This client is about to end one. */
    public void ending(NodeAddress node, String why) {
        known.computeIfPresent(
                NodeListing.identity(node),
                (name, now) -> new WarmUp(name, now.from(), now.under(), now.since(), ": " + why));
    }
}
