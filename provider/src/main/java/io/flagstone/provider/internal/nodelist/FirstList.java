package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a line of lists: none of the nodes that a client knows of knows the list that it knew, if it knew any. It forgets that
 * list, for one that it finds in force, or else for one that it prepares. A list that others prepare is not replaced, for it
 * may have been carried: it is helped instead, whatever its number.
 */
final class FirstList {

    private final Knowledge knowledge;
    private final Posts posts;
    private final Tables tables;
    private final LongSupplier numbers;
    private @Nullable View beginning;
    private String finding = "";

    FirstList(Knowledge knowledge, Posts posts, Tables tables, LongSupplier numbers) {
        this.knowledge = knowledge;
        this.posts = posts;
        this.tables = tables;
        this.numbers = numbers;
    }

    /** What the last attempt was hindered by, or an empty text. */
    String finding() {
        return finding;
    }

    /**
     * Makes an attempt; true when there was progress.
     *
     * @param former what the client knew when it looked
     * @param found what it read
     */
    boolean begin(View former, Map<String, Seen> found) {
        finding = "";
        if (!knowledge.mayBegin()) {
            finding = "no node knows list " + former
                    + " any more; a first list begins when the source has not changed for a while";
            return false;
        }
        for (Seen seen : found.values()) {
            Document document = seen.document();
            if (document != null && document.isServing()) {
                knowledge.forget(former, document.view());
                return true;
            }
        }
        View helped = beginning;
        boolean help = helped != null && !helped.isOfLine(former);
        View first = helped != null && help ? helped : own(former);
        return prepare(former, first, help, Look.byIdentity(first.nodes()));
    }

    /** Numbered by this client's clock, which may be behind others'. */
    private View own(View former) {
        long line = numbers.getAsLong();
        return View.of(line, Math.max(former.version() + 1, line), knowledge.listed(), tables);
    }

    /**
     * Prepares a first list on these nodes. A list that was found prepared overrules those of smaller numbers, with the
     * consent of all of their nodes: so none of them has been put in force.
     */
    private boolean prepare(View former, View first, boolean help, Map<String, NodeAddress> consenting) {
        beginning = null;
        Map<String, NodeAddress> electors = new TreeMap<>(consenting);
        electors.keySet().removeIf(knowledge::isDead);
        Map<String, Seen> all = new TreeMap<>();
        for (NodeAddress elector : electors.values()) {
            Seen seen = posts.readForFilling(elector);
            if (seen == null) {
                finding = "the first list, " + first + ", waits for node " + elector
                        + ", which does not answer; if there is none, list it with the word dead";
                return false;
            }
            Document document = seen.document();
            if (document != null && document.isServing()) {
                knowledge.forget(former, document.view());
                return true;
            }
            all.put(NodeListing.identity(elector), seen);
        }
        Map<String, NodeAddress> more = overruled(former, first, help, all);
        more.keySet().removeIf(knowledge::isDead);
        if (beginning != null || electors.isEmpty() || !knowledge.view().equals(former)) {
            return false;
        }
        if (!electors.keySet().containsAll(more.keySet())) {
            more.putAll(electors);
            return prepare(former, first, help, more);
        }
        return write(former, first, electors, all);
    }

    /** The nodes of all other lists that are prepared; a larger one than this is noted, to be helped. */
    private Map<String, NodeAddress> overruled(View former, View first, boolean help, Map<String, Seen> all) {
        Map<String, NodeAddress> nodes = new TreeMap<>();
        for (Seen seen : all.values()) {
            Document document = seen.document();
            View pending = document == null || document.isInForce() ? null : document.next();
            if (pending == null || pending.isOfLine(former) || pending.equals(first)) {
                continue;
            }
            boolean larger = !help || pending.line() > first.line();
            if (larger && (beginning == null || beginning.line() < pending.line())) {
                beginning = pending;
            }
            nodes.putAll(Look.byIdentity(pending.nodes()));
        }
        return nodes;
    }

    private boolean write(View former, View first, Map<String, NodeAddress> electors, Map<String, Seen> all) {
        for (Map.Entry<String, NodeAddress> elector : electors.entrySet()) {
            Seen seen = all.get(elector.getKey());
            if (seen == null
                    || posts.write(elector.getValue(), Document.first(elector.getKey(), first), seen) == null) {
                return false;
            }
        }
        knowledge.forget(former, first);
        return true;
    }
}
