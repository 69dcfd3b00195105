package io.flagstone.testkit.nodelist;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's part in changing the list. Every look reads all documents, finishes what somebody has begun, restores what
 * is missing, and proposes the client's own list where there is reason to. Whatever fails is tried again with the next.
 */
final class Changer {

    private final World world;
    private final Client client;
    private final Protocol protocol;
    private final Map<String, Long> answeredAt = new HashMap<>();
    private @Nullable View beginning;
    private boolean busy;

    Changer(World world, Client client, Protocol protocol) {
        this.world = world;
        this.client = client;
        this.protocol = protocol;
    }

    /** Looks at all documents, unless a look is under way. */
    void look() {
        if (busy || !protocol.hasDocuments()) {
            return;
        }
        busy = true;
        TreeSet<String> names = new TreeSet<>(client.listed());
        names.addAll(client.view().nodes());
        read(names, this::judge);
    }

    /** Reads the documents of these nodes at once; hears which of them answered. */
    private void read(Collection<String> names, Consumer<List<String>> then) {
        List<String> answered = new ArrayList<>();
        int[] open = {names.size()};
        for (String name : names) {
            client.link(name).read(done -> {
                if (done) {
                    answered.add(name);
                    answeredAt.put(name, world.now());
                }
                if (--open[0] == 0) {
                    then.accept(answered);
                }
            });
        }
        if (names.isEmpty()) {
            then.accept(answered);
        }
    }

    private @Nullable Document document(String name) {
        return client.link(name).document();
    }

    private void judge(List<String> answered) {
        View view = client.view();
        boolean allKnown = view.nodes().stream().allMatch(name -> client.isDead(name) || answered.contains(name));
        boolean nobodyKnows = answered.stream().noneMatch(name -> knows(document(name), view));
        if (view.version() == 0 || (nobodyKnows && allKnown)) {
            begin();
            return;
        }
        String lagging = lagging(view, answered);
        if (lagging != null) {
            bring(client.link(lagging), view, answered);
            return;
        }
        View next = proposal(view, answered);
        if (next == null) {
            rest();
        } else {
            propose(view, next, new ArrayList<>(electors(view, answered)));
        }
    }

    private static boolean isInForce(@Nullable Document document) {
        return document != null && document.view().version() > 0;
    }

    /** Nodes that have a document come first: others need one of them as a witness. */
    private @Nullable String lagging(View view, List<String> answered) {
        String empty = null;
        for (String name : view.nodes()) {
            if (answered.contains(name) && lags(document(name), view)) {
                if (document(name) != null) {
                    return name;
                }
                empty = name;
            }
        }
        return empty;
    }

    private static boolean knows(@Nullable Document document, View view) {
        return document != null
                && ((isInForce(document) && !document.isLeaving()) || view.equals(document.next()));
    }

    private static boolean lags(@Nullable Document document, View view) {
        return document == null || document.view().version() < view.version();
    }

    private void rest() {
        busy = false;
    }

    /** Where there was progress, there may be more. */
    private void rest(boolean progress) {
        busy = false;
        if (progress) {
            world.after(1, () -> client.enter(this::look));
        }
    }

    // --- the next list ---

    /** What somebody has begun, else what this client wants, else null. */
    private @Nullable View proposal(View view, List<String> answered) {
        for (String name : view.nodes()) {
            Document document = answered.contains(name) ? document(name) : null;
            if (document != null && document.next() != null && document.view().equals(view)) {
                return document.next();
            }
        }
        if (!client.wantsItsOwn()) {
            return null;
        }
        TreeSet<String> wanted = new TreeSet<>(client.listed());
        if (!view.meets(wanted)) {
            // one node must stay, to be the witness of the change; it goes with the next one
            wanted.add(view.nodes().get(0));
        }
        return new View(view.version() + 1, List.copyOf(wanted));
    }

    private List<String> electors(View view, List<String> answered) {
        List<String> electors = new ArrayList<>();
        for (String name : protocol.electors(client, view)) {
            long silent = world.now() - answeredAt.getOrDefault(name, 0L);
            if (answered.contains(name) || !protocol.mayLeaveOut(client, name, silent)) {
                electors.add(name);
            }
        }
        return electors;
    }

