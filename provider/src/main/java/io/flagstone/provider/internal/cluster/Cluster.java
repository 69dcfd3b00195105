package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.config.ClientOptions;
import io.flagstone.provider.config.ClientOptions.HotKeys;
import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.door.Door;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Transport;
import io.flagstone.provider.internal.nodelist.DocumentFormat;
import io.flagstone.provider.internal.observe.Observers;
import io.flagstone.provider.internal.ring.Heirs;
import io.flagstone.provider.internal.ring.Placement;
import io.flagstone.provider.internal.ring.Ranks;
import io.flagstone.provider.internal.trust.Agreement;
import io.flagstone.provider.internal.trust.AgreementCheck;
import io.flagstone.provider.internal.trust.ChosenTokens;
import io.flagstone.provider.internal.trust.Identities;
import io.flagstone.provider.internal.trust.Rounds;
import io.flagstone.provider.internal.trust.SelfDoubt;
import io.flagstone.provider.internal.trust.Trust;
import io.flagstone.provider.placement.HotKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The nodes of one manager. */
public final class Cluster implements AutoCloseable {

    /** A walk over a million items takes seconds, and several clients may want one. A guess. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final byte[] NOTHING = {};

    private final LinkOptions options;
    private final Clock clock;
    private final Observers observers;
    private final Placement placement;
    private final Transport transport;
    private final @Nullable Heat heat;
    private final @Nullable Lists lists;
    private final Identities identities;
    private final SelfDoubt doubt;
    private final Agreement.Surroundings surroundings;
    private final boolean ramps;
    private final List<Member> members = new ArrayList<>();

    /** Connects to all nodes of no namespace, in the clear, without waiting for any. */
    public Cluster(List<NodeAddress> nodes, Placement placement, LinkOptions options, HotKeys hotKeys, Clock clock) {
        this("", "", nodes, placement, options, hotKeys, Door.OPEN, clock);
    }

    /** Connects to all nodes, without waiting for any. In the namespace no client may change the list. */
    Cluster(ClientOptions client, List<NodeAddress> nodes, Placement placement, Door door, Clock clock) {
        this(client.namespace(), client.cluster(), nodes, placement, client.link(), client.hotKeys(), door, clock);
    }

    /**
     * @param namespace in which no client may change the list
     * @param name what the nodes are told that they belong to
     */
    Cluster(
            String namespace,
            String name,
            List<NodeAddress> nodes,
            Placement placement,
            LinkOptions options,
            HotKeys hotKeys,
            Door door,
            Clock clock) {
        this.heat = heat(hotKeys, clock);
        this.options = options;
        this.ramps = !options.detection().ramp().isZero();
        this.clock = clock;
        this.observers = new Observers(clock::nanos);
        this.placement = placement;
        this.transport = new Transport(options.threads(), door);
        this.lists = null;
        this.doubt = new SelfDoubt(options.detection(), nodes::size, clock.nanos());
        this.identities = Identities.ofList(identity(namespace), name, nodes.size(), placement.fingerprint());
        Endpoint endpoint = placement.endpoint();
        ChosenTokens tokens =
                endpoint == Endpoint.STEADY ? new ChosenTokens(DocumentFormat.item(namespace, "token:"), clock) : null;
        Repair.Probe probe = new Repair.Probe(DocumentFormat.item(namespace), true, endpoint, tokens);
        Trust trust = new Trust(identities, doubt, observers);
        for (NodeAddress node : nodes) {
            members.add(new Member(node, options, transport, clock, probe, trust));
        }
        this.surroundings = surroundings();
        members.forEach(Member::start);
        watch();
    }

