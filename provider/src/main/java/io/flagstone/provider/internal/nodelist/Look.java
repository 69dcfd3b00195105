package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's part in changing the list. Every look reads all documents, then does one thing: it finishes what somebody has
 * begun, restores what is missing, or proposes the client's own list. Whatever fails is tried again with the next look. One
 * look at a time.
 */
public final class Look {

    private final Knowledge knowledge;
    private final Posts posts;
    private final Tables tables;
    private final LongSupplier numbers;
    private final boolean warms;
    private final FirstList firstList;
    private String finding = "";

    /** What the client's source listed when this look began, if the client was to propose that; otherwise nothing. */
    private List<NodeAddress> wish = List.of();

    /**
     * @param numbers numbers never given before: clock and chance
     * @param warms whether new owners of slots are to take entries over when this client changes the list
     */
    public Look(Knowledge knowledge, Posts posts, Tables tables, LongSupplier numbers, boolean warms) {
        this.warms = warms;
        this.knowledge = knowledge;
        this.posts = posts;
        this.tables = tables;
        this.numbers = numbers;
        this.firstList = new FirstList(knowledge, posts, tables, numbers);
    }

    /** What the last look found that hinders a change, or an empty text. */
    public String finding() {
        return finding;
    }

    /** Looks at all documents; true when there was progress, so that there may be more. */
    public boolean run() {
        finding = "";
        wish = knowledge.wantsItsOwn() ? knowledge.listed() : List.of();
        Map<String, Seen> joining = joining(knowledge.view());
        Map<String, NodeAddress> wanted = byIdentity(knowledge.listed());
        wanted.putAll(byIdentity(knowledge.view().nodes()));
        Map<String, Seen> all = posts.readAll(wanted.values());
        return judge(all, joining);
    }

    /** What nodes have in the place of a document that are to join, before the electors are asked whether they know of that. */
    private Map<String, Seen> joining(View view) {
        Map<String, Seen> joining = new TreeMap<>();
        if (!warms || view.isNone()) {
            return joining;
        }
        for (NodeAddress node : wish) {
            String name = NodeListing.identity(node);
            Seen seen = view.has(name) || knowledge.isDead(name) ? null : posts.readForFilling(node);
            if (seen != null && seen.document() == null) {
                joining.put(name, seen);
            }
        }
        return joining;
    }

    static Map<String, NodeAddress> byIdentity(Iterable<NodeAddress> nodes) {
        Map<String, NodeAddress> map = new TreeMap<>();
        nodes.forEach(node -> map.put(NodeListing.identity(node), node));
        return map;
    }

    static @Nullable Document document(Map<String, Seen> all, String name) {
        Seen seen = all.get(name);
        return seen == null ? null : seen.document();
    }

    private boolean judge(Map<String, Seen> all, Map<String, Seen> joining) {
        View view = knowledge.view();
        boolean heardAll = view.identities().stream().allMatch(name -> knowledge.isDead(name) || all.containsKey(name));
        boolean nobodyKnows = all.values().stream().noneMatch(seen -> knows(seen.document(), view));
        NodeAddress lagging = lagging(view, all);
        if (view.isNone() || (nobodyKnows && heardAll)) {
            boolean progress = firstList.begin(view, all);
            finding = firstList.finding();
            return progress;
        }
        if (lagging != null) {
            return bring(lagging, view, all);
        }
        View next = proposal(view, all);
        if (next == null && knowledge.wantsItsOwn() && !wish.equals(knowledge.listed())) {
            return true; // the source has just changed: with the next look
        }
        return next != null && propose(view, next, all, joining);
    }

    /** A node that is leaving is told nothing of what follows, so it cannot say that the list is still there. */
    private static boolean knows(@Nullable Document document, View view) {
        if (document == null || document.isLeaving()) {
            return false;
        }
        return view.equals(document.next())
                || (document.isInForce() && document.view().agreesWith(view));
    }

    // --- the next list ---

