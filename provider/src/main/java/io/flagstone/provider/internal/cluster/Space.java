package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Batch;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Connection;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.observe.ObservedNode;
import io.flagstone.provider.internal.observe.Round;
import io.flagstone.provider.internal.wire.Request;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of one cache, spread over the nodes. */
public final class Space {

    /** Exchanges under way at once for one caller; more go in several rounds. */
    public static final int WINDOW = 512;

    private final Cluster cluster;
    private final String name;
    private final Owners owners;
    private final int keyOverhead;

    Space(Cluster cluster, String name, Owners owners, int keyOverhead) {
        this.cluster = cluster;
        this.name = name;
        this.owners = owners;
        this.keyOverhead = keyOverhead;
    }

    private Share shareOf(SpaceKey key) {
        return owners.shareOf(key);
    }

    /** The owner, waited for. */
    private Member member(SpaceKey key, Deadline deadline) {
        while (true) {
            try {
                return shareOf(key).member();
            } catch (Share.NotServed e) {
                if (!owners.await(deadline)) {
                    throw new NodeUnavailable(e.getMessage() + ", waited " + deadline.elapsedText());
                }
            }
        }
    }

    /** The cache's name. */
    String name() {
        return name;
    }

    /** The name of the node that owns the key, for messages. */
    public String ownerOf(SpaceKey key) {
        try {
            return shareOf(key).member().toString();
        } catch (Share.NotServed e) {
            return "(none at the moment)";
        }
    }

    /** Whether one more read of the key may go to its owner, which may have been away until a moment ago. */
    public boolean admitsRead(SpaceKey key) {
        try {
            return !cluster.ramps() || shareOf(key).member().admitsRead();
        } catch (Share.NotServed e) {
            return true; // it is waited for
        }
    }

    /** The largest item that the owner of the key takes, in bytes, its own overhead included; any where it is not known in time. */
    public long itemSizeMax(SpaceKey key, Deadline deadline) {
        return member(key, deadline).itemSizeMax(deadline);
    }

    /** Bytes of a wire key beside those of the key. */
    public int keyOverhead() {
        return keyOverhead;
    }

    /** Carries out one exchange; it has its outcome afterwards. */
    public void run(Exchange exchange, Deadline deadline) {
        cluster.called(this, exchange.key());
        long began = cluster.observers().begin();
        boolean concluded;
        do {
            try {
                concluded = attempted(exchange, deadline);
            } catch (Share.NotServed e) {
                concluded = !owners.await(deadline);
                if (concluded) {
                    unserved(exchange, e, deadline);
                }
            } catch (FlagstoneException e) {
                exchange.ended(Exchange.Outcome.FAILED, e);
                concluded = true;
            }
        } while (!concluded);
        cluster.observers().ended(exchange.node(), name, exchange.commandName(), began, exchange.failure());
    }

    private boolean attempted(Exchange exchange, Deadline deadline) {
        if (isTooLate(exchange, deadline)) {
            return true;
        }
        Waiter waiter = new Waiter(1);
        Attempt attempt = new Attempt(exchange, shareOf(exchange.key()), waiter, deadline);
        if (attempt.isOvertaken()) {
            return true;
        }
        attempt.submit(deadline);
        if (!waiter.await(deadline)) {
            attempt.giveUp();
        }
        return attempt.conclude(deadline);
    }

    /** Ends an exchange that nobody would wait for. A node is not to be blamed for that. */
    private static boolean isTooLate(Exchange exchange, Deadline deadline) {
        boolean late = deadline.passed();
        if (late) {
            exchange.ended(
                    Exchange.Outcome.FAILED,
                    new DeadlineExceeded("no time was left to ask a node, after " + deadline.elapsedText()));
        }
        return late;
    }

    private static void unserved(Exchange exchange, Share.NotServed why, Deadline deadline) {
        exchange.ended(
                Exchange.Outcome.FAILED, new NodeUnavailable(why.getMessage() + ", waited " + deadline.elapsedText()));
    }

    /**
     * Carries out all exchanges, those for one node in one pipeline; each has its outcome afterwards. Of the time of the call
     * every {@value #WINDOW} of them have that of a single call at most.
     */
    public void callAll(List<Exchange> exchanges, Deadline deadline) {
        exchanges.forEach(exchange -> cluster.called(this, exchange.key()));
        for (int from = 0; from < exchanges.size(); from += WINDOW) {
            List<Exchange> open = exchanges.subList(from, Math.min(exchanges.size(), from + WINDOW));
            rounds(this::ownerOf, open, exchanges.size() > WINDOW ? cluster.within(deadline) : deadline);
        }
    }

    /** Whether this client uses the owner of the key now. */
    public boolean isUp(SpaceKey key) {
        return shareOf(key).member().usable() != null;
    }

    /** Whether what is kept in that space while the owner of the key is away may be used now. */
    public boolean opens(Space gutter, SpaceKey key, Deadline deadline) {
        return gutter.shareOf(key) instanceof GenerationShare.OfGutter share
                && share.isOpenInsteadOf(shareOf(key).member(), deadline);
    }