    /**
     * Connects to the nodes that the source lists, now and later, without waiting for any.
     *
     * @param loader where sources, selectors and hashes of the application are found
     * @throws ConfigurationProblem when the source has no list, or the options do not go with lists that change
     */
    Cluster(ClientOptions client, ClassLoader loader, Clock clock) {
        this.heat = heat(client.hotKeys(), clock);
        this.options = client.link();
        this.ramps = !options.detection().ramp().isZero();
        this.clock = clock;
        this.observers = new Observers(clock::nanos);
        this.transport = new Transport(options.threads(), Door.of(client.security()));
        try {
            this.identities = Identities.ofLists(identity(client.namespace()), client.cluster());
            this.doubt = new SelfDoubt(options.detection(), () -> members().size(), clock.nanos());
            Lists opened = Lists.open(client, loader, transport, clock, new Trust(identities, doubt, observers));
            this.lists = opened;
            this.placement = opened.placement();
            this.surroundings = surroundings();
            watch();
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private Agreement.Surroundings surroundings() {
        return new Agreement.Surroundings(this::usable, clock, transport::execute, options.timeout(), new AtomicLong());
    }

    /** The key of the item that says what a node is. */
    private static byte[] identity(String namespace) {
        return DocumentFormat.item(namespace, "node");
    }

    private void watch() {
        Rounds.every(Identities.PAUSE, transport, this::checkIdentities);
        if (!options.detection().late().isZero()) {
            Rounds.onTimer(SelfDoubt.TICK, transport, () -> doubt.tick(clock.nanos()));
        }
    }

    private Collection<Member> members() {
        return lists == null ? members : lists.members();
    }

    /** Whether nodes that were away take up reads little by little. */
    boolean ramps() {
        return ramps;
    }

    /** Whose fault timeouts are. */
    SelfDoubt doubt() {
        return doubt;
    }

    /** Nodes that do not answer hold up no others. */
    void checkIdentities() {
        members().forEach(member -> transport.execute(member::checkIdentity));
    }

    /** How each node stands, by its name. */
    Map<String, String> standings() {
        Map<String, String> standings = new LinkedHashMap<>();
        members().forEach(member -> standings.put(member.toString(), member.standing()));
        return standings;
    }

    /** What the nodes have been found to be. */
    Identities identities() {
        return identities;
    }

    private static @Nullable Heat heat(HotKeys hotKeys, Clock clock) {
        return hotKeys == HotKeys.OFF ? null : new Heat(clock, hotKeys == HotKeys.NAMED);
    }

    /** Which node owns which key: by the list in force, where it may change. */
    public Placement placement() {
        return lists == null ? placement : lists.placement();
    }

    /** How the list stands; null where it never changes. */
    @Nullable
    Lists lists() {
        return lists;
    }

    /** Whoever listens to the calls, and what there is to hear of. */
    public Observers observers() {
        return observers;
    }

    public Clock clock() {
        return clock;
    }

    /** A call for this key begins. */
    void called(Space space, SpaceKey key) {
        if (heat != null) {
            heat.called(space, key);
        }
    }

    /** The keys that were called for most of late, the hottest first; none where nobody looks. */
    public List<HotKey> hottest() {
        return heat == null ? List.of() : heat.hottest();
    }

    /** The end of a call that begins now. */
    public Deadline deadline() {
        return Deadline.in(clock, options.timeout().toNanos());
    }

    /** The end of a call for so many keys: the time of a call for every {@value Space#WINDOW}. */
    public Deadline deadline(int count) {
        return Deadline.in(clock, options.timeout().toNanos() * Math.max(1, (count + Space.WINDOW - 1) / Space.WINDOW));
    }

    /** The end of a part of a call that begins now, which has the time of a whole one at most. */
    public Deadline within(Deadline call) {
        return call.orIn(options.timeout().toNanos());
    }

    /** The end of something that the node does for one client at a time. */
    Deadline patience() {
        return Deadline.in(clock, PATIENCE.toNanos());
    }

    /**
     * That the clients of a cache have as many copies of its entries. Lists that change and endpoints know no copies, and need none.
     *
     * @param cacheId as for {@link #space}
     * @param copiesId as for {@link #copies}
     * @param copies on how many nodes an entry is, its owner included
     */
    public @Nullable Agreement agreement(String name, byte[] cacheId, byte[] copiesId, int copies) {
        Agreement.Items items = new Agreement.Items(
                DocumentFormat.itemOf(cacheId, "copies"),
                GenerationShare.item(cacheId),
                GenerationShare.item(copiesId));
        return lists != null || endpoint().isPresent() ? null : new Agreement(name, items, copies, surroundings);
    }

    private Map<String, Connection> usable() {
        Map<String, Connection> usable = new LinkedHashMap<>();
        for (Member member : members) {
            Connection now = member.usable();
            if (now != null) {
                usable.put(member.toString(), now);
            }
        }
        return usable;
    }

    /** How often a cache turned out to be used with another number of copies, too. */
    long otherCopies() {
        return surroundings.met().get();
    }

    /** {@link #space(String, byte[], Agreement)} for who makes no copies and meets nobody who does. */
    public Space space(String name, byte[] cacheId) {
        return space(name, cacheId, null);
    }

    /**
     * The keys of one cache, under a generation.
     *
     * @param name the cache's, for those who watch it
     * @param cacheId what its keys begin with: printable, without blanks and colons
     */
    public Space space(String name, byte[] cacheId, @Nullable Agreement agreement) {
        int overhead = cacheId.length + GenerationShare.OVERHEAD;
        return lists != null
                ? new Space(this, name, lists.owners(cacheId), overhead)
                : space(name, member -> share(member, cacheId, agreement), overhead, NOTHING);
    }

    private Share share(Member member, byte[] cacheId, @Nullable Agreement agreement) {
        return endpoint().isPresent()
                ? new EndpointShare(this, member, cacheId)
                : new GenerationShare(member, cacheId, clock, check(agreement, member));
    }

    private static @Nullable AgreementCheck check(@Nullable Agreement agreement, Member member) {
        return agreement == null ? null : agreement.on(member.toString());
    }

    /** What stands between this client and the nodes. */
    public Endpoint endpoint() {
        return placement().endpoint();
    }

    /**
     * Looks whether nodes can be asked for all of their keys.
     *
     * @throws UnsupportedOperationException where they cannot be reached one by one
     */
    void checkLists(String cache) {
        if (endpoint().isPresent()) {
            throw new UnsupportedOperationException(
                    "cache " + cache + ": behind an endpoint (" + ManagerSetting.PLACEMENT.key()
                            + "=endpoint) nobody lists the keys of all nodes, so there is no iteration; clear() needs none");
        }
    }

    /**
     * The keys of one cache under this prefix and nothing else.
     *
     * @throws ConfigurationProblem where the list of nodes may change: bare keys say nothing of the list they were written under; and
     *     behind an endpoint
     */
    public Space plainSpace(String name, byte[] prefix) {
        if (endpoint().isPresent()) {
            throw new ConfigurationProblem("cache " + name + " has mode=plain, and " + ManagerSetting.PLACEMENT.key()
                    + "=endpoint: without a generation, what a node behind the endpoint missed could not be put right; use"
                    + " mode=envelope, or name the nodes themselves in " + ManagerSetting.NODES.key());
        }
        if (lists != null) {
            throw new ConfigurationProblem("cache " + name + " has mode=plain, and " + ManagerSetting.NODES_SOURCE.key()
                    + " is set: entries under bare keys would come back when a list does; use another manager with a fixed"
                    + " list, " + ManagerSetting.NODES.key() + ", for plain caches");
        }
        byte[] hashed = placement.hashesWholeKeys() ? prefix : NOTHING;
        return space(name, member -> new PlainShare(member, prefix), prefix.length, hashed);
    }

    /**
     * The copies of a cache's entries on the nodes that follow their owners, nearest first. Under generations of their own, so
     * that those of entries and of copies can be stepped one after the other.
     *
     * @param cacheId what their keys begin with: unlike that of the entries, and as long
     * @param copies on how many nodes an entry is, its owner included
     * @throws ConfigurationProblem where that many nodes in an order that never changes are not to be had
     */
    public List<Space> copies(String name, byte[] cacheId, int copies, @Nullable Agreement agreement) {
        String asked = "cache " + name + " has copies=" + copies + ", and ";
        checkOthers(asked, copies);
        if (!placement.hasSlots()) {
            throw new ConfigurationProblem(asked + ManagerSetting.PLACEMENT.key() + "=" + placement.selector()
                    + ": only slots, the default, says which nodes follow the owner of a key");
        }
        Ranks ranks = placement.ranks(copies);
        Owners.Fixed all = fixed(
                member -> new GenerationShare.OfCopies(member, cacheId, clock, check(agreement, member)), NOTHING);
        List<Space> spaces = new ArrayList<>();
        for (int each = 1; each < copies; each++) {
            int rank = each;
            spaces.add(others(name, cacheId, all, key -> ranks.node(placement.slot(key.bytes()), rank)));
        }
        return spaces;
    }

    /**
     * What a cache keeps on other nodes than the owners of its keys, while those are away.
     *
     * @param cacheId as for {@link #copies}
     * @throws ConfigurationProblem where there is no such node
     */
    public Space gutter(String name, byte[] cacheId) {
        checkOthers("cache " + name + " has failure=gutter, and ", 2);
        Heirs heirs = placement.heirs();
        Owners.Fixed all = fixed(member -> new GenerationShare.OfGutter(member, cacheId, clock), NOTHING);
        return others(
                name, cacheId, all, key -> heirs.node(key.owner(placement, NOTHING), placement.hash(key.bytes())));
    }

    private Space others(String name, byte[] cacheId, Owners.Fixed all, ToIntFunction<SpaceKey> choice) {
        Owners others = new Owners.Others(all, choice);
        return new Space(this, name, others, cacheId.length + GenerationShare.OVERHEAD);
    }

    private void checkOthers(String asked, int nodes) {
        if (lists != null) {
            throw new ConfigurationProblem(asked + ManagerSetting.NODES_SOURCE.key()
                    + " is set: neither copies nor failure=gutter can be had on"
                    + " a list of nodes that changes; leave it out, or use another manager with a fixed list, "
                    + ManagerSetting.NODES.key());
        }
        if (endpoint().isPresent()) {
            throw new ConfigurationProblem(asked + ManagerSetting.PLACEMENT.key()
                    + "=endpoint: behind it no node can be chosen; leave it out, or name the nodes themselves in "
                    + ManagerSetting.NODES.key());
        }
        if (placement.size() < nodes) {
            throw new ConfigurationProblem(asked + ManagerSetting.NODES.key() + " lists " + placement.size()
                    + (placement.size() == 1 ? " node" : " nodes") + ": each copy needs one of its own");
        }
    }

    private Owners.Fixed fixed(Function<Member, Share> share, byte[] hashedPrefix) {
        return new Owners.Fixed(placement, members.stream().map(share).toArray(Share[]::new), hashedPrefix);
    }

    private Space space(String name, Function<Member, Share> share, int keyOverhead, byte[] hashedPrefix) {
        return new Space(this, name, fixed(share, hashedPrefix), keyOverhead);
    }

    /** Runs the task on a thread that may block. */
    public void execute(Runnable task) {
        transport.execute(task);
    }

    @Override
    public void close() {
        if (lists != null) {
            lists.close();
        }
        members.forEach(Member::close);
        transport.close();
    }
}
