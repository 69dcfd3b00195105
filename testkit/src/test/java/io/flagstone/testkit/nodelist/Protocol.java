package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Reply;
import io.flagstone.testkit.simulation.World;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of the protocol that was adopted; each is a method, so that a subclass can take one of them wrongly.
 *
 * <p>An operation counts when the owner's own document said that it serves the slot, before the operation and after it.
 * A list follows another when all nodes of the old one have been given it, in the order of their names, each over the
 * document that was read before the first of them was written. Slots that it takes away are not served from then on. A
 * node without a document is given one only with the witness of another node of the list, and new eras.
 */
class Protocol {

    /** Ticks between two looks of a client at the documents. */
    static final int REFRESH = 40;

    /** By how many ticks a source of the list may lag. */
    static final int LAG = 120;

    /** By how much the clocks may differ that first lists are numbered by; a list that follows adds one. */
    static final int SKEW = 20;

    /** Longer than a source may lag. */
    static final int PATIENCE = LAG + 2 * REFRESH;

    /** Where an operation goes, and what its key begins with. */
    record Route(Link link, long token, long era) {}

    /** The owner of a slot, as far as this client knows. */
    String owner(Client client, int slot) {
        return client.view().owner(slot);
    }

    /** Where to send an operation; null when nobody is known to serve the slot. */
    @Nullable
    Route route(Link link, int slot) {
        Document document = link.document();
        return document == null || !document.serves(slot)
                ? null
                : new Route(link, link.token(), keyEra(document, slot));
    }

    /** What keys of the slot carry. */
    long keyEra(Document document, int slot) {
        return document.era(slot);
    }

    /** Whether clients look at documents at all. */
    boolean hasDocuments() {
        return true;
    }

    /** Which readings of document and generation an operation is judged by. */
    enum Readings {
        AHEAD,
        BEHIND,
        BOTH
    }

    /** What decides whether this reply counts. */
    Readings judgedBy(Command command, Reply reply) {
        return Readings.BOTH;
    }

    /** Whether an operation that may have taken effect, but cannot be confirmed, ends as unknown. */
    boolean givesUpUnconfirmed() {
        return true;
    }

    /** The nodes whose consent makes a list the next one: all of the present one, but those that have ended for good. */
    List<String> electors(Client client, View view) {
        return view.nodes().stream().filter(node -> !client.isDead(node)).toList();
    }

    /** Whether a list is helped that only a node has which has ended meanwhile: it was read before, and is no elector any more. */
    boolean hearsTheDead() {
        return false;
    }

    /** Whether a node that cannot be reached may be left out. */
    boolean mayLeaveOut(Client client, String node, long silentFor) {
        return false;
    }

    /** Whether a witness is asked before a node without a document is given one. */
    boolean asksWitness() {
        return true;
    }

    /**
     * Whether a document proves that nothing but what it says has followed this list. That of a node that is leaving does
     * not: later lists do without its consent.
     */
    boolean isWitness(Document document, View view) {
        return document.view().equals(view) && !document.isLeaving();
    }

    /** How a node without a document is read before it is given one: with a token that can be filled. */
    Command readForFilling() {
        return Command.claim(Document.ITEM);
    }

    /** Makes proposals fail that were prepared before this moment. */
    void disturb(Link witness, Document document, Seen seen, Consumer<Boolean> then) {
        witness.write(document.again(seen.token()), seen, then);
    }

    /** Gives a document to a node that had none. */
    void fill(Link empty, Document document, Seen seen, Consumer<Boolean> then) {
        empty.write(document, seen, then);
    }

    /** The document of a node that begins again. */
    Document refilled(Client client, String node, View view, @Nullable View next, World world) {
        return Document.fresh(node, view, next, world.number());
    }

    /** Whether a client may prepare a first list, with all nodes that it knows of empty. */
    boolean mayBegin(Client client) {
        return client.view().version() == 0 || client.isSureOfItsList();
    }

    /** What a proposal is written over: what was seen before the first elector was written. */
    Seen over(Link link, Seen seen) {
        return seen;
    }

    /** Stores a document under the token with which another was seen. */
    void write(Link link, Document document, Seen seen, Consumer<Boolean> then) {
        link.write(document, seen, then);
    }

    /** Whether entries are copied from the old owners of slots to the new ones. */
    boolean hasWarmUp() {
        return false;
    }

    /**
     * A document that puts a list in force at a node, as this client writes it.
     *
     * @param former the list before, of which the node's slots may still be found with others; null when that is unknown
     */
    Document warming(Client client, Document document, @Nullable View former) {
        return document;
    }

    /** The list before, for a node that joins and is given its first document; null when it may have lost one. */
    @Nullable
    View former(Joining joining, String node, View list, @Nullable Seen over) {
        return over == null ? null : joining.former(node, list, over);
    }

    /** Whether the process of a node has really ended when the operator says so. */
    boolean endsWhatIsBuried() {
        return true;
    }

    /** Which losses of memory the protocol is meant to bear. */
    Losses losses(Simulation simulation) {
        return new Losses(simulation);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
