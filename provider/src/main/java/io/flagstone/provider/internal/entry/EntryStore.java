package io.flagstone.provider.internal.entry;

import io.flagstone.provider.codec.Keys;
import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.codec.Values;
import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.cluster.Cluster;
import io.flagstone.provider.internal.cluster.Exchange;
import io.flagstone.provider.internal.cluster.Space;
import io.flagstone.provider.internal.cluster.SpaceKey;
import io.flagstone.provider.internal.seal.Seal;
import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import io.flagstone.provider.internal.wire.Status;
import io.flagstone.provider.internal.wire.Verb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entries of one cache: reads them, and changes them one atomic move at a time. */
public final class EntryStore {

    private final Cluster cluster;
    private final Space space;
    private final Keys keys;
    private final Values values;
    private final ItemFormat format;
    private final Seal seal;
    private final Clock clock;
    private final Mover mover;
    private final @Nullable Copies copies;
    private final @Nullable Gutter gutter;
    private final @Nullable WarmReads warmReads;

    /**
     * Where entries are beside their owners; null where they are not.
     *
     * @param copies where entries are on several nodes
     * @param gutter where others keep entries while their owners are away
     * @param warmReads where keys may have former owners
     */
    record Elsewhere(
            @Nullable Copies copies,
            @Nullable Gutter gutter,
            @Nullable WarmReads warmReads) {}

    /**
     * @param seal what items are closed with
     */
    EntryStore(
            Cluster cluster, Space space, Keys keys, Values values, ItemFormat format, Seal seal, Elsewhere elsewhere) {
        this.cluster = cluster;
        this.space = space;
        this.keys = keys;
        this.values = values;
        this.format = format;
        this.seal = seal;
        this.clock = cluster.clock();
        this.copies = elsewhere.copies();
        this.gutter = elsewhere.gutter();
        this.warmReads = elsewhere.warmReads();
        this.mover = new Mover(cluster, space, format, seal, copies);
    }

    /**
     * Looks whether anything can be decided where entries are.
     *
     * @param call what is to be decided, for the complaint
     * @throws UnsupportedOperationException where two nodes may have an entry each
     */
    public void checkDecides(String call) {
        if (cluster.endpoint() == Endpoint.FAILING_OVER) {
            throw new UnsupportedOperationException(
                    call + " is refused behind an endpoint that may fail over: two nodes could each"
                            + " decide; set " + ManagerSetting.ENDPOINT_FAILS_OVER.key()
                            + "=never if calls for a key reach one node and no other whatever happens");
        }
    }

    /** Whether all keys can be listed. */
    public boolean listsKeys() {
        return !cluster.endpoint().isPresent();
    }

    /**
     * A key in all its forms.
     *
     * @throws io.flagstone.provider.failure.NotEncodable when it has no form on the wire
     */
    public EntryKey key(Object key) {
        Keys.Encoded encoded = keys.encode(key);
        return new EntryKey(key, new SpaceKey(encoded.wire()), encoded.whole());
    }

    /**
     * A value as it is stored.
     *
     * @throws io.flagstone.provider.failure.NotEncodable when it cannot be
     */
    public Payload encode(Object value) {
        return values.encode(value);
    }

    /**
     * The value of an entry that is or was live: a new object each time.
     *
     * @throws io.flagstone.provider.failure.NotDecodable when its bytes cannot be turned into one
     */
    public Object value(Entry entry) {
        return decode(entry.payload());
    }

    /** The value that a payload stands for: a new object each time. */
    public Object decode(Payload payload) {
        return values.decode(payload);
    }

    // --- the time of a call ---

    /** The end of a call that begins now, for all exchanges that it consists of. */
    public Deadline deadline() {
        return cluster.deadline();
    }

    /** The same for a call on so many keys: as many times that of a call as {@link Space#WINDOW} goes into them. */
    public Deadline deadline(int count) {
        return cluster.deadline(count);
    }

    // --- reads ---

    /**
     * Nothing where the key's owner may be read, and otherwise the entry to go on with: it was away until a moment ago and is not
     * to get all reads at once.
     */
    public @Nullable Entry turnedAway(EntryKey key) {
        return space.admitsRead(key.spaceKey())
                ? null
                : Entry.unreachable(
                        key,
                        new NodeUnavailable("node " + space.ownerOf(key.spaceKey())
                                + " was away and takes up reads little by little (" + ManagerSetting.READ_RAMP.key()
                                + ")"));
    }

