package io.flagstone.provider.internal.cluster;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.link.Call;
import io.flagstone.provider.internal.link.Waiter;
import io.flagstone.provider.internal.wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys of one cache, spread over the nodes. */
public final class Space {

    /** Exchanges under way at once for one caller; more go in several rounds. */
    private static final int WINDOW = 512;

    private final Cluster cluster;
    private final String name;
    private final Share[] shares;
    private final int keyOverhead;
    private final byte[] hashedPrefix;

    /**
     * @param hashedPrefix what is hashed ahead of every key
     */
    Space(Cluster cluster, String name, Share[] shares, int keyOverhead, byte[] hashedPrefix) {
        this.cluster = cluster;
        this.name = name;
        this.shares = shares;
        this.keyOverhead = keyOverhead;
        this.hashedPrefix = hashedPrefix;
    }

    private int owner(SpaceKey key) {
        return key.owner(cluster.placement(), hashedPrefix);
    }

    private Share shareOf(SpaceKey key) {
        return shares[owner(key)];
    }

    /** The cache's name. */
    String name() {
        return name;
    }

    /** The name of the node that owns the key. */
    public String ownerOf(SpaceKey key) {
        return shareOf(key).member().toString();
    }

    /** The largest item that the owner of the key takes, in bytes, its own overhead included. */
    public long itemSizeMax(SpaceKey key) {
        return shareOf(key).member().itemSizeMax();
    }

    /** Bytes of a wire key beside those of the key. */
    public int keyOverhead() {
        return keyOverhead;
    }

    /** Carries out one exchange; it has its outcome afterwards. */
    public void run(Exchange exchange, Deadline deadline) {
        cluster.called(this, exchange.key());
        Share share = shareOf(exchange.key());
        try {
            boolean concluded;
            do {
                Waiter waiter = new Waiter(1);
                Attempt attempt = new Attempt(exchange, share, waiter, deadline);
                if (attempt.isOvertaken()) {
                    return;
                }
                attempt.submit(deadline);
                if (!waiter.await(deadline)) {
                    attempt.giveUp();
                }
                concluded = attempt.conclude(deadline);
            } while (!concluded);
        } catch (FlagstoneException e) {
            exchange.ended(Exchange.Outcome.FAILED, e);
        }
    }

    /**
     * Carries out all exchanges, those for one node in one pipeline; each has its outcome afterwards. Every {@value
     * #WINDOW} of them have the time of one call.
     */
    public void runAll(List<Exchange> exchanges) {
        exchanges.forEach(exchange -> cluster.called(this, exchange.key()));
        for (int from = 0; from < exchanges.size(); from += WINDOW) {
            List<Exchange> open = exchanges.subList(from, Math.min(exchanges.size(), from + WINDOW));
            rounds(exchange -> shareOf(exchange.key()), open, cluster.deadline());
        }
    }

    /** Carries out one exchange and, in the same round trip, a few of another space on the same nodes. */
    public void runWith(Exchange exchange, Space other, List<Exchange> others) {
        cluster.called(this, exchange.key());
        others.forEach(each -> cluster.called(other, each.key()));
        List<Exchange> all = new ArrayList<>(others);
        all.add(exchange);
        rounds(each -> each == exchange ? shareOf(each.key()) : other.shareOf(each.key()), all, cluster.deadline());
    }

    private static void rounds(Function<Exchange, Share> owners, List<Exchange> exchanges, Deadline deadline) {
        List<Exchange> open = exchanges;
        while (!open.isEmpty()) {
            open = round(owners, open, deadline);
        }
    }

    private static List<Exchange> round(Function<Exchange, Share> owners, List<Exchange> exchanges, Deadline deadline) {
        Waiter waiter = new Waiter(exchanges.size());
        List<@Nullable Attempt> attempts = submitted(owners, exchanges, waiter, deadline);
        boolean all = waiter.await(deadline);
        List<Exchange> again = new ArrayList<>();
        for (int i = 0; i < attempts.size(); i++) {
            Attempt attempt = attempts.get(i);
            if (attempt != null && !concluded(attempt, all, exchanges.get(i), deadline)) {
                again.add(exchanges.get(i));
            }
        }
        return again;
    }

    private static List<@Nullable Attempt> submitted(
            Function<Exchange, Share> owners, List<Exchange> exchanges, Waiter waiter, Deadline deadline) {
        List<@Nullable Attempt> attempts = new ArrayList<>(exchanges.size());
        Batch batch = new Batch();
        try {
            for (Exchange exchange : exchanges) {
                Share share = owners.apply(exchange);
                batch.nextIsFor(share.member());
                attempts.add(attempt(exchange, share, waiter, batch, deadline));
            }
        } finally {
            batch.send();
        }
        return attempts;
    }

    private static @Nullable Attempt attempt(
            Exchange exchange, Share share, Waiter waiter, Batch batch, Deadline deadline) {
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

    /**
     * Sees to it that nobody reads what the owner holds under this key now. Where the owner is up this has happened, or
     * will before anything that this client sends it later; otherwise it is owed before the owner's first read.
     */
    public void invalidate(SpaceKey key) {
        Share share = shareOf(key);
        if (share.member().owe(share, key)) {
            return;
        }
        Deadline deadline = cluster.deadline();
        try {
            Request delete = Request.delete(share.wireKey(share.generation(deadline), key), Request.ANY_CAS);
            Waiter waiter = new Waiter(1);
            share.member().submit(Call.obligation(delete, share, Call.ANY_INCARNATION, waiter), deadline);
            waiter.await(deadline);
        } catch (FlagstoneException e) {
            share.member().distrust(share, key);
        }
    }

    /**
     * Makes all entries unreachable, node by node.
     *
     * @return the failures, one for each node that could not be told; it is told before its first read
     */
    public List<FlagstoneException> clear(Deadline deadline) {
        List<FlagstoneException> failures = new ArrayList<>();
        for (Share share : shares) {
            try {
                share.renew(deadline);
            } catch (FlagstoneException e) {
                share.member().distrustAll(share);
                failures.add(e);
            }
        }
        return failures;
    }

    /**
     * The keys of all entries, as every node lists them. What is stored or removed meanwhile may be listed or not.
     *
     * @throws FlagstoneException when a node cannot be asked or does not list keys
     */
    public List<SpaceKey> keys() {
        List<SpaceKey> keys = new ArrayList<>();
        for (int node = 0; node < shares.length; node++) {
            addKeys(node, keys);
        }
        return keys;
    }

    /** A key that some other node owns was left there by another list of nodes; nobody reads it. */
    private void addKeys(int node, List<SpaceKey> keys) {
        Share share = shares[node];
        byte[] prefix = share.prefix(cluster.deadline());
        share.member()
                .admin()
                .keys(
                        wire -> {
                            SpaceKey key = keyBehind(prefix, wire);
                            if (key != null && owner(key) == node) {
                                keys.add(key);
                            }
                        },
                        cluster.patience());
    }

    private static @Nullable SpaceKey keyBehind(byte[] prefix, byte[] wire) {
        boolean ours = wire.length > prefix.length && Arrays.equals(wire, 0, prefix.length, prefix, 0, prefix.length);
        return ours ? new SpaceKey(Arrays.copyOfRange(wire, prefix.length, wire.length)) : null;
    }
}
