package io.flagstone.testkit.nodelist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The assumption on lost memory: of every list that a client has been given, that it has heard of, or that may be in force,
 * some node still holds its document.
 */
class Losses {

    private final Simulation simulation;

    Losses(Simulation simulation) {
        this.simulation = simulation;
    }

    boolean areAllowed(Node node) {
        List<Document> documents = new ArrayList<>();
        for (Node other : simulation.nodes().values()) {
            Document document = (Document) other.peek(Node.VIEW);
            if (document != null) {
                documents.add(document);
            }
        }
        View newest = View.NONE;
        for (Document document : documents) {
            newest = newer(newest, document.view());
        }
        for (Document document : documents) {
            newest = document.view().equals(newest) ? newer(newest, document.next()) : newest;
        }
        View last = newest;
        Collection<Document> others = documents.stream()
                .filter(document -> !document.self().equals(node.name()))
                .filter(document -> last.equals(document.view())
                        || (last.equals(document.next()) && !document.isLeaving()))
                .toList();
        return lists().stream()
                        .allMatch(list -> others.stream().anyMatch(other -> list.contains(other.self())))
                && others.stream().anyMatch(other -> last.nodes().contains(other.self()));
    }

    private static View newer(View one, @Nullable View other) {
        return other != null && other.version() > one.version() ? other : one;
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