    /** An entry of which nothing is known but the key. */
    public Entry absent(EntryKey key) {
        return Entry.absent(key);
    }

    /** What is there now; {@link Entry.State#UNREACHABLE} when the owner could not be asked. */
    public Entry read(EntryKey key) {
        return read(key, deadline());
    }

    /** The same, as a part of a call that ends then. */
    public Entry read(EntryKey key, Deadline deadline) {
        return read(key, Request::get, deadline);
    }

    private Entry read(EntryKey key, Exchange.Command command, Deadline deadline) {
        return settled(key, run(reading(key, command), deadline), command, deadline);
    }

    private static Exchange reading(EntryKey key, Exchange.Command command) {
        return new Exchange(key.spaceKey(), Verb.GET, command).whenMoved(Request::get);
    }

    /** The entry that was read, or that is there once it has been taken over from a former owner. */
    private Entry settled(EntryKey key, Exchange read, Exchange.Command command, Deadline deadline) {
        return warmReads != null && warmReads.isOpen(read)
                ? warmReads.settled(key, read, command, deadline)
                : entry(key, read);
    }

    /**
     * What is there now. Where nothing is, a stub is left for so long, and the entry tells whether this very read left
     * it: then its client is the one that should load.
     */
    public Entry readOrClaim(EntryKey key, long leaseMillis) {
        return readOrClaim(key, leaseMillis, deadline());
    }

    /** The same, as a part of a call that ends then. */
    public Entry readOrClaim(EntryKey key, long leaseMillis, Deadline deadline) {
        return read(key, claim(leaseMillis), deadline);
    }

    private static Exchange.Command claim(long leaseMillis) {
        int seconds = (int) Math.max(1, leaseMillis / 1000);
        return wire -> Request.getOrClaim(wire, seconds);
    }

    /** Whether something is there, without its value wherever that can be told. */
    public Entry peek(EntryKey key, Deadline deadline) {
        Exchange exchange = run(key, Request::peek, deadline);
        if (warmReads != null && warmReads.isOpen(exchange)) {
            return warmReads.settled(key, exchange, Request::get, deadline);
        }
        if (exchange.failure() == null && exchange.reply().status() != Status.MISS) {
            // what the flags say is not sealed
            Entry known = seal.closes() ? null : format.peek(key, exchange.reply(), token(exchange), clock.millis());
            return known != null ? known : read(key, deadline);
        }
        return entry(key, exchange);
    }

    /** What is there now under each of the keys, in their order. */
    public List<Entry> readAll(Collection<EntryKey> wanted) {
        return readAll(wanted, deadline(wanted.size()));
    }

    /** The same, as a part of a call that ends then. */
    public List<Entry> readAll(Collection<EntryKey> wanted, Deadline deadline) {
        return runAll(wanted, Request::get, deadline);
    }

    /**
     * {@link #readOrClaim}, and in the same round trip {@link #readAll} of another store of the same client.
     *
     * @return what is under the key, and then what is under the others in their order
     */
    public List<Entry> readOrClaimWith(EntryKey key, long leaseMillis, EntryStore other, List<EntryKey> others) {
        Exchange.Command claim = claim(leaseMillis);
        Exchange exchange = reading(key, claim);
        List<Exchange> beside = new ArrayList<>(others.size());
        others.forEach(each -> beside.add(reading(each, Request::get)));
        space.runWith(exchange, other.space, beside);
        List<Entry> entries = new ArrayList<>(1 + others.size());
        entries.add(settled(key, exchange, claim, deadline()));
        for (int i = 0; i < others.size(); i++) {
            entries.add(other.settled(others.get(i), beside.get(i), Request::get, deadline()));
        }
        return entries;
    }

    /** {@link #readOrClaim} for many keys, in their order. */
    public List<Entry> readOrClaimAll(Collection<EntryKey> wanted, long leaseMillis) {
        return readOrClaimAll(wanted, leaseMillis, deadline(wanted.size()));
    }

    /** The same, as a part of a call that ends then. */
    public List<Entry> readOrClaimAll(Collection<EntryKey> wanted, long leaseMillis, Deadline deadline) {
        return runAll(wanted, claim(leaseMillis), deadline);
    }