    /** What somebody has begun, else what this client wants, else null. */
    private @Nullable View proposal(View view, Map<String, Seen> all) {
        for (String name : view.identities()) {
            Document document = document(all, name);
            if (!knowledge.isDead(name)
                    && document != null
                    && document.next() != null
                    && document.view().equals(view)) {
                return document.next();
            }
        }
        return knowledge.wantsItsOwn() && wish.equals(knowledge.listed()) ? own(view) : null;
    }

    /** The client's own list; one living node must stay, to be the witness of the change: it goes with the next one. */
    private @Nullable View own(View view) {
        Map<String, NodeAddress> wanted = byIdentity(knowledge.listed());
        if (!view.meets(wanted.keySet())) {
            for (NodeAddress node : view.nodes()) {
                if (!knowledge.isDead(NodeListing.identity(node))) {
                    return joined(view, wanted, node);
                }
            }
        }
        return view.then(wanted.values(), tables);
    }

    private @Nullable View joined(View view, Map<String, NodeAddress> wanted, NodeAddress staying) {
        boolean sameName = wanted.values().stream().anyMatch(node -> node.name().equals(staying.name()));
        if (sameName) {
            finding = "node " + staying
                    + " cannot be replaced by another one of its name while it is the only one that stays;"
                    + " give the new node another name";
            return null;
        }
        wanted.put(NodeListing.identity(staying), staying);
        return view.then(wanted.values(), tables);
    }

    /** Writes the proposal over what was read before, one elector after the other; the first that fails ends the attempt. */
    private boolean propose(View view, View next, Map<String, Seen> all, Map<String, Seen> joining) {
        List<NodeAddress> electors = living(view.nodes());
        for (NodeAddress elector : electors) {
            Document document = document(all, NodeListing.identity(elector));
            if (document == null || !document.view().equals(view)) {
                finding = "list " + next + " waits for node " + elector + ", which "
                        + (all.containsKey(NodeListing.identity(elector))
                                ? "has no list, or another one"
                                : "does not answer")
                        + "; if its process has ended for good, list it with the word dead";
                return false;
            }
        }
        prepare(view, next, electors, all, joining);
        boolean fences = warms || all.values().stream().anyMatch(seen -> isFenced(seen.document(), next));
        for (NodeAddress elector : electors) {
            Seen seen = all.get(NodeListing.identity(elector));
            Document before = seen == null ? null : seen.document();
            if (seen == null
                    || before == null
                    || posts.write(elector, before.proposing(next, seen.token(), fences, numbers), seen) == null) {
                return false;
            }
        }
        knowledge.hasCarried(next);
        return true;
    }

    /** Whether somebody else has proposed the list, and wants entries to be taken over. */
    private static boolean isFenced(@Nullable Document document, View next) {
        return document != null && next.equals(document.next()) && document.tellsItsFence();
    }

    /**
     * Has nodes that join say that they have never served the list: what they had was read before an elector's document that
     * did not know of it yet. Whoever brings them the list later may then have them take entries over, and nobody after that.
     */
    private void prepare(
            View view, View next, List<NodeAddress> electors, Map<String, Seen> all, Map<String, Seen> joining) {
        boolean begun = electors.stream()
                .map(elector -> document(all, NodeListing.identity(elector)))
                .allMatch(document -> document != null && next.equals(document.next()));
        Prepared prepared = new Prepared(view, next);
        for (NodeAddress node : next.nodes()) {
            String name = NodeListing.identity(node);
            Seen seen = view.has(name) ? null : joining.get(name);
            if (!begun && seen != null && !prepared.equals(seen.prepared())) {
                posts.prepare(node, prepared, seen);
            }
        }
    }

    private List<NodeAddress> living(List<NodeAddress> nodes) {
        List<NodeAddress> living = new ArrayList<>(nodes);
        living.removeIf(node -> knowledge.isDead(NodeListing.identity(node)));
        return living;
    }

    // --- a node that does not know the list yet ---