    /** Counts a call for the key that is made of several exchanges. */
    public void called(SpaceKey key) {
        cluster.called(this, key);
    }

    /** Carries out all exchanges, those for one node in one pipeline; they are not counted as calls. */
    public void runAll(List<Exchange> exchanges, Deadline deadline) {
        rounds(this::ownerOf, exchanges, deadline);
    }

    /** The same for several spaces, each exchange with its own. */
    public static void runAll(Map<Exchange, Space> exchanges, Deadline deadline) {
        if (!exchanges.isEmpty()) {
            Space any = exchanges.values().iterator().next();
            any.rounds(each -> ownerOf(each, exchanges.get(each)), List.copyOf(exchanges.keySet()), deadline);
        }
    }

    private static Share ownerOf(Exchange exchange, @Nullable Space space) {
        if (space == null) {
            throw new IllegalArgumentException("an exchange of no space");
        }
        return space.ownerOf(exchange);
    }

    /** Carries out one exchange and, in the same round trip, a few of another space on the same nodes. */
    public void runWith(Exchange exchange, Space other, List<Exchange> others) {
        cluster.called(this, exchange.key());
        others.forEach(each -> cluster.called(other, each.key()));
        List<Exchange> all = new ArrayList<>(others);
        all.add(exchange);
        rounds(each -> each == exchange ? shareOf(each.key()) : other.shareOf(each.key()), all, cluster.deadline());
    }

    private Share ownerOf(Exchange exchange) {
        return shareOf(exchange.key());
    }

    private void rounds(Function<Exchange, Share> shares, List<Exchange> exchanges, Deadline deadline) {
        List<Exchange> open = exchanges;
        while (!open.isEmpty()) {
            open = round(shares, open, deadline);
        }
    }

