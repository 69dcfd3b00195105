package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.ClientOptions;
import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.clock.Pause;
import io.flagstone.provider.internal.discovery.Sources;
import io.flagstone.provider.internal.link.Transport;
import io.flagstone.provider.internal.nodelist.Document;
import io.flagstone.provider.internal.nodelist.DocumentFormat;
import io.flagstone.provider.internal.nodelist.Feed;
import io.flagstone.provider.internal.nodelist.Knowledge;
import io.flagstone.provider.internal.nodelist.Look;
import io.flagstone.provider.internal.nodelist.Tables;
import io.flagstone.provider.internal.nodelist.View;
import io.flagstone.provider.internal.nodelist.WarmUps;
import io.flagstone.provider.internal.ring.Placement;
import io.flagstone.provider.internal.trust.Trust;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The nodes of a manager whose list changes while it is open: connects to those that are listed or in force, keeps looking
 * at their documents, and knows which of them owns a slot. What is owed to a node for a key follows the key to its next owner.
 */
final class Lists implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Lists.class.getName());

    /** Numbers are milliseconds since the epoch with so many random bits behind them; 63 bits last beyond the year 2100. */
    private static final int CHANCE_BITS = 21;

    /** Pause between looks that callers ask for. A guess: a change takes some round trips, and each look reads all nodes. */
    private static final long SOON_NANOS = 20_000_000;

    private static final long SHORTEST_WAIT_NANOS = 1_000_000;
    private static final int WAIT_SPREAD_NANOS = 4_000_000;

    /** Looks in a row while there is progress. */
    private static final int MOST_STEPS = 50;

    private final LinkOptions options;
    private final Transport transport;
    private final Clock clock;
    private final Repair.Probe probe;
    private final Trust trust;
    private final Knowledge knowledge;
    private final Documents documents;
    private final WarmUps warmUps;
    private final Look look;
    private final Feed feed;
    private AutoCloseable watch = () -> {};
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final Map<String, Long> absentSince = new HashMap<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile long lookedAt;
    private volatile String trouble = "";
    private volatile String logged = "";
    private volatile Placement placement;
    private volatile boolean closed;

    private final Object debtLock = new Object();
    private final Map<ServingOwners, Set<SpaceKey>> homeless = new LinkedHashMap<>();
    private final Set<ServingOwners> homelessWhole = new HashSet<>();

    /** The list that is known, or is about to be: what is owed from now on goes to its owners. */
    private volatile View target = View.NONE;

    /**
     * @param placement of the first list; its hash and its way to place slots stay
     */
    private Lists(
            ClientOptions client,
            NodeListing first,
            Placement placement,
            Feed feed,
            Transport transport,
            Clock clock,
            Trust trust) {
        this.trust = trust;
        this.feed = feed;
        this.options = client.link();
        this.transport = transport;
        this.clock = clock;
        this.placement = placement;
        byte[] item = DocumentFormat.item(client.namespace());
        this.probe = new Repair.Probe(item, false);
        Tables tables = new Tables();
        long patience = client.source()
                .lag()
                .plus(client.source().refresh().multipliedBy(2))
                .toNanos();
        this.knowledge = new Knowledge(first, clock, patience, this::adopt);
        this.documents = new Documents(
                item, new DocumentFormat(client.namespace(), tables), this::member, this::heard, this::timeout);
        Duration warmUp = client.source().warmUp();
        this.warmUps = new WarmUps(warmUp, clock);
        this.look = new Look(knowledge, documents, tables, this::number, warmUp != null);
        this.lookedAt = clock.nanos() - SOON_NANOS;
    }

    /**
     * Connects to the nodes that the source lists, now and later.
     *
     * @throws ConfigurationProblem when the source has no list, or the options do not go with lists that change
     */
    static Lists open(ClientOptions client, ClassLoader loader, Transport transport, Clock clock, Trust trust) {
        Feed feed = new Feed(client.source().poll(), transport);
        AutoCloseable watch = Sources.watch(client.source().location(), feed, feed, loader);
        Lists opened = null;
        try {
            NodeListing first = feed.first(client.source().location());
            Lists lists = new Lists(client, first, placement(client, first, loader), feed, transport, clock, trust);
            feed.feeds(lists::listed);
            opened = lists;
            lists.watch = watch;
            transport.execute(lists::look);
            feed.repeat(client.source().refresh(), lists::look);
            return lists;
        } finally {
            if (opened == null) {
                close(watch);
            }
        }
    }

    private static Placement placement(ClientOptions client, NodeListing first, ClassLoader loader) {
        if (client.placement().measuredWeights()) {
            throw new ConfigurationProblem(ManagerSetting.WEIGHTS.key() + "=measured does not go with "
                    + ManagerSetting.NODES_SOURCE.key() + ": write the weights into the list");
        }
        Placement placement = Placement.of(client.placement(), first.nodes(), loader);
        if (!placement.hasSlots()) {
            throw new ConfigurationProblem(ManagerSetting.PLACEMENT.key() + "=" + placement.selector()
                    + " does not go with " + ManagerSetting.NODES_SOURCE.key()
                    + ": only slots can change their owners while clients run");
        }
        return placement;
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "a source of lists of nodes did not close", e);
        }
    }

    private void heard(Document document) {
        knowledge.heardOf(document);
        warmUps.heard(document);
    }

    /** The end of a call that begins now. */
    Deadline timeout() {
        return Deadline.in(clock, options.timeout().toNanos());
    }

    /** Never given before: clock and chance. */
    private long number() {
        return (clock.millis() << CHANCE_BITS) | (clock.random() & ((1L << CHANCE_BITS) - 1));
    }

    // --- what calls ask ---

    Documents documents() {
        return documents;
    }

    WarmUps warmUps() {
        return warmUps;
    }

    int slot(SpaceKey key) {
        return key.slot(placement);
    }

    Placement placement() {
        return placement;
    }

    View view() {
        return knowledge.view();
    }

    boolean hasChangedSince(long nanos) {
        return knowledge.hasChangedSince(nanos);
    }

    /** What hinders a change, or an empty text. */
    String trouble() {
        return trouble;
    }

    /** The member for this node, connected or about to be. */
    Member member(NodeAddress node) {
        return members.computeIfAbsent(NodeListing.identity(node), identity -> {
            Member member = new Member(node, options, transport, clock, probe, trust);
            if (closed) {
                member.close();
            } else {
                member.start();
            }
            return member;
        });
    }

    /** The nodes that are connected, or about to be. */
    Collection<Member> members() {
        return members.values();
    }

    /**
     * The owner by the newest list.
     *
     * @throws Share.NotServed when none is known
     */
    Member owner(SpaceKey key) {
        View view = knowledge.view();
        if (view.isNone()) {
            throw new Share.NotServed("no list of nodes is in force yet" + because());
        }
        return member(view.owner(slot(key)));
    }

    /** The reason why nothing is served, for messages. */
    String because() {
        String now = trouble;
        return now.isEmpty() ? "" : ": " + now;
    }

    /** Has a look soon, and lets a moment pass; false when the deadline has passed. */
    boolean await(Deadline deadline) {
        lookSoon();
        Pause.nanos(SHORTEST_WAIT_NANOS + (clock.random() & Integer.MAX_VALUE) % WAIT_SPREAD_NANOS);
        return !deadline.passed();
    }

    /** Has a node take nothing over any more from owners by this list; true when that is so. */
    boolean endWarmUp(Member member, View from, String why, Deadline deadline) {
        warmUps.ending(member.node(), why);
        try {
            return documents.cool(member, member.connection(deadline), from, deadline);
        } catch (FlagstoneException e) {
            return false;
        }
    }

    // --- looks ---

    /** Somebody has seen that a list is changing. */
    void lookSoon() {
        if (!closed && !looking.get() && clock.nanos() - lookedAt > SOON_NANOS) {
            transport.execute(this::look);
        }
    }

    /** The source says this now. */
    void listed(NodeListing listing) {
        if (knowledge.listNow(listing)) {
            LOG.log(System.Logger.Level.INFO, "the source of the list of nodes says: {0}", listing);
            look();
        }
    }

    /** Looks until there is nothing more to do at once. */
    void look() {
        if (closed || !looking.compareAndSet(false, true)) {
            return;
        }
        try {
            int steps = 0;
            while (look.run() && ++steps < MOST_STEPS && !closed) {
                LOG.log(System.Logger.Level.DEBUG, "a step further: {0}", knowledge.view());
            }
            report();
            warmUps.over(knowledge.view())
                    .forEach((node, from) ->
                            endWarmUp(member(node), from, "it has lasted as long as was wanted", timeout()));
            prune();
        } catch (FlagstoneException e) {
            LOG.log(System.Logger.Level.WARNING, "the list of nodes could not be looked at", e);
        } finally {
            lookedAt = clock.nanos();
            looking.set(false);
        }
    }

    /** What lasts for longer than one look is worth a warning; what lasts is told once. */
    private void report() {
        Collection<String> problems = documents.problems();
        String now = problems.isEmpty() ? look.finding() : String.join("; ", problems);
        if (!now.isEmpty() && now.equals(trouble) && !now.equals(logged)) {
            LOG.log(System.Logger.Level.WARNING, "list of nodes {0}: {1}", knowledge.view(), now);
            logged = now;
        } else if (now.isEmpty()) {
            logged = "";
        }
        trouble = now;
    }

    /** Ends the connections of nodes that have left, when nobody can still have a call for them. */
    private void prune() {
        Set<String> kept = NodeListing.identities(knowledge.listed());
        kept.addAll(knowledge.view().identities());
        kept.addAll(warmUps.sources());
        long patience = 2 * options.timeout().toNanos();
        for (Map.Entry<String, Member> entry : List.copyOf(members.entrySet())) {
            if (kept.contains(entry.getKey())) {
                absentSince.remove(entry.getKey());
            } else if (clock.nanos() - absentSince.computeIfAbsent(entry.getKey(), name -> clock.nanos()) > patience) {
                members.remove(entry.getKey());
                absentSince.remove(entry.getKey());
                entry.getValue().close();
            }
        }
    }

    /** Before another list is known: whoever owns a key by it is told what is owed for that key. */
    private void adopt(View view) {
        synchronized (debtLock) {
            target = view;
            view.nodes().forEach(this::member);
            members.values().forEach(member -> passOn(member, view));
            homeless.forEach(
                    (owners, keys) -> keys.forEach(key -> ownerBy(view, key).distrust(owners, key)));
            homelessWhole.forEach(owners -> distrustAll(owners, view));
            homeless.clear();
            homelessWhole.clear();
        }
        placement = placement.over(view.nodes());
        LOG.log(System.Logger.Level.INFO, "list of nodes {0} is in force, {1}", view, placement);
    }

    @Override
    public void close() {
        closed = true;
        feed.close();
        close(watch);
        members.values().forEach(Member::close);
    }

    /** The nodes that the source lists, if they are not those of the list in force; otherwise an empty text. */
    String wanted() {
        List<NodeAddress> listed = knowledge.listed();
        return knowledge.view().lists(listed) ? "" : NodeListing.of(listed).toString();
    }

    /** How often the source could not be read, or said what is no list. */
    long failures() {
        return feed.failures();
    }

    // --- what is owed ---

    /** A member, and how to tell it. */
    private record Owner(Member member) {

        void distrust(ServingOwners owners, SpaceKey key) {
            member.distrust(owners.on(member), key);
        }
    }

    private Owner ownerBy(View view, SpaceKey key) {
        return new Owner(member(view.owner(slot(key))));
    }

    private void passOn(Member from, View view) {
        from.debts().owedKeys().forEach((share, keys) -> {
            if (share instanceof EraShare era) {
                keys.forEach(key -> owed(era.owners(), key, from));
            }
        });
        for (Share share : from.debts().owedEverywhere()) {
            if (share instanceof EraShare era) {
                distrustAll(era.owners(), view);
            }
        }
    }

    private void distrustAll(ServingOwners owners, View view) {
        for (NodeAddress node : view.nodes()) {
            Member member = member(node);
            member.distrustAll(owners.on(member));
        }
    }

    /** A node is owed something for this key: whoever owns the key by the newest list is owed it, too. */
    void owed(ServingOwners owners, SpaceKey key, Member by) {
        View view = target;
        if (!view.isNone()) {
            Owner now = ownerBy(view, key);
            if (now.member() != by) {
                now.distrust(owners, key);
            }
        }
    }

    /** A node was to be told something of this key and does not serve it: its next owner is told. */
    void homeless(ServingOwners owners, SpaceKey key, Member by) {
        synchronized (debtLock) {
            Owner now = ownerBy(target, key);
            if (now.member() != by) {
                now.distrust(owners, key);
            } else {
                remember(owners, key);
            }
        }
    }

    private void remember(ServingOwners owners, SpaceKey key) {
        if (homelessWhole.contains(owners)) {
            return;
        }
        Set<SpaceKey> keys = homeless.computeIfAbsent(owners, o -> new HashSet<>());
        keys.add(key);
        if (keys.size() > options.maxDebts()) {
            homeless.remove(owners);
            homelessWhole.add(owners);
        }
    }

    /** Who has which key of one cache. */
    ServingOwners owners(byte[] cacheId) {
        return new ServingOwners(this, cacheId, clock);
    }

    /** Nobody is known to have this key: whoever turns out to is owed it. */
    void owe(ServingOwners owners, SpaceKey key) {
        synchronized (debtLock) {
            if (target.isNone()) {
                remember(owners, key);
            } else {
                ownerBy(target, key).distrust(owners, key);
            }
        }
    }

    /** The same for all keys, wherever they are. */
    void oweAll(ServingOwners owners) {
        synchronized (debtLock) {
            homelessWhole.add(owners);
            distrustAll(owners, target);
        }
    }
}
