package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Actor;
import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.Wire;
import io.flagstone.testkit.simulation.World;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One JVM: what it knows, its links, its operations, and its part in changing the list. */
final class Client extends Actor {

    private final World world;
    private final Protocol protocol;
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final Set<String> dead = new HashSet<>();
    private final Changer changer;
    private final Warmth warmth;
    private List<String> listed;
    private long listedSince;
    private boolean justListed;
    private View view = View.NONE;

    /** Whether the list it knows was found with a node that is leaving, which may have missed the end of it. */
    private boolean hearsay = true;

    private long viewSince;

    Client(World world, String name, Protocol protocol, Map<String, Node> nodes, List<String> listed) {
        super(world, name);
        this.world = world;
        this.protocol = protocol;
        this.listed = listed;
        nodes.forEach((node, item) -> links.put(node, new Link(world, this, item)));
        this.changer = new Changer(world, this, protocol);
        this.warmth = new Warmth(world, this);
    }

    void start() {
        tick();
    }

    private void tick() {
        if (!isCrashed()) {
            enter(changer::look);
            enter(warmth::tick);
            world.after(world.between(Protocol.REFRESH - 10, Protocol.REFRESH + 10), this::tick);
        }
    }

    Protocol protocol() {
        return protocol;
    }

    Changer changer() {
        return changer;
    }

    Warmth warmth() {
        return warmth;
    }

    Link link(String node) {
        Link link = links.get(node);
        if (link == null) {
            throw new IllegalArgumentException(node);
        }
        return link;
    }

    // --- what happens to it ---

    @Override
    protected void hangUp() {
        links.values().forEach(Link::hangUp);
    }

    @Override
    protected void broke(Node node, Wire wire, List<Command> lost) {
        link(node.name()).broke(wire, lost);
    }

    // --- lists ---

    /** Its source of the list says this now. */
    void listNow(List<String> nodes, Collection<String> gone) {
        dead.addAll(gone);
        if (!listed.equals(nodes)) {
            listed = nodes;
            listedSince = world.now();
            justListed = true;
            world.trace(() -> name() + " is told the list " + nodes + ", dead " + dead);
        }
    }

    List<String> listed() {
        return listed;
    }

    /** Whether the operator has said that the process of this node has ended, and that none will begin under its name. */
    boolean isDead(String node) {
        return dead.contains(node);
    }

    /** The newest list in force that it has heard of. */
    View view() {
        return view;
    }

    /** A node's document was read: it may know a newer list, or one at all, where this client has nothing but hearsay. */
    void heardOf(Document document) {
        warmth.heardOf(document);
        boolean newer = document.view().isAfter(view);
        boolean other =
                !newer && hearsay && document.isInForce() && !document.view().isOfLine(view);
        if (newer || (other && (view.version() == 0 || !document.isLeaving()))) {
            know(document.view());
            hearsay = document.isLeaving();
        }
    }

    /** All nodes of the list before have accepted this one. */
    void hasCarried(View next) {
        if (next.isAfter(view)) {
            know(next);
        }
    }

    /** Nobody knows of the list that this client knew: it forgets it for another, unless it has learned more meanwhile. */
    void forget(View former, View other) {
        if (view.equals(former)) {
            know(other);
            hearsay = false;
        }
    }

    private void know(View other) {
        view = other;
        viewSince = world.now();
        justListed &= !view.names(listed);
        world.trace(() -> name() + " knows " + other);
    }

    /** Whether it should propose its own list: at once when the source has just changed, later when they merely differ. */
    boolean wantsItsOwn() {
        if (view.names(listed)) {
            return false;
        }
        long quiet = world.now() - Math.max(listedSince, viewSince);
        return justListed || quiet > Protocol.PATIENCE;
    }

    /** Whether its source has said the same for so long that it would have said otherwise if there were anything else. */
    boolean isSureOfItsList() {
        return world.now() - listedSince > Protocol.PATIENCE;
    }
}