    private List<Entry> runAll(Collection<EntryKey> wanted, Exchange.Command command, Deadline deadline) {
        List<Exchange> exchanges = new ArrayList<>(wanted.size());
        wanted.forEach(key -> exchanges.add(reading(key, command)));
        space.callAll(exchanges, deadline);
        List<Entry> entries = new ArrayList<>(exchanges.size());
        int at = 0;
        for (EntryKey key : wanted) {
            entries.add(entry(key, exchanges.get(at++)));
        }
        if (warmReads != null) {
            warmReads.settle(List.copyOf(wanted), exchanges, entries, command, deadline);
        }
        return entries;
    }

    /**
     * The same entries, but in place of those whose owners are away a copy, if some node that is up has one. For calls that
     * only read: nothing can be decided by a copy.
     *
     * @param deadline of the call
     */
    public List<Entry> orCopies(List<Entry> entries, Deadline deadline) {
        if (gutter != null) {
            return gutter.insteadOf(entries, Request::get, deadline);
        }
        return copies == null ? entries : copies.insteadOf(entries, deadline);
    }

    /** The same for one. */
    public Entry orCopy(Entry entry, Deadline deadline) {
        return entry.state() == Entry.State.UNREACHABLE
                ? orCopies(List.of(entry), deadline).get(0)
                : entry;
    }

    /** As {@link #orCopies} for what was read by {@link #readOrClaimAll}: where others keep nothing either, a stub is left there. */
    public List<Entry> orClaimsElsewhere(List<Entry> entries, long leaseMillis, Deadline deadline) {
        return gutter == null ? entries : gutter.insteadOf(entries, claim(leaseMillis), deadline);
    }

    private Exchange run(EntryKey key, Exchange.Command command, Deadline deadline) {
        return run(new Exchange(key.spaceKey(), Verb.GET, command), deadline);
    }

    private Exchange run(Exchange exchange, Deadline deadline) {
        space.run(exchange, deadline);
        return exchange;
    }

    private Entry entry(EntryKey key, Exchange exchange) {
        FlagstoneException failure = exchange.failure();
        if (failure != null) {
            return Entry.unreachable(key, failure);
        }
        return exchange.reply().status() == Status.MISS
                ? Entry.absent(key)
                : format.read(key, Sealed.opened(exchange, seal), token(exchange), clock.millis());
    }

    private static Entry.Token token(Exchange exchange) {
        return new Entry.Token(exchange.reply().cas(), exchange.incarnation());
    }

    // --- changes ---

    /** Carries out one move; it has its outcome afterwards. */
    public void run(Move move) {
        mover.run(move, deadline());
    }

    /** The same, as a part of a call that ends then. */
    public void run(Move move, Deadline deadline) {
        if (gutter != null && move.observed().isInGutter()) {
            gutter.runAll(List.of(move), deadline);
        } else {
            mover.run(move, deadline);
        }
    }

    /** Carries out one move and, in the same round trip, reads what is there afterwards, or instead. */
    public Entry runAndRead(Move move) {
        Deadline deadline = deadline();
        Exchange reading = reading(move.key(), Request::get);
        mover.run(move, reading, deadline);
        return settled(move.key(), reading, Request::get, deadline);
    }

    /** Carries out one move and, in the same round trip, {@link #readOrClaim}. */
    public Entry runAndClaim(Move move, long leaseMillis, Deadline deadline) {
        if (gutter != null && move.observed().isInGutter()) {
            return gutter.runAndRead(move, claim(leaseMillis), deadline);
        }
        Exchange.Command claim = claim(leaseMillis);
        Exchange reading = reading(move.key(), claim);
        mover.run(move, reading, deadline);
        return settled(move.key(), reading, claim, deadline);
    }

    /** Carries out all moves, pipelined, as a part of a call that ends then; each has its outcome afterwards. */
    public void runAll(List<Move> moves, Deadline deadline) {
        if (gutter == null) {
            mover.runAll(moves, deadline);
            return;
        }
        List<Move> here = new ArrayList<>(moves.size());
        List<Move> there = new ArrayList<>(0);
        moves.forEach(move -> (move.observed().isInGutter() ? there : here).add(move));
        mover.runAll(here, deadline);
        gutter.runAll(there, deadline);
    }

