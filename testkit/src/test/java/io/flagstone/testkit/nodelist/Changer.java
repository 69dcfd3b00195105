package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client's part in changing the list. Every look reads all documents, then does one thing: it finishes what somebody has
 * begun, restores what is missing, or proposes the client's own list. Whatever fails is tried again with the next look.
 */
final class Changer {

    private final World world;
    private final Client client;
    private final Protocol protocol;
    private final Map<String, Long> answeredAt = new HashMap<>();
    private final Joining joining;
    private @Nullable View beginning;
    private boolean busy;

    Changer(World world, Client client, Protocol protocol) {
        this.world = world;
        this.client = client;
        this.protocol = protocol;
        this.joining = new Joining(client);
    }

    /** Looks at all documents, unless a look is under way. */
    void look() {
        if (busy || !protocol.hasDocuments()) {
            return;
        }
        busy = true;
        TreeSet<String> names = new TreeSet<>(client.listed());
        names.addAll(client.view().nodes());
        if (names.isEmpty()) {
            rest(); // the operator has buried all that this client was ever told of
        } else {
            read(names, this::judge);
        }
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

    /** Reads the documents of these nodes at once; hears those that were answered. */
    private void read(Collection<String> names, Consumer<Map<String, Seen>> then) {
        Map<String, Seen> seen = new TreeMap<>();
        int[] open = {names.size()};
        for (String name : names) {
            client.link(name).read(one -> {
                if (one != null) {
                    seen.put(name, one);
                    answeredAt.put(name, world.now());
                }
                if (--open[0] == 0) {
                    then.accept(seen);
                }
            });
        }
    }

    private static @Nullable Document document(Map<String, Seen> all, String name) {
        Seen seen = all.get(name);
        return seen == null ? null : seen.document();
    }

    private static long token(Map<String, Seen> all, String name) {
        Seen seen = all.get(name);
        return seen == null ? 0 : seen.token();
    }

    private void judge(Map<String, Seen> all) {
        View view = client.view();
        boolean heardAll = view.nodes().stream().allMatch(name -> client.isDead(name) || all.containsKey(name));
        boolean nobodyKnows = all.values().stream().noneMatch(seen -> knows(seen.document(), view));
        String lagging = lagging(view, all);
        if (view.version() == 0 || (nobodyKnows && heardAll)) {
            begin(all);
        } else if (lagging != null) {
            bring(lagging, view, all);
        } else {
            View next = proposal(view, all);
            if (next == null) {
                rest();
            } else {
                propose(view, next, electors(view, all), all);
            }
        }
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
        for (String name : view.nodes()) {
            Document document = document(all, name);
            boolean hasAVoice = protocol.hearsTheDead() || !client.isDead(name);
            if (hasAVoice
                    && document != null
                    && document.next() != null
                    && document.view().equals(view)) {
                return document.next();
            }
        }
        if (!client.wantsItsOwn()) {
            return null;
        }
        TreeSet<String> wanted = new TreeSet<>(client.listed());
        wanted.removeIf(client::isDead);
        if (!view.meets(wanted)) {
            // one living node must stay, to be the witness of the change; it goes with the next one
            view.nodes().stream()
                    .filter(name -> !client.isDead(name))
                    .findFirst()
                    .ifPresent(wanted::add);
        }
        return view.then(wanted);
    }

    private List<String> electors(View view, Map<String, Seen> all) {
        List<String> electors = new ArrayList<>();
        for (String name : protocol.electors(client, view)) {
            long silent = world.now() - answeredAt.getOrDefault(name, 0L);
            if (all.containsKey(name) || !protocol.mayLeaveOut(client, name, silent)) {
                electors.add(name);
            }
        }
        return electors;
    }

    /** Writes the proposal over what was read before, one elector after the other; the first that fails ends the attempt. */
    private void propose(View view, View next, List<String> electors, Map<String, Seen> all) {
        for (String name : electors) {
            Document document = document(all, name);
            if (document == null || !document.view().equals(view)) {
                rest();
                return;
            }
        }
        boolean pending = electors.stream().allMatch(name -> hasNext(document(all, name), next));
        joining.look(view, next, pending, () -> {
            world.trace(() -> client.name() + " proposes " + next + " after " + view);
            write(next, false, electors, 0, all, () -> client.hasCarried(next));
        });
    }

    private static boolean hasNext(@Nullable Document document, View next) {
        return document != null && next.equals(document.next());
    }

    private void write(
            View next, boolean first, List<String> electors, int index, Map<String, Seen> all, Runnable carried) {
        if (index == electors.size()) {
            world.trace(() -> client.name() + " has carried " + next);
            carried.run();
            rest(true);
            return;
        }
        String name = electors.get(index);
        Document before = document(all, name);
        Document now = before == null || first
                ? Document.first(name, next)
                : before.proposing(next, world::number, token(all, name));
        write(name, now, all, () -> write(next, first, electors, index + 1, all, carried));
    }

    private void write(String name, Document document, Map<String, Seen> all, Runnable then) {
        Seen seen = all.get(name);
        if (seen == null) {
            rest();
            return;
        }
        Link link = client.link(name);
        protocol.write(link, document, protocol.over(link, seen), done -> {
            if (done) {
                then.run();
            } else {
                rest();
            }
        });
    }

    // --- the first list ---

    /**
     * None of the nodes that this client knows of knows the list that it knew: it forgets that list, for one that it finds
     * in force, or else for one that it prepares. A list that others prepare is never replaced, for it may have been
     * carried: it is helped instead, whatever its number.
     */
    private void begin(Map<String, Seen> found) {
        if (!protocol.mayBegin(client)) {
            rest();
            return;
        }
        View former = client.view();
        for (Seen seen : found.values()) {
            Document document = seen.document();
            if (document != null && isServing(document)) {
                client.forget(former, document.view());
                rest(true);
                return;
            }
        }
        View helped = beginning;
        if (helped == null || helped.isOfLine(former)) {
            begin(former, firstList(former), false, client.listed());
        } else {
            begin(former, helped, true, helped.nodes());
        }
    }

    /**
     * Prepares a first list on these nodes. A list that was found prepared overrules those of smaller numbers, with the consent
     * of all of their nodes: so none of them has been put in force.
     */
    private void begin(View former, View first, boolean found, Collection<String> nodes) {
        beginning = null;
        List<String> electors =
                nodes.stream().filter(name -> !client.isDead(name)).sorted().toList();
        readForFilling(former, electors, 0, new TreeMap<>(), all -> {
            TreeSet<String> consent = new TreeSet<>(electors);
            for (Seen seen : all.values()) {
                Document document = seen.document();
                View pending = document == null || document.isInForce() ? null : document.next();
                if (pending != null && !pending.isOfLine(former) && !pending.equals(first)) {
                    boolean larger = !found || pending.line() > first.line();
                    if (larger && (beginning == null || beginning.line() < pending.line())) {
                        beginning = pending;
                    }
                    consent.addAll(pending.nodes());
                }
            }
            consent.removeIf(client::isDead);
            if (beginning != null || electors.isEmpty() || !client.view().equals(former)) {
                rest();
            } else if (consent.size() > electors.size()) {
                begin(former, first, found, consent);
            } else {
                world.trace(() -> client.name() + " prepares " + first);
                write(first, true, electors, 0, all, () -> client.forget(former, first));
            }
        });
    }

    /** Numbered by this client's clock, which may be behind others. */
    private View firstList(View former) {
        long line = world.number();
        return new View(line, Math.max(former.version() + 1, line - world.between(0, Protocol.SKEW)), client.listed());
    }

    /** Whether the node takes part in a list in force, and will. */
    private static boolean isServing(Document document) {
        return document.isInForce() && !document.isLeaving();
    }

    private void readForFilling(
            View former, List<String> names, int index, Map<String, Seen> all, Consumer<Map<String, Seen>> then) {
        if (index == names.size()) {
            then.accept(all);
            return;
        }
        String name = names.get(index);
        client.link(name).readForFilling(seen -> {
            Document document = seen == null ? null : seen.document();
            if (seen == null) {
                rest();
            } else if (document != null && isServing(document)) {
                client.forget(former, document.view());
                rest(true);
            } else {
                all.put(name, seen);
                readForFilling(former, names, index + 1, all, then);
            }
        });
    }

    // --- a node that does not know the list yet ---

    /** Nodes that have a document come first: others need one of them as a witness. */
    private @Nullable String lagging(View view, Map<String, Seen> all) {
        String empty = null;
        for (String name : view.nodes()) {
            Document document = document(all, name);
            if (all.containsKey(name) && isAsGoodAsEmpty(document, view)) {
                empty = name;
            } else if (document != null && (!document.isInForce() || view.isAfter(document.view()))) {
                return name;
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

    private void bring(String name, View view, Map<String, Seen> all) {
        Document document = document(all, name);
        if (document == null || isAsGoodAsEmpty(document, view)) {
            refill(client.link(name), view, all);
        } else if (view.equals(document.next())) {
            Document now = document.under(view, world::number, token(all, name));
            View former = document.isInForce() ? document.view() : null;
            write(name, protocol.warming(client, now, former), all, () -> rest(true));
        } else if (document.view().version() + 1 < view.version()) {
            // what is left of a former membership
            Document now = Document.fresh(name, view, null, world.number());
            View former = protocol.former(joining, name, view, all.get(name));
            write(name, protocol.warming(client, now, former), all, () -> rest(true));
        } else {
            rest();
        }
    }

    /** First the token of an empty item, then a witness that nothing has followed, then the document under that token. */
    private void refill(Link empty, View view, Map<String, Seen> all) {
        empty.readForFilling(seen -> {
            if (seen == null || !isAsGoodAsEmpty(seen.document(), view)) {
                rest();
            } else if (protocol.asksWitness()) {
                ask(empty, seen, view, all);
            } else {
                fill(empty, seen, view, null);
            }
        });
    }

    private void ask(Link empty, Seen token, View view, Map<String, Seen> all) {
        for (String name : view.nodes()) {
            Document before = document(all, name);
            if (!name.equals(empty.name()) && before != null && protocol.isWitness(before, view)) {
                Link witness = client.link(name);
                witness.read(seen -> disturb(empty, token, view, witness, seen));
                return;
            }
        }
        rest();
    }

    private void disturb(Link empty, Seen token, View view, Link witness, @Nullable Seen seen) {
        Document document = seen == null ? null : seen.document();
        if (seen == null || document == null || !protocol.isWitness(document, view)) {
            rest();
            return;
        }
        protocol.disturb(witness, document, seen, done -> {
            if (done) {
                fill(empty, token, view, document.next());
            } else {
                rest();
            }
        });
    }

    private void fill(Link empty, Seen token, View view, @Nullable View next) {
        Document now = protocol.refilled(client, empty.name(), view, next, world);
        View former = protocol.former(joining, empty.name(), view, token);
        protocol.fill(empty, protocol.warming(client, now, former), token, this::rest);
    }
}
