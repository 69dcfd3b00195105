package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.internal.clock.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a client knows of lists: the newest in force that it has heard of, and what its source says. */
public final class Knowledge {

    private final Clock clock;
    private final long patienceNanos;
    private final Consumer<View> adoption;

    private NodeListing listing;
    private long listedSince;
    private boolean justListed;
    private Set<String> dead;

    /** Whether the list it knows was found with a node that is leaving, which may have missed the end of it. */
    private boolean hearsay = true;

    private long viewSince;
    private volatile View view = View.NONE;

    /**
     * @param patienceNanos longer than a source may lag
     * @param adoption hears of every list before it is known to others, one at a time
     */
    public Knowledge(NodeListing first, Clock clock, long patienceNanos, Consumer<View> adoption) {
        this.clock = clock;
        this.patienceNanos = patienceNanos;
        this.adoption = adoption;
        this.listing = first;
        this.dead = NodeListing.identities(first.dead());
        this.listedSince = clock.nanos();
        this.viewSince = listedSince;
    }

    /** The newest list in force that this client has heard of. */
    public View view() {
        return view;
    }

    /** Whether it came to know another list since that moment of its clock. */
    public synchronized boolean hasChangedSince(long nanos) {
        return viewSince - nanos >= 0;
    }

    /** Its source of the list says this now; true when it said otherwise before. */
    public synchronized boolean listNow(NodeListing now) {
        dead = NodeListing.identities(now.dead());
        boolean other = !View.sorted(listing.nodes()).equals(View.sorted(now.nodes()));
        if (other) {
            listedSince = clock.nanos();
            justListed = true;
        }
        boolean changed = other || !listing.dead().equals(now.dead());
        listing = now;
        return changed;
    }

    /** The nodes that the source lists. */
    public synchronized List<NodeAddress> listed() {
        return listing.nodes();
    }

    /** Whether the operator has said that the process of this node has ended, and that none will begin in its place. */
    synchronized boolean isDead(String identity) {
        return dead.contains(identity);
    }

    /** A node's document was read: it may know a newer list, or one at all, where this client has nothing but hearsay. */
    public synchronized void heardOf(Document document) {
        boolean newer = document.view().isAfter(view);
        boolean other =
                !newer && hearsay && document.isInForce() && !document.view().isOfLine(view);
        if (newer || (other && (view.isNone() || !document.isLeaving()))) {
            know(document.view());
            hearsay = document.isLeaving();
        }
    }

    /** All nodes of the list before have accepted this one. */
    synchronized void hasCarried(View next) {
        if (next.isAfter(view)) {
            know(next);
        }
    }

    /** Nobody knows of the list that this client knew: it forgets it for another, unless it has learned more meanwhile. */
    synchronized void forget(View former, View other) {
        if (view.equals(former)) {
            know(other);
            hearsay = false;
        }
    }

    private void know(View other) {
        adoption.accept(other);
        view = other;
        viewSince = clock.nanos();
        justListed &= !other.lists(listing.nodes());
    }

    /** Whether it should propose its own list: at once when the source has just changed, later when they merely differ. */
    synchronized boolean wantsItsOwn() {
        if (view.lists(listing.nodes())) {
            return false;
        }
        long quiet = clock.nanos() - Math.max(listedSince, viewSince);
        return justListed || quiet > patienceNanos;
    }

    /** Whether a first list may be prepared: a client that knew one waits until its source would have said otherwise. */
    synchronized boolean mayBegin() {
        return view.isNone() || clock.nanos() - listedSince > patienceNanos;
    }
}