    /** Sees to it that nobody reads what is there now, as soon as the owner can be told. */
    public void invalidate(EntryKey key) {
        invalidate(key, deadline());
    }

    /**
     * The same, as a part of a call that ends then. Nobody waits longer for the owner to confirm it; it is told all the same before
     * anything that this client asks it later.
     */
    public void invalidate(EntryKey key, Deadline deadline) {
        space.invalidate(key.spaceKey(), deadline);
        if (copies != null) {
            copies.invalidate(key.spaceKey(), deadline);
        }
    }

    /** The same for writes that pass because the owners of their keys are away: others may keep what they were to store. */
    public void passOver(List<PassedOver> writes, Deadline deadline) {
        if (gutter != null) {
            gutter.passOver(writes, deadline);
        }
        writes.forEach(write -> invalidate(write.key(), deadline));
    }

    /** Something was loaded for this entry, as it was seen, and is stored nowhere. */
    public void passedBy(Entry seen, Deadline deadline) {
        if (gutter != null && seen.isInGutter()) {
            gutter.passedBy(seen.key(), deadline);
        }
    }

    /**
     * Makes all entries unreachable in one step per node.
     *
     * @return the failures of the nodes that will be told before their next read
     */
    public List<FlagstoneException> clear() {
        Deadline deadline = cluster.deadline();
        List<FlagstoneException> failures = new ArrayList<>(space.clear(deadline));
        if (copies != null) {
            // after the entries: a copy that came in between is of an entry that is out of reach
            failures.addAll(copies.clear(deadline));
        }
        if (gutter != null) {
            failures.addAll(gutter.clear(deadline));
        }
        return failures;
    }

    /** What is removed from now on is not taken over from former owners of keys: no list of keys has it. */
    public void endWarmUps() {
        if (warmReads != null) {
            space.endWarmUps(deadline());
        }
    }

    /** The same for what is left on nodes that do not own it, once all entries have been removed. */
    public List<FlagstoneException> clearCopies() {
        return copies == null ? List.of() : copies.clear(cluster.deadline());
    }

    /**
     * The next number of a sequence that all clients share; where there is none it begins with the seed.
     *
     * @throws FlagstoneException when the owner cannot be asked; a number may have been left out
     */
    public long next(EntryKey key, long seed) {
        return Sequences.next(space, key.spaceKey(), seed, deadline());
    }

    /**
     * The number of that sequence that was given last, or 0 where there is none.
     *
     * @throws FlagstoneException when the owner cannot be asked
     */
    public long last(EntryKey key) {
        return Sequences.last(space, key.spaceKey(), deadline());
    }

    // --- walks ---

    /**
     * What every node lists now. Entries come and go meanwhile.
     *
     * @throws FlagstoneException when a node cannot be asked
     */
    public List<SpaceKey> list() {
        return space.keys();
    }

    /** The live entries under these listed keys; keys that have gone, or mean nothing here, are left out. */
    public List<Entry> readListed(List<SpaceKey> listed, Deadline deadline) {
        List<Exchange> exchanges = new ArrayList<>(listed.size());
        listed.forEach(key -> exchanges.add(new Exchange(key, Verb.GET, Request::get)));
        space.callAll(exchanges, deadline);
        List<Entry> entries = new ArrayList<>(exchanges.size());
        for (Exchange exchange : exchanges) {
            Entry entry = listed(exchange);
            if (entry != null && entry.visible().isLive()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private @Nullable Entry listed(Exchange exchange) {
        Reply reply = Sealed.opened(exchange, seal);
        byte[] item = reply.value();
        byte[] text = exchange.key().bytes();
        byte[] whole = item != null && keys.isDigest(text) ? format.keyText(item) : null;
        if (item == null || (keys.isDigest(text) && whole == null)) {
            return null;
        }
        try {
            EntryKey key = new EntryKey(keys.decode(whole != null ? whole : text), exchange.key(), whole);
            return format.read(key, reply, token(exchange), clock.millis());
        } catch (NotDecodable e) {
            return null;
        }
    }

    /** Milliseconds since the epoch, as ends are counted. */
    public long now() {
        return clock.millis();
    }

    /** 64 random bits, for holders. */
    public long random() {
        return clock.random();
    }
}