    /** Nodes that have a document come first: others need one of them as a witness. */
    private @Nullable NodeAddress lagging(View view, Map<String, Seen> all) {
        NodeAddress empty = null;
        for (NodeAddress node : view.nodes()) {
            String name = NodeListing.identity(node);
            Document document = document(all, name);
            if (all.containsKey(name) && isAsGoodAsEmpty(document, view)) {
                empty = node;
            } else if (document != null && (!document.isInForce() || view.isAfter(document.view()))) {
                return node;
            } else if (document != null
                    && document.isServing()
                    && !document.view().isOfLine(view)) {
                finding = "node " + node + " serves other clients under another line of lists, " + document.view()
                        + "; end those clients and delete the node's list, or restart it empty";
            }
        }
        return empty;
    }

    /**
     * Somebody prepares a first list there, as one does where a document was lost: so this may be such a node. Or it is left
     * from lists that nobody knows any more, or from others that began since; a witness knows which.
     */
    private static boolean isAsGoodAsEmpty(@Nullable Document document, View view) {
        if (document == null || view.equals(document.next())) {
            return document == null;
        }
        return !document.isInForce()
                || (document.isLeaving() && !document.view().isOfLine(view));
    }

    private boolean bring(NodeAddress node, View view, Map<String, Seen> all) {
        String name = NodeListing.identity(node);
        Seen seen = all.get(name);
        Document document = seen == null ? null : seen.document();
        if (seen == null || document == null || isAsGoodAsEmpty(document, view)) {
            return refill(node, view, all);
        }
        if (view.equals(document.next())) {
            Document now = document.under(view, seen.token(), numbers);
            return posts.write(node, warm(now, document.tellsItsFence() ? document.view() : null), seen) != null;
        }
        if (document.view().version() + 1 < view.version()) {
            // what is left of a former membership
            Document now = Document.fresh(name, view, null, numbers.getAsLong());
            return posts.write(node, warm(now, before(view, all)), seen) != null;
        }
        finding = "node " + node + " is still under list " + document.view() + " and has not been told of " + view;
        return false;
    }

    /**
     * The document, whose node takes entries over if it has slots that others had before. Whoever has proposed the list has
     * wanted that, or nobody could tell what was before.
     */
    private static Document warm(Document document, @Nullable View before) {
        Document warm = before == null ? document : document.warmedBy(before);
        return warm.origins().isEmpty() ? document : warm;
    }

    /** The list before this one, if anybody can tell. */
    private static @Nullable View before(View view, Map<String, Seen> all) {
        for (Seen seen : all.values()) {
            Document document = seen.document();
            View before = document != null && document.view().equals(view) ? document.before() : null;
            if (before != null) {
                return before;
            }
        }
        return null;
    }

    /** First the token of an empty item, then a witness that nothing has followed, then the document under that token. */
    private boolean refill(NodeAddress empty, View view, Map<String, Seen> all) {
        Seen token = posts.readForFilling(empty);
        if (token == null || !isAsGoodAsEmpty(token.document(), view)) {
            return false;
        }
        for (NodeAddress node : view.nodes()) {
            Document before = document(all, NodeListing.identity(node));
            if (!node.equals(empty) && isWitness(before, view)) {
                return ask(empty, token, node, view);
            }
        }
        finding = "node " + empty + " has no list, and no other node of " + view + " can say what it was";
        return false;
    }

    private boolean ask(NodeAddress empty, Seen token, NodeAddress witness, View view) {
        Seen seen = posts.read(witness);
        Document document = seen == null ? null : seen.document();
        if (seen == null
                || document == null
                || !isWitness(document, view)
                || posts.write(witness, document.again(seen.token()), seen) == null) {
            return false;
        }
        Document filled = Document.fresh(NodeListing.identity(empty), view, document.next(), numbers.getAsLong());
        Prepared prepared = token.prepared();
        View before = prepared != null && prepared.to().equals(view) ? prepared.from() : null;
        return posts.write(empty, warm(filled, before), token) != null;
    }

    /**
     * Whether a document proves that nothing but what it says has followed this list. That of a node that is leaving does
     * not: later lists do without its consent.
     */
    private static boolean isWitness(@Nullable Document document, View view) {
        return document != null && document.view().equals(view) && !document.isLeaving();
    }
}
