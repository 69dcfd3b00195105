package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Wire;
import io.flagstone.testkit.simulation.World;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's part in ending warm-ups: those that have lasted for too long, and those whose old owner it cannot ask. */
final class Warmth {

    private record Known(String node, View list) {}

    private final World world;
    private final Client client;
    private final @Nullable WarmUp rules;
    private final boolean wanted;
    private final long longest;
    private final Map<Known, Long> since = new HashMap<>();
    private final Map<String, Past.Former> formers = new HashMap<>();

    Warmth(World world, Client client) {
        this.world = world;
        this.client = client;
        this.rules = client.protocol() instanceof WarmUp warmUp ? warmUp : null;
        this.wanted = rules != null && world.chance(0.9);
        this.longest = rules == null ? 0 : world.between(50, 600);
    }

    /** Whether it lets new owners be warmed, in documents that it writes. */
    boolean isWanted() {
        return wanted;
    }

    /** A document was read. */
    void heardOf(Document document) {
        Past.Former former = document.past().former();
        if (former != null) {
            formers.put(document.self(), former);
        }
    }

    /** What this node last said of the end of a list. */
    Past.@Nullable Former former(String node) {
        return formers.get(node);
    }

    /** Ends what has lasted for too long. */
    void tick() {
        for (String node : client.view().nodes()) {
            Document document = client.link(node).document();
            if (document != null && document.past().warm() != null) {
                long first = since.computeIfAbsent(new Known(node, document.view()), known -> world.now());
                if (world.now() - first > longest) {
                    end(client.link(node), () -> {});
                }
            }
        }
    }

    /** Ends the warm-up of this node, as far as its document is known; where that fails, the document is known anew. */
    void end(Link link, Runnable then) {
        Document document = link.document();
        Wire wire = link.wire();
        if (rules == null || document == null || wire == null || document.past().warm() == null) {
            link.read(seen -> then.run());
            return;
        }
        Document cold = rules.cold(document, link.token());
        link.write(cold, new Seen(document, link.token(), wire), done -> {
            world.trace(
                    () -> client.name() + (done ? " has ended" : " could not end") + " the warm-up of " + link.name());
            if (done) {
                then.run();
            } else {
                link.read(seen -> then.run());
            }
        });
    }
}