    /** Writes the proposal to one elector after the other; the first that fails ends the attempt. */
    private void propose(View view, View next, List<String> electors) {
        boolean first = view.version() == 0;
        for (String name : electors) {
            Document document = document(name);
            boolean ready = first ? client.link(name).token() != 0 : document != null && document.view().equals(view);
            if (!ready) {
                rest();
                return;
            }
        }
        world.trace(() -> client.name() + " proposes " + next + " after " + view);
        write(next, electors, 0);
    }

    private void write(View next, List<String> electors, int index) {
        if (index == electors.size()) {
            world.trace(() -> client.name() + " has carried " + next);
            client.heardOf(next);
            rest(true);
            return;
        }
        Link link = client.link(electors.get(index));
        Document before = link.document();
        Document now = before == null || before.view().version() == 0
                ? Document.first(link.name(), next)
                : before.proposing(next, world::number);
        link.write(now, done -> {
            if (done) {
                write(next, electors, index + 1);
            } else {
                rest();
            }
        });
    }

    // --- the first list ---

    /**
     * All nodes that this client knows of are empty: it prepares a list. A list that others prepare is never replaced,
     * for it may have been carried: it is helped instead.
     */
    private void begin() {
        if (!protocol.mayBegin(client)) {
            rest();
            return;
        }
        View first = beginning != null ? beginning : new View(world.number(), client.listed());
        List<String> electors =
                first.nodes().stream().filter(name -> !client.isDead(name)).toList();
        readForFilling(electors, 0, () -> {
            for (String name : electors) {
                Document document = document(name);
                if (document != null && !first.equals(document.next())) {
                    beginning = document.next();
                    rest();
                    return;
                }
            }
            beginning = null;
            propose(View.NONE, first, electors);
        });
    }

    private void readForFilling(List<String> names, int index, Runnable then) {
        if (index == names.size()) {
            then.run();
            return;
        }
        Link link = client.link(names.get(index));
        link.readForFilling(done -> {
            if (done && !isInForce(link.document())) {
                readForFilling(names, index + 1, then);
            } else {
                rest();
            }
        });
    }

    // --- a node that does not know the list yet ---

    private void bring(Link link, View view, List<String> answered) {
        Document document = link.document();
        if (document == null) {
            refill(link, view, answered);
        } else if (view.equals(document.next())) {
            link.write(document.under(view, world::number), this::rest);
        } else if (document.view().version() + 1 < view.version()) {
            // what is left of a former membership
            link.write(Document.fresh(link.name(), view, null, world.number()), this::rest);
        } else {
            rest();
        }
    }

    /** First the token of an empty item, then a witness that nothing has followed, then the document under that token. */
    private void refill(Link empty, View view, List<String> answered) {
        empty.readForFilling(done -> {
            if (!done || empty.document() != null) {
                rest();
            } else if (protocol.asksWitness()) {
                ask(empty, view, answered);
            } else {
                fill(empty, view, null);
            }
        });
    }

    private void ask(Link empty, View view, List<String> answered) {
        for (String name : view.nodes()) {
            Document before = document(name);
            if (!name.equals(empty.name())
                    && answered.contains(name)
                    && before != null
                    && protocol.isWitness(before, view)) {
                Link witness = client.link(name);
                witness.read(done -> disturb(empty, view, witness, done));
                return;
            }
        }
        rest();
    }

    private void disturb(Link empty, View view, Link witness, boolean read) {
        Document document = witness.document();
        if (!read || document == null || !protocol.isWitness(document, view)) {
            rest();
            return;
        }
        protocol.disturb(witness, document, done -> {
            if (done) {
                fill(empty, view, document.next());
            } else {
                rest();
            }
        });
    }

    private void fill(Link empty, View view, @Nullable View next) {
        protocol.fill(empty, protocol.refilled(empty.name(), view, next, world), this::rest);
    }
}
