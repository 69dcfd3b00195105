package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The assumption on lost memory: of every list that a client has been given, or has heard of, and of the one that may be
 * in force, some node still holds a document under the list in force, and stays by every list that is to follow
 * it. Also, no list is given out that has no such node.
 */
class Losses {

    private final Simulation simulation;

    Losses(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Whether this node may lose its memory now. */
    boolean areAllowed(Node node) {
        List<String> holders = holders();
        holders.remove(node.name());
        return lists().stream().allMatch(list -> list.stream().anyMatch(holders::contains));
    }

    /** Whether this list may be given out now. */
    boolean areCovered(Collection<String> list) {
        List<String> holders = holders();
        return holders.isEmpty() || list.stream().anyMatch(holders::contains);
    }

    /** The nodes that know the newest list, or that it is to follow, and stay in it. */
    private List<String> holders() {
        List<Document> documents = new ArrayList<>();
        for (Node node : simulation.nodes().values()) {
            if (node.peek(Document.ITEM) instanceof Document document) {
                documents.add(document);
            }
        }
        View last = inForce(documents);
        List<String> holders = new ArrayList<>();
        for (Document document : documents) {
            boolean follows = last.equals(document.next()) || last.equals(document.view());
            if (last.version() > 0 && follows && documents.stream().allMatch(other -> staysBy(other, document))) {
                holders.add(document.self());
            }
        }
        return holders;
    }

    /** Whether the owner of a document is in the list that is to follow the newest one by another's. */
    private static boolean staysBy(Document other, Document document) {
        View next = other.view().version() >= document.view().version() ? other.next() : null;
        return next == null || next.nodes().contains(document.self());
    }

    /** The newest list, or the one that is to follow it if no node contradicts. */
    private static View inForce(List<Document> documents) {
        View newest = View.NONE;
        for (Document document : documents) {
            newest = newer(newest, document.view());
        }
        View next = null;
        for (Document document : documents) {
            if (document.view().equals(newest)) {
                View proposed = document.next();
                if (proposed == null || (next != null && !next.equals(proposed))) {
                    return newest;
                }
                next = proposed;
            }
        }
        return next == null ? newest : next;
    }

    private static View newer(View one, View other) {
        return other.version() > one.version() ? other : one;
    }

    private List<List<String>> lists() {
        List<List<String>> lists = new ArrayList<>(simulation.sources().given());
        lists.add(simulation.sources().truth());
        for (Client client : simulation.clients()) {
            lists.add(client.listed());
            if (client.view().version() > 0) {
                lists.add(client.view().nodes());
            }
        }
        return lists;
    }
}