    private List<Exchange> round(Function<Exchange, Share> shares, List<Exchange> exchanges, Deadline deadline) {
        owners.free(exchanges, deadline);
        Round seen = cluster.observers().round();
        Waiter waiter = new Waiter(exchanges.size(), seen == null ? null : seen::now);
        Set<Exchange> unserved = new HashSet<>();
        List<@Nullable Attempt> attempts = submitted(shares, exchanges, waiter, unserved, deadline);
        boolean all = waiter.await(deadline);
        List<Exchange> again = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            Exchange exchange = exchanges.get(i);
            Attempt attempt = attempts.get(i);
            boolean open = attempt == null ? unserved.contains(exchange) : !concluded(attempt, all, exchange, deadline);
            if (open) {
                again.add(exchange);
            }
            ended(exchange, attempt, open, seen);
        }
        if (seen != null) {
            seen.tell(name);
        }
        if (!unserved.isEmpty() && !owners.await(deadline)) {
            Share.NotServed why = new Share.NotServed("no node serves a key while the list of nodes changes");
            again.forEach(exchange -> unserved(exchange, why, deadline));
            return List.of();
        }
        return again;
    }

    private static void ended(Exchange exchange, @Nullable Attempt attempt, boolean open, @Nullable Round seen) {
        ObservedNode node = exchange.node();
        if (node == null || (open && attempt == null)) {
            return; // no node was asked
        }
        if (!open) {
            node.ended(exchange.failure());
        }
        if (seen != null) {
            long at = attempt == null || attempt.settledAt() == 0 ? seen.now() : attempt.settledAt();
            seen.add(node, exchange.commandName(), at, open ? null : exchange.failure());
        }
    }

    /**
     * @param unserved takes the exchanges that no node serves now, and those that would overtake them
     */
    private static List<@Nullable Attempt> submitted(
            Function<Exchange, Share> shares,
            List<Exchange> exchanges,
            Waiter waiter,
            Set<Exchange> unserved,
            Deadline deadline) {
        List<@Nullable Attempt> attempts = new ArrayList<>(exchanges.size());
        Batch batch = new Batch();
        try {
            for (Exchange exchange : exchanges) {
                attempts.add(submitted(shares, exchange, waiter, unserved, batch, deadline));
            }
        } finally {
            batch.send();
        }
        return attempts;
    }

    private static @Nullable Attempt submitted(
            Function<Exchange, Share> shares,
            Exchange exchange,
            Waiter waiter,
            Set<Exchange> unserved,
            Batch batch,
            Deadline deadline) {
        try {
            if (unserved.stream().noneMatch(other -> other.key().equals(exchange.key()))) {
                Share share = shares.apply(exchange);
                batch.nextIsFor(share.member());
                return attempt(exchange, share, waiter, batch, deadline);
            }
        } catch (Share.NotServed e) {
            // in the next round
        }
        unserved.add(exchange);
        waiter.skip();
        return null;
    }

    private static @Nullable Attempt attempt(
            Exchange exchange, Share share, Waiter waiter, Batch batch, Deadline deadline) {
        if (isTooLate(exchange, deadline)) {
            waiter.skip();
            return null;
        }
        try {
            Attempt attempt = new Attempt(exchange, share, waiter, deadline);
            if (attempt.isOvertaken()) {
                waiter.skip();
                return null;
            }
            batch.add(attempt.enqueue(deadline));
            return attempt;
        } catch (FlagstoneException e) {
            exchange.ended(Exchange.Outcome.FAILED, e);
            waiter.skip();
            return null;
        }
    }

    private static boolean concluded(Attempt attempt, boolean all, Exchange exchange, Deadline deadline) {
        try {
            if (!all) {
                attempt.giveUp();
            }
            return attempt.conclude(deadline);
        } catch (FlagstoneException e) {
            exchange.ended(Exchange.Outcome.FAILED, e);
            return true;
        }
    }

    /** {@link #invalidate(SpaceKey, Deadline)} with the time of a call. */
    public void invalidate(SpaceKey key) {
        invalidate(key, cluster.deadline());
    }

    /**
     * Sees to it that nobody reads what the owner holds under this key now. Where the owner is up this has happened, or
     * will before anything that this client sends it later; otherwise it is owed before the owner's first read.
     *
     * @param deadline until when to wait for the owner to confirm it
     */
    public void invalidate(SpaceKey key, Deadline deadline) {
        invalidate(List.of(key), deadline);
    }

    /** The same for many keys, in one pipeline to each node; they are waited for together. */
    public void invalidate(List<SpaceKey> keys, Deadline deadline) {
        Waiter waiter = new Waiter(keys.size());
        Batch batch = new Batch();
        try {
            for (SpaceKey key : keys) {
                invalidate(key, waiter, batch, deadline);
            }
        } finally {
            batch.send();
        }
        waiter.await(deadline);
    }

    private void invalidate(SpaceKey key, Waiter waiter, Batch batch, Deadline deadline) {
        while (true) {
            try {
                invalidate(shareOf(key), key, waiter, batch, deadline);
                return;
            } catch (Share.NotServed e) {
                batch.send();
                if (!owners.await(deadline)) {
                    owners.owe(key);
                    waiter.skip();
                    return;
                }
            }
        }
    }

    private static void invalidate(Share share, SpaceKey key, Waiter waiter, Batch batch, Deadline deadline) {
        Member member = share.member();
        if (member.owe(share, key)) {
            waiter.skip();
            return;
        }
        batch.nextIsFor(member);
        try {
            Share.Footing footing = share.footingOfRemoval(key, deadline);
            Request delete = Request.delete(share.wireKey(footing.number(), key), Request.ANY_CAS);
            Connection connection = member.connection(deadline);
            connection.enqueue(Call.obligation(delete, share, Call.ANY_INCARNATION, waiter));
            batch.add(connection);
        } catch (FlagstoneException e) {
            share.distrust(key);
            waiter.skip();
        }
    }

    /** Whether keys may have former owners, whose entries their owners take over. */
    public boolean takesOver() {
        return owners.origins() != null;
    }

    /** Asks former owners; each question has its result afterwards. */
    public void ask(List<Origins.Question> questions, Deadline deadline) {
        Origins origins = owners.origins();
        if (origins != null && !questions.isEmpty()) {
            origins.ask(questions, deadline);
        }
    }

    /** A former owner could not be asked: the owner of the key takes nothing over any more; true when that is so. */
    public boolean endWarmUp(Origins.Question unasked, Deadline deadline) {
        try {
            return !(shareOf(unasked.exchange().key()) instanceof EraShare share)
                    || share.endWarmUp(unasked.origin(), deadline);
        } catch (Share.NotServed e) {
            return false;
        }
    }

    /**
     * Owners take nothing over any more.
     *
     * @throws FlagstoneException when one of them could not be told
     */
    public void endWarmUps(Deadline deadline) {
        for (Share share : owners.all()) {
            if (share.isMovable() && !share.endWarmUp(share.member().connection(deadline), deadline)) {
                throw new NodeUnavailable("node " + share.member()
                        + " could not be told to take over no entries any more, after " + deadline.elapsedText());
            }
        }
    }

    /**
     * Makes all entries unreachable, node by node.
     *
     * @return the failures, one for each node that could not be told; it is told before its first read
     */
    public List<FlagstoneException> clear(Deadline deadline) {
        return owners.clear(deadline);
    }

    /**
     * The keys of all entries, as every node lists them. What is stored or removed meanwhile may be listed or not.
     *
     * @throws FlagstoneException when a node cannot be asked or does not list keys
     */
    public List<SpaceKey> keys() {
        cluster.checkLists(name);
        List<SpaceKey> keys = new ArrayList<>();
        for (Share share : owners.all()) {
            addKeys(share, keys);
        }
        return keys;
    }

    /** A key that some other node owns was left there by another list of nodes; nobody reads it. */
    private void addKeys(Share share, List<SpaceKey> keys) {
        Function<byte[], @Nullable SpaceKey> reader = share.reader(cluster.deadline());
        share.member()
                .admin()
                .keys(
                        wire -> {
                            SpaceKey key = reader.apply(wire);
                            if (key != null && isOf(share, key)) {
                                keys.add(key);
                            }
                        },
                        cluster.patience());
    }

    private boolean isOf(Share share, SpaceKey key) {
        try {
            return shareOf(key).equals(share);
        } catch (Share.NotServed e) {
            return false; // the list has just been forgotten, and all entries with it
        }
    }
}
